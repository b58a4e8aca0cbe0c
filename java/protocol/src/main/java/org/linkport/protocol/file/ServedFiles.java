/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.linkport.CloseReason;
import org.linkport.SendResult;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.file.store.ClientPath;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.FileRoot;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of a server on one link: requests by their handles, and a lane for those without one. */
final class ServedFiles implements ProtocolHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FileServer.class);
    private static final int HELD_BYTES_MAX = 4 << 20;
    private static final int LIST_MAX = 1_000;
    private static final int PIECES_AHEAD = 4;
    private static final int ENTRY_BYTES_MAX = 19 + ClientPath.NAME_BYTES_MAX;

    private final FileServer server;
    private final Conversation conversation;
    private final FileLane lane;
    private final SendTurns turns;
    private final Map<Long, ServedFile> open = new ConcurrentHashMap<>();
    private final AtomicInteger held = new AtomicInteger(); // bytes of reads and writes that are not answered
    private long lastHandle; // where the link's callbacks run

    /** What answers a request, in a lane. */
    interface Work {
        /**
         * Does it.
         *
         * @throws FileException if it cannot be done
         */
        ByteBuffer answer();
    }

    ServedFiles(FileServer server, Conversation conversation) {
        this.server = server;
        this.conversation = conversation;
        this.lane = server.newLane();
        this.turns = new SendTurns(
                conversation.carrier(), PIECES_AHEAD * server.options().chunkBytes());
    }

    FileServer server() {
        return server;
    }

    FramedLink carrier() {
        return conversation.carrier();
    }

    SendTurns turns() {
        return turns;
    }

    @Override
    public void onRequest(Request request) {
        try {
            dispatch(request, FileWire.reader(request.body()));
        } catch (FileException e) {
            request.fail(e.failure().code(), e.detail());
        }
    }

    private void dispatch(Request request, ValueReader fields) {
        switch (request.type()) {
            case FileWire.LIST -> list(request, fields);
            case FileWire.ENTRY -> entry(request, fields);
            case FileWire.DELETE -> change(request, fields, server.root()::delete);
            case FileWire.MAKE_DIRECTORIES -> change(request, fields, server.root()::makeDirectories);
            case FileWire.UPLOAD -> upload(request, fields);
            case FileWire.DOWNLOAD -> download(request, fields);
            case FileWire.OPEN -> open(request, fields);
            case FileWire.CLOSE -> close(request, fields);
            default -> {
                if (request.type() < FileWire.UPLOAD_FROM || request.type() > FileWire.HASH) {
                    request.fail(MessageFailure.NO_SUCH_TYPE, "no such type: " + request.type());
                } else {
                    handle(fields.u32()).request(request, fields);
                }
            }
        }
    }

    /** False if the user may not, and was told so. */
    private boolean may(Request request, String permission) {
        boolean may = conversation.user().may(permission);
        if (!may) {
            request.fail(MessageFailure.NOT_PERMITTED, "needs the permission " + permission);
        }
        return may;
    }

    private void list(Request request, ValueReader fields) {
        ClientPath path = ClientPath.parse(FileWire.pathText(fields));
        String after = FileWire.pathText(fields);
        int max = Math.min(fields.u16(), LIST_MAX);
        fields.end();
        if (may(request, FileWire.READ_PERMISSION)) {
            int fit = (carrier().maxPayloadBytes() - 16) / ENTRY_BYTES_MAX;
            work(request, () -> page(server.root().list(path, after, Math.max(1, Math.min(max, fit)))));
        }
    }

    private static ByteBuffer page(FileRoot.Page page) {
        ValueWriter writer =
                FileWire.writer().bool(page.hasMore()).u16(page.entries().size());
        page.entries().forEach(entry -> FileWire.entry(writer, entry));
        return writer.take();
    }

    private void entry(Request request, ValueReader fields) {
        ClientPath path = ClientPath.parse(FileWire.pathText(fields));
        fields.end();
        if (may(request, FileWire.READ_PERMISSION)) {
            work(
                    request,
                    () -> FileWire.entry(FileWire.writer(), server.root().entry(path))
                            .take());
        }
    }

    private void change(Request request, ValueReader fields, Consumer<ClientPath> change) {
        ClientPath path = ClientPath.parse(FileWire.pathText(fields));
        fields.end();
        if (may(request, FileWire.WRITE_PERMISSION)) {
            work(request, () -> {
                change.accept(path);
                return ByteBuffer.allocate(0);
            });
        }
    }

    private void upload(Request request, ValueReader fields) {
        ServedUpload upload = new ServedUpload(this, lastHandle + 1, fields);
        if (may(request, FileWire.WRITE_PERMISSION)) {
            add(upload);
            upload.begin(request);
        }
    }

    private void download(Request request, ValueReader fields) {
        ServedDownload download = new ServedDownload(this, lastHandle + 1, fields);
        if (may(request, FileWire.READ_PERMISSION)) {
            add(download);
            download.begin(request);
        }
    }

    private void open(Request request, ValueReader fields) {
        ServedOpenFile file = new ServedOpenFile(this, lastHandle + 1, fields);
        if (may(request, file.writes() ? FileWire.WRITE_PERMISSION : FileWire.READ_PERMISSION)) {
            add(file);
            file.begin(request);
        }
    }

    private void add(ServedFile file) {
        if (open.size() >= server.options().maxOpenFilesPerLink()) {
            throw new FileException(FileFailure.TOO_MANY, "more than " + open.size() + " files on this link");
        }
        server.opened();
        lastHandle++;
        open.put(file.handle(), file);
    }

    /** Its lane has released it. */
    void closed(ServedFile file) {
        if (open.remove(file.handle(), file)) {
            server.closed();
        }
    }

    private ServedFile handle(long handle) {
        ServedFile file = open.get(handle);
        if (file == null) {
            throw new FileException(FileFailure.UNKNOWN_HANDLE, "there is no handle " + handle);
        }
        return file;
    }

    private void close(Request request, ValueReader fields) {
        ServedFile file = handle(fields.u32());
        boolean discards = (fields.u8() & FileWire.DISCARD) != 0;
        fields.end();
        file.closedByPeer(discards, () -> answer(request, () -> ByteBuffer.allocate(0)));
    }

    /** Does what a request without a handle asks for, after those before it. */
    private void work(Request request, Work work) {
        lane.execute(() -> answer(request, work));
    }

    /** Answers with what the work makes, or with its failure. In a lane. */
    void answer(Request request, Work work) {
        SendResult result;
        try {
            result = request.reply(work.answer());
        } catch (FileException e) {
            result = request.fail(e.failure().code(), e.detail());
        } catch (RuntimeException | Error e) { // of memory, for instance; the peer waits for an answer in any case
            LOG.error("a request for files of type {} failed", request.type(), e);
            result = request.fail(MessageFailure.FAILED, "the request failed");
        }
        endUnlessTaken(result);
    }

    private void endUnlessTaken(SendResult result) {
        if (!result.isAccepted() && carrier().isOpen()) {
            carrier().link().abort(CloseReason.OVERFLOW); // it reads nothing of what it asks for
        }
    }

    /**
     * Counts the memory that a read or a write takes until it is answered.
     *
     * @throws FileException if it would be too much
     */
    void hold(int bytes) {
        long pending = carrier().link().pendingBytes();
        if (held.addAndGet(bytes) + pending > HELD_BYTES_MAX) {
            held.addAndGet(-bytes);
            throw new FileException(FileFailure.TOO_MANY, "more than " + HELD_BYTES_MAX + " bytes at once");
        }
    }

    /** Answers as {@link #answer} does, and then the memory does not count any more. */
    void answerHeld(int bytes, Request request, Work work) {
        try {
            answer(request, work);
        } finally {
            held.addAndGet(-bytes);
        }
    }

    /** Tells the client that something ended which it has not asked about. Any thread. */
    void failed(long handle, FileException failure) {
        if (failure.getCause() instanceof RuntimeException mistake) {
            LOG.error("the work on handle {} of {} failed", handle, conversation, mistake);
        }
        ByteBuffer body = FileWire.failed(handle, failure.failure().code(), failure.detail());
        endUnlessTaken(conversation.messages().tell(FileWire.FAILED, body)); // or it would wait for ever
    }

    @Override
    public void onPayload(int kind, ByteBuffer payload) {
        ValueReader fields = FileWire.reader(payload);
        long handle = fields.u32();
        long number = fields.u63();
        if (handle == 0 || handle > lastHandle) {
            throw new FrameException(FrameFault.INCONSISTENT, "the handle " + handle + " was never given");
        }
        ServedFile file = open.get(handle);
        if (kind == FileWire.DATA) {
            if (file != null) { // else it had failed, and the client did not know yet
                file.data(number, payload);
            }
        } else if (kind == FileWire.CREDIT) {
            fields.end();
            if (file != null) {
                file.credit(number);
            }
        } else {
            ProtocolHandler.super.onPayload(kind, payload);
        }
    }

    @Override
    public void onWritable() {
        turns.writable();
    }

    /** What had begun stays, to be gone on with. */
    @Override
    public void onClose(CloseReason reason) {
        for (ServedFile file : open.values()) {
            file.close(false, () -> {});
        }
    }
}
