/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.file.store.ClientPath;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoredFile;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;

/** A file that a client has open at a server. */
final class ServedOpenFile extends ServedFile {
    private final ClientPath path;
    private final Set<StoredFile.Mode> modes = EnumSet.noneOf(StoredFile.Mode.class);
    private @Nullable StoredFile file; // in the lane

    ServedOpenFile(ServedFiles link, long handle, ValueReader fields) {
        super(link, handle);
        path = ClientPath.parse(FileWire.pathText(fields));
        int bits = fields.u8();
        fields.end();
        int left = bits;
        for (StoredFile.Mode mode : StoredFile.Mode.values()) {
            if ((bits & mode.bit()) != 0) {
                modes.add(mode);
                left -= mode.bit();
            }
        }
        if (left != 0 || (bits != 0 && !modes.contains(StoredFile.Mode.WRITE))) {
            throw new FileException(FileFailure.OUT_OF_RANGE, "the modes " + bits);
        }
    }

    boolean writes() {
        return !modes.isEmpty();
    }

    /** The first request. Where the link's callbacks run. */
    void begin(Request request) {
        lane().execute(() -> link().answer(request, this::begun));
    }

    private ByteBuffer begun() {
        try {
            if (isClosed()) {
                throw new FileException(FileFailure.CANCELLED, path.toString());
            }
            StoredFile opened = StoredFile.open(server().root(), path, modes);
            file = opened;
            return FileWire.writer().u32(handle()).i64(opened.sizeBytes()).take();
        } catch (RuntimeException e) {
            releaseOnce(false);
            throw e;
        }
    }

    private StoredFile file() {
        if (file == null || isClosed()) {
            throw new FileException(FileFailure.UNKNOWN_HANDLE, "the file is closed");
        }
        return file;
    }

    @Override
    void request(Request request, ValueReader fields) {
        switch (request.type()) {
            case FileWire.READ -> read(request, fields);
            case FileWire.WRITE -> write(request, fields);
            case FileWire.SIZE -> {
                fields.end();
                answer(request, () -> size(file()));
            }
            case FileWire.TRUNCATE -> {
                long size = fields.i64();
                fields.end();
                answer(request, () -> {
                    file().truncate(size);
                    return size(file());
                });
            }
            case FileWire.SYNC -> {
                fields.end();
                answer(request, () -> {
                    file().sync();
                    return ByteBuffer.allocate(0);
                });
            }
            case FileWire.HASH -> {
                long bytes = fields.i64();
                fields.end();
                answer(request, () -> ByteBuffer.wrap(file().hash(bytes, this::isClosed)));
            }
            default -> request.fail(MessageFailure.MALFORMED, "an open file takes no such request");
        }
    }

    private void answer(Request request, ServedFiles.Work work) {
        lane().execute(() -> link().answer(request, work));
    }

    private static ByteBuffer size(StoredFile file) {
        return FileWire.writer().i64(file.sizeBytes()).take();
    }

    private void read(Request request, ValueReader fields) {
        long position = fields.i64();
        long count = fields.u32();
        fields.end();
        if (count > FileWire.REQUEST_BYTES_MAX || count > link().carrier().maxPayloadBytes() - 5) {
            throw new FileException(FileFailure.OUT_OF_RANGE, count + " bytes at once");
        }
        link().hold((int) count);
        lane().execute(() -> link().answerHeld((int) count, request, () -> {
            ByteBuffer bytes = ByteBuffer.allocate((int) count);
            file().read(position, bytes);
            return bytes.flip();
        }));
    }

    private void write(Request request, ValueReader fields) {
        long position = fields.i64();
        int count = fields.remaining();
        if (count > FileWire.REQUEST_BYTES_MAX) {
            throw new FileException(FileFailure.OUT_OF_RANGE, count + " bytes at once");
        }
        link().hold(count);
        ByteBuffer bytes = ByteBuffer.wrap(fields.bytes(count));
        lane().execute(() -> link().answerHeld(count, request, () -> {
            file().write(position, bytes);
            return ByteBuffer.allocate(0);
        }));
    }

    /** What was asked for before is done before: it is the peer that counts on it. */
    @Override
    void closedByPeer(boolean discards, Runnable then) {
        closeInOrder(discards, then);
    }

    @Override
    void release(boolean discards) {
        if (file != null) {
            file.close();
        }
    }
}
