/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.HostilePaths;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.RequestException;

/**
 * A client that does what it should not: requests cut at every byte or too long, handles that are none, bytes out of order,
 * beyond the credit or the size, credit that overflows, resumes that are forged, and every hostile path in every request.
 * Each gets a typed answer or a typed end; nothing appears outside the root, and nothing stays open.
 */
class HostileFilesTest {
    private static final byte[] HASH = new byte[ContentHash.BYTES];
    private static final byte[] CONTENT = Bytes.pattern(100_000, 1);

    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path temp;

    private FileRig rig;

    /** Speaks the protocol by hand. */
    private static final class Raw extends FileProtocol implements ProtocolHandler {
        final LinkedBlockingQueue<long[]> credits = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<Integer> failures = new LinkedBlockingQueue<>();

        @Override
        public ProtocolHandler open(Conversation conversation) {
            return this;
        }

        @Override
        public void onPayload(int kind, ByteBuffer payload) {
            if (kind == FileWire.CREDIT) {
                credits.add(new long[] {payload.getInt(), payload.getLong()});
            }
        }

        @Override
        public void onMessage(int type, ByteBuffer body) {
            body.getInt();
            failures.add((int) body.getShort() & 0xFFFF);
        }
    }

    private final Raw raw = new Raw();
    private Conversation conversation;

    @BeforeEach
    void open() throws IOException {
        rig = new FileRig(ports, temp);
        Files.write(rig.root.resolve("there"), CONTENT);
        conversation = connect();
    }

    private Conversation connect() {
        return Await.value(Conversation.connect(rig.port, rig.address, Credentials.anonymous(), List.of(raw)));
    }

    /** 0, or the code it was refused with; -1 if there was no answer. */
    private int code(int type, ByteBuffer body) {
        try {
            conversation.messages().request(type, body, 0).get(Await.SECONDS, TimeUnit.SECONDS);
            return 0;
        } catch (java.util.concurrent.ExecutionException e) {
            return e.getCause() instanceof RequestException refusal && refusal.why() == RequestException.Cause.REFUSED
                    ? refusal.code()
                    : -1;
        } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private ByteBuffer answer(int type, ByteBuffer body) {
        return Await.value(conversation.messages().request(type, body, 0));
    }

    private static ByteBuffer path(String path) {
        return FileWire.text(FileWire.writer(), path).take();
    }

    private static ByteBuffer upload(String path, long size, int flags) {
        return FileWire.text(FileWire.writer(), path)
                .i64(size)
                .i64(-1)
                .u8(flags)
                .bytes(new byte[16])
                .take();
    }

    private static ByteBuffer download(String path, long there) {
        return FileWire.text(FileWire.writer(), path).i64(there).bytes(HASH).take();
    }

    private long begin(int type, ByteBuffer body) {
        return answer(type, body).getInt();
    }

    /** One that could be served, for each type. */
    private static Map<Integer, ByteBuffer> requests(long handle) {
        Map<Integer, ByteBuffer> all = new LinkedHashMap<>();
        all.put(
                FileWire.LIST,
                FileWire.text(FileWire.text(FileWire.writer(), ""), "").u16(5).take());
        all.put(FileWire.ENTRY, path("there"));
        all.put(FileWire.DELETE, path("nothing"));
        all.put(FileWire.MAKE_DIRECTORIES, path("made"));
        all.put(FileWire.UPLOAD, upload("up", 10, 0));
        all.put(FileWire.DOWNLOAD, download("there", 0));
        all.put(FileWire.OPEN, FileWire.text(FileWire.writer(), "there").u8(0).take());
        all.put(FileWire.READ, FileWire.writer().u32(handle).i64(0).u32(5).take());
        all.put(FileWire.SIZE, FileWire.writer().u32(handle).take());
        all.put(FileWire.TRUNCATE, FileWire.writer().u32(handle).i64(5).take());
        all.put(FileWire.SYNC, FileWire.writer().u32(handle).take());
        all.put(FileWire.HASH, FileWire.writer().u32(handle).i64(5).take());
        all.put(FileWire.CLOSE, FileWire.writer().u32(handle).u8(0).take());
        return all;
    }

    @Test
    void shouldRefuseRequestsCutAnywhere() {
        long handle = begin(
                FileWire.OPEN, FileWire.text(FileWire.writer(), "there").u8(0).take());
        requests(handle).forEach((type, body) -> {
            for (int bytes = 0; bytes < body.limit(); bytes++) {
                assertEquals(
                        MessageFailure.MALFORMED, code(type, body.duplicate().limit(bytes)), type + " of " + bytes);
            }
            ByteBuffer longer =
                    ByteBuffer.allocate(body.limit() + 1).put(body.duplicate()).rewind();
            assertEquals(MessageFailure.MALFORMED, code(type, longer), () -> type + " and a byte");
        });
        long up = begin(FileWire.UPLOAD, upload("up", 10, 0));
        for (int bytes = 4; bytes < 36; bytes++) {
            ByteBuffer cut =
                    FileWire.writer().u32(up).bytes(new byte[bytes - 4]).take();
            assertEquals(MessageFailure.MALFORMED, code(FileWire.UPLOAD_END, cut));
            if (bytes != 12) {
                assertEquals(MessageFailure.MALFORMED, code(FileWire.UPLOAD_FROM, cut.rewind()));
            }
        }
        for (int type : new int[] {0x8104, 0x8113, 0x811A, 0x8127, 0x8132, 0x81FF}) {
            int code = code(type, FileWire.writer().u32(up).take());
            assertTrue(code == MessageFailure.NO_SUCH_TYPE || code == MessageFailure.MALFORMED, type + ": " + code);
        }
        assertEquals(MessageFailure.MALFORMED, code(FileWire.READ, requests(up).get(FileWire.READ)));
        assertEquals(0, code(FileWire.SIZE, requests(handle).get(FileWire.SIZE)));
        conversation.close();
        rig.assertNothingOpen();
    }

    @Test
    void shouldKnowNoHandleButItsOwn() {
        for (long handle : new long[] {0, 1, 7, 0x7FFF_FFFFL, 0xFFFF_FFFFL}) {
            requests(handle).forEach((type, body) -> {
                if (type >= FileWire.READ) {
                    assertEquals(FileFailure.UNKNOWN_HANDLE.code(), code(type, body), () -> type + " of " + handle);
                }
            });
        }
        Conversation first = conversation;
        long handle = begin(
                FileWire.OPEN, FileWire.text(FileWire.writer(), "there").u8(0).take());
        conversation = connect();
        assertEquals(
                FileFailure.UNKNOWN_HANDLE.code(),
                code(FileWire.SIZE, requests(handle).get(FileWire.SIZE)));
        first.close();
        conversation.close();
        rig.assertNothingOpen();
    }

    @Test
    void shouldRefuseNumbersThatNoFileHas() {
        for (long size : new long[] {-1, Long.MIN_VALUE}) {
            assertEquals(FileFailure.OUT_OF_RANGE.code(), code(FileWire.UPLOAD, upload("up", size, 0)));
            assertEquals(FileFailure.OUT_OF_RANGE.code(), code(FileWire.DOWNLOAD, download("there", size)));
        }
        assertEquals(FileFailure.DISK_FULL.code(), code(FileWire.UPLOAD, upload("up", Long.MAX_VALUE, 0)));
        for (int modes : new int[] {2, 4, 8, 16, 255}) {
            ByteBuffer open =
                    FileWire.text(FileWire.writer(), "there").u8(modes).take();
            assertEquals(FileFailure.OUT_OF_RANGE.code(), code(FileWire.OPEN, open), () -> "modes " + modes);
        }
        rig.assertNothingOpen();
    }

    private void data(long handle, long offset, int count) {
        conversation.carrier().send(FileWire.dataHead(handle, offset), ByteBuffer.wrap(CONTENT, 0, count));
    }

    private void expectEnd(String what) {
        try {
            conversation.ended().toCompletableFuture().get(Await.SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
        rig.assertNothingOpen();
        conversation = connect();
    }

    private long uploadWithCredit(long size) throws InterruptedException {
        raw.credits.clear();
        long handle = begin(FileWire.UPLOAD, upload("up", size, FileWire.REPLACE));
        expectCredit(handle, Math.min(size, FileServerOptions.DEFAULT.windowBytes()));
        return handle;
    }

    private void expectCredit(long handle, long limit) throws InterruptedException {
        long[] credit = raw.credits.poll(Await.SECONDS, TimeUnit.SECONDS);
        assertEquals(handle, credit[0]);
        assertEquals(limit, credit[1]);
    }

    @Test
    void shouldEndWhoSendsWhatItMayNot() throws InterruptedException {
        for (long handle : new long[] {0, 1, 0xFFFF_FFFFL}) {
            data(handle, 0, 1);
            expectEnd("bytes for " + handle);
            conversation.carrier().send(FileWire.credit(handle, 5));
            expectEnd("credit for " + handle);
        }
        ByteBuffer whole = ByteBuffer.allocate(13).put(FileWire.dataHead(1, 0)).flip();
        for (int bytes = 1; bytes < 13; bytes++) {
            uploadWithCredit(10);
            conversation.carrier().send(whole.duplicate().limit(bytes));
            expectEnd("a head of " + bytes);
        }
        data(uploadWithCredit(10), 1, 5);
        expectEnd("a gap");
        data(uploadWithCredit(10), 0, 0);
        expectEnd("no bytes");
        data(uploadWithCredit(10), 0, 11);
        expectEnd("bytes beyond the size");
        data(uploadWithCredit(10), -1, 1);
        expectEnd("a negative offset");
        data(uploadWithCredit(10), Long.MAX_VALUE, 5);
        expectEnd("an offset that overflows");
        long large = uploadWithCredit(1 << 20);
        int tooMany = FileServerOptions.DEFAULT.windowBytes() + 1;
        conversation.carrier().send(FileWire.dataHead(large, 0), ByteBuffer.allocate(tooMany));
        expectEnd("bytes beyond the credit");
        conversation.carrier().send(FileWire.credit(uploadWithCredit(10), 10));
        expectEnd("credit for an upload");
        long twice = uploadWithCredit(10);
        data(twice, 0, 5);
        data(twice, 0, 5);
        expectEnd("the same bytes twice");
        long down = begin(FileWire.DOWNLOAD, download("there", 0));
        data(down, 0, 5);
        expectEnd("bytes for a download");
        conversation.carrier().send(FileWire.credit(begin(FileWire.DOWNLOAD, download("there", 0)), -1));
        expectEnd("credit of less than nothing");
    }

    @Test
    void shouldTakeNoForgedResume() throws Exception {
        long handle = uploadWithCredit(1_000);
        data(handle, 0, 500);
        ByteBuffer end = FileWire.writer().u32(handle).bytes(HASH).take();
        assertEquals(FileFailure.OUT_OF_RANGE.code(), code(FileWire.UPLOAD_END, end));
        assertEquals(FileFailure.UNKNOWN_HANDLE.code(), code(FileWire.UPLOAD_END, end.rewind()));
        FileRig.assertParts(1, rig.root);
        ByteBuffer again = answer(FileWire.UPLOAD, upload("up", 1_000, FileWire.RESUME));
        long second = again.getInt();
        assertEquals(500, again.getLong());
        for (long from : new long[] {1, 499, 501, 1_000, -1, Long.MAX_VALUE}) {
            assertEquals(
                    FileFailure.OUT_OF_RANGE.code(),
                    code(
                            FileWire.UPLOAD_FROM,
                            FileWire.writer().u32(second).i64(from).take()));
        }
        raw.credits.clear();
        ByteBuffer from = FileWire.writer().u32(second).i64(500).take();
        assertEquals(0, code(FileWire.UPLOAD_FROM, from));
        assertEquals(FileFailure.OUT_OF_RANGE.code(), code(FileWire.UPLOAD_FROM, from.rewind()));
        assertEquals(1_000, raw.credits.poll(Await.SECONDS, TimeUnit.SECONDS)[1]);
        data(second, 500, 500);
        ByteBuffer wrong = FileWire.writer().u32(second).bytes(HASH).take();
        assertEquals(FileFailure.HASH_MISMATCH.code(), code(FileWire.UPLOAD_END, wrong));
        assertEquals(List.of("there"), FileRig.names(rig.root));
        ByteBuffer down = answer(FileWire.DOWNLOAD, download("there", 50_000));
        long downHandle = down.getInt();
        down.getLong();
        down.getLong();
        assertEquals(0, down.getLong(), "not from what it cannot have");
        ByteBuffer early = FileWire.writer().u32(downHandle).take();
        assertEquals(FileFailure.OUT_OF_RANGE.code(), code(FileWire.DOWNLOAD_END, early));
        conversation.close();
        rig.assertNothingOpen();
    }

    @Test
    void shouldLeadNoPathOutOfTheRoot() throws IOException {
        Files.writeString(temp.resolve("x"), "outside");
        int tried = 0;
        for (String path : HostilePaths.all()) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(path)) {
                continue; // what cannot be sent is tried without a link
            }
            tried++;
            boolean tooLong = path.getBytes(StandardCharsets.UTF_8).length > 4_096;
            if (path.length() > 65_535) {
                continue; // nor can this
            }
            int expected = tooLong ? MessageFailure.MALFORMED : FileFailure.INVALID_PATH.code();
            ByteBuffer text = path(path);
            assertEquals(expected, code(FileWire.ENTRY, text.duplicate()), path);
            assertEquals(expected, code(FileWire.DELETE, text.duplicate()), path);
            assertEquals(expected, code(FileWire.MAKE_DIRECTORIES, text.duplicate()), path);
            assertEquals(expected, code(FileWire.UPLOAD, upload(path, 0, 7)), path);
            assertEquals(expected, code(FileWire.DOWNLOAD, download(path, 0)), path);
            assertEquals(
                    expected,
                    code(
                            FileWire.OPEN,
                            FileWire.text(FileWire.writer(), path).u8(3).take()),
                    path);
            ByteBuffer list = FileWire.text(FileWire.text(FileWire.writer(), path), "")
                    .u16(5)
                    .take();
            assertEquals(expected, code(FileWire.LIST, list), path);
        }
        assertTrue(tried > 100, "tried " + tried);
        assertEquals("outside", Files.readString(temp.resolve("x")));
        assertEquals(List.of("there"), FileRig.names(rig.root));
        assertEquals(List.of("local", "root", "x"), FileRig.names(temp));
        conversation.close();
        rig.assertNothingOpen();
    }

    /** The same tokens from another link take the upload over, and only then. */
    @Test
    void shouldTakeAnUploadOverWithItsTokenOnly() throws Exception {
        long handle = uploadWithCredit(1_000);
        data(handle, 0, 400);
        awaitTaken();
        Conversation first = conversation;
        conversation = connect();
        ByteBuffer other = upload("up", 1_000, FileWire.RESUME);
        other.put(other.limit() - 1, (byte) 1);
        assertEquals(FileFailure.BUSY.code(), code(FileWire.UPLOAD, other));
        ByteBuffer taken = answer(FileWire.UPLOAD, upload("up", 1_000, FileWire.RESUME));
        assertEquals(FileFailure.TAKEN_OVER.code(), raw.failures.poll(Await.SECONDS, TimeUnit.SECONDS));
        goOn(taken, 400);
        Bytes.assertSame(Arrays.copyOf(CONTENT, 1_000), Files.readAllBytes(rig.root.resolve("up")));
        // Whoever lost the answer learns that it is done.
        ByteBuffer done = answer(FileWire.UPLOAD, upload("up", 1_000, FileWire.RESUME));
        assertEquals(0, done.getInt());
        assertEquals(1_000, done.getLong());
        first.close();
        conversation.close();
        rig.assertNothingOpen();
    }

    /** What a link has brought is kept though the server finds time for it after the upload went to another link. */
    @Test
    void shouldKeepWhatCameBeforeTheUploadWasTakenOver() throws Exception {
        long handle = uploadWithCredit(1_000);
        CountDownLatch busy = occupyTheServer();
        data(handle, 0, 400);
        awaitTaken();
        Conversation first = conversation;
        conversation = connect();
        var taken = conversation.messages().request(FileWire.UPLOAD, upload("up", 1_000, FileWire.RESUME), 0);
        awaitTaken();
        busy.countDown();
        assertEquals(FileFailure.TAKEN_OVER.code(), raw.failures.poll(Await.SECONDS, TimeUnit.SECONDS));
        goOn(Await.value(taken), 400);
        first.close();
        conversation.close();
        rig.assertNothingOpen();
    }

    /** No thread that works on files is free until the latch is open. */
    private CountDownLatch occupyTheServer() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        CountDownLatch occupied = new CountDownLatch(FileRig.POOL_THREADS);
        for (int i = 0; i < FileRig.POOL_THREADS; i++) {
            rig.pool.execute(() -> {
                occupied.countDown();
                Await.latch(open);
            });
        }
        Await.latch(occupied);
        return open;
    }

    /** What was sent before this is with the server, which answers without a look at any file. */
    private void awaitTaken() {
        assertEquals(MessageFailure.NO_SUCH_TYPE, code(0x81FF, ByteBuffer.allocate(0)));
    }

    private void goOn(ByteBuffer taken, int there) throws InterruptedException {
        long handle = taken.getInt();
        assertEquals(there, taken.getLong());
        raw.credits.clear();
        assertEquals(
                0,
                code(
                        FileWire.UPLOAD_FROM,
                        FileWire.writer().u32(handle).i64(there).take()));
        expectCredit(handle, 1_000);
        conversation.carrier().send(FileWire.dataHead(handle, there), ByteBuffer.wrap(CONTENT, there, 1_000 - there));
        ContentHash hash = new ContentHash();
        hash.add(ByteBuffer.wrap(CONTENT, 0, 1_000));
        assertEquals(
                0,
                code(
                        FileWire.UPLOAD_END,
                        FileWire.writer().u32(handle).bytes(hash.value()).take()));
    }
}
