/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.file.store.ClientPath;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.StoredUpload;
import org.linkport.protocol.frame.FrameException;
import org.linkport.protocol.frame.FrameFault;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;

/** An upload to a server over one link. */
final class ServedUpload extends ServedFile implements Incoming.Events {
    private final ClientPath path;
    private final long sizeBytes;
    private final long modifiedMillis;
    private final int flags;
    private final FileServer.UploadKey key;
    private volatile @Nullable Incoming incoming;
    private @Nullable StoredUpload upload; // in the lane

    ServedUpload(ServedFiles link, long handle, ValueReader fields) {
        super(link, handle);
        path = ClientPath.parse(FileWire.pathText(fields));
        sizeBytes = fields.i64();
        modifiedMillis = fields.i64();
        flags = fields.u8();
        key = new FileServer.UploadKey(path.toString(), HexFormat.of().formatHex(fields.bytes(FileWire.TOKEN_BYTES)));
        fields.end();
    }

    /** The first request. Where the link's callbacks run. */
    void begin(Request request) {
        ServedUpload before = server().begins(key, this);
        Runnable begin = () -> link().answer(request, () -> begun());
        if (before == null) {
            lane().execute(begin);
        } else { // whoever goes on knows better than we that the older link is dead
            before.takenOver(() -> lane().execute(begin));
        }
    }

    private void takenOver(Runnable then) {
        close(false, () -> {
            link().failed(handle(), new FileException(FileFailure.TAKEN_OVER, path.toString()));
            then.run();
        });
    }

    private ByteBuffer begun() {
        try {
            ByteBuffer known = isThereAlready();
            return known == null ? opened() : known;
        } catch (RuntimeException e) {
            releaseOnce(false);
            throw e;
        }
    }

    /** The answer was lost with the link: there is nothing left to do. */
    private @Nullable ByteBuffer isThereAlready() {
        FileServer.Stored stored = server().stored(key);
        if (stored == null || stored.sizeBytes() != sizeBytes) {
            return null;
        }
        releaseOnce(false);
        return FileWire.writer()
                .u32(0)
                .i64(sizeBytes)
                .bytes(stored.hash().duplicate())
                .take();
    }

    private ByteBuffer opened() {
        if (isClosed()) {
            throw new FileException(FileFailure.CANCELLED, path.toString());
        }
        if ((flags & FileWire.MAKE_PARENTS) != 0) {
            server().root().makeDirectories(path.parent());
        }
        StoredUpload opened = StoredUpload.open(server().root(), path, sizeBytes, (flags & FileWire.RESUME) != 0);
        upload = opened;
        if (!opened.readWhatIsThere(this::isClosed)) {
            throw new FileException(FileFailure.CANCELLED, path.toString());
        }
        long stored = opened.storedBytes();
        if (stored == 0) {
            receiveFrom(0);
        }
        return FileWire.writer().u32(handle()).i64(stored).bytes(opened.hash()).take();
    }

    /** Credit may reach the client before the answer does, and says nothing to it then: so it goes after the answer. */
    private void receiveFrom(long offset) {
        Incoming from = new Incoming(
                link().carrier(),
                handle(),
                lane(),
                server().newThrottle(),
                this,
                offset,
                sizeBytes,
                server().options().windowBytes());
        incoming = from;
        lane().execute(from::start);
    }

    private StoredUpload upload() {
        if (upload == null || isReleased()) {
            throw new FileException(FileFailure.UNKNOWN_HANDLE, "the upload has ended");
        }
        return upload;
    }

    @Override
    void request(Request request, ValueReader fields) {
        switch (request.type()) {
            case FileWire.UPLOAD_FROM -> {
                long offset = fields.i64();
                fields.end();
                lane().execute(() -> link().answer(request, () -> from(offset)));
            }
            case FileWire.UPLOAD_END -> {
                byte[] hash = fields.bytes(ContentHash.BYTES);
                fields.end();
                lane().execute(() -> link().answer(request, () -> end(hash)));
            }
            default -> request.fail(MessageFailure.MALFORMED, "an upload takes no such request");
        }
    }

    private ByteBuffer from(long offset) {
        StoredUpload current = upload();
        if (incoming != null || (offset != 0 && offset != current.storedBytes())) {
            throw new FileException(FileFailure.OUT_OF_RANGE, "bytes from " + offset);
        }
        if (offset == 0) {
            current.restart();
        }
        receiveFrom(offset);
        return ByteBuffer.allocate(0);
    }

    private ByteBuffer end(byte[] hash) {
        StoredUpload whole = upload();
        try {
            whole.complete(
                    hash,
                    (flags & FileWire.REPLACE) != 0,
                    modifiedMillis,
                    server().options().sync());
            server().stored(key, new FileServer.Stored(sizeBytes, ByteBuffer.wrap(hash)));
        } finally {
            releaseOnce(false);
        }
        return ByteBuffer.allocate(0);
    }

    @Override
    void data(long offset, ByteBuffer bytes) {
        Incoming from = incoming;
        if (from == null) {
            throw new FrameException(FrameFault.INCONSISTENT, "bytes without credit for " + handle());
        }
        from.data(offset, bytes);
    }

    @Override
    public void append(ByteBuffer bytes) {
        upload().append(bytes);
    }

    @Override
    void release(boolean discards) {
        Incoming from = incoming;
        if (from != null) {
            from.close();
        }
        server().ends(key, this);
        StoredUpload open = upload;
        if (open != null && discards) {
            open.discard();
        } else if (open != null) {
            open.close();
        }
    }
}
