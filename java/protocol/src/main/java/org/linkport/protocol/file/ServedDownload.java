/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;
import org.linkport.protocol.file.store.ClientPath;
import org.linkport.protocol.file.store.ContentHash;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.file.store.ReadableFile;
import org.linkport.protocol.message.MessageFailure;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueReader;

/** A download from a server over one link. */
final class ServedDownload extends ServedFile implements Outgoing.Events {
    private final ClientPath path;
    private final long thereBytes;
    private final byte[] thereHash;
    private volatile @Nullable Outgoing outgoing;
    private @Nullable ReadableFile file; // in the lane

    ServedDownload(ServedFiles link, long handle, ValueReader fields) {
        super(link, handle);
        path = ClientPath.parse(FileWire.pathText(fields));
        thereBytes = fields.i64();
        thereHash = fields.bytes(ContentHash.BYTES);
        fields.end();
        if (thereBytes < 0) {
            throw new FileException(FileFailure.OUT_OF_RANGE, "bytes from " + thereBytes);
        }
    }

    /** The first request. Where the link's callbacks run. */
    void begin(Request request) {
        lane().execute(() -> link().answer(request, this::begun));
    }

    private ByteBuffer begun() {
        try {
            return opened();
        } catch (RuntimeException e) {
            releaseOnce(false);
            throw e;
        }
    }

    private ByteBuffer opened() {
        if (isClosed()) {
            throw new FileException(FileFailure.CANCELLED, path.toString());
        }
        ReadableFile opened = ReadableFile.open(server().root(), path, server().port());
        file = opened;
        ContentHash hash = agreed(opened);
        long start = hash.bytes();
        Outgoing from = new Outgoing(
                link().turns(),
                handle(),
                lane(),
                server().newThrottle(),
                new FileSource(opened),
                this,
                hash,
                opened.sizeBytes(),
                server().options().chunkBytes());
        outgoing = from;
        lane().execute(from::start);
        return FileWire.writer()
                .u32(handle())
                .i64(opened.sizeBytes())
                .i64(opened.modifiedMillis())
                .i64(start)
                .take();
    }

    /** Of what the client has, if it is the same as here; else of nothing. */
    private ContentHash agreed(ReadableFile opened) {
        ContentHash hash = new ContentHash();
        if (thereBytes == 0 || thereBytes > opened.sizeBytes()) {
            return hash;
        }
        try {
            if (!hash.addFrom(opened.channel(), thereBytes, this::isClosed)) {
                throw new FileException(
                        isClosed() ? FileFailure.CANCELLED : FileFailure.CHANGED, path + " was read in vain");
            }
        } catch (IOException e) {
            throw FileException.of(e, path.toString());
        }
        return MessageDigest.isEqual(hash.value(), thereHash) ? hash : new ContentHash();
    }

    @Override
    void request(Request request, ValueReader fields) {
        fields.end();
        if (request.type() != FileWire.DOWNLOAD_END) {
            request.fail(MessageFailure.MALFORMED, "a download takes no such request");
        } else {
            lane().execute(() -> link().answer(request, this::end));
        }
    }

    private ByteBuffer end() {
        Outgoing from = outgoing;
        if (from == null || isClosed()) {
            throw new FileException(FileFailure.UNKNOWN_HANDLE, "the download has ended");
        } else if (!from.hasSentAll()) {
            throw new FileException(FileFailure.OUT_OF_RANGE, path + " was not sent to its end");
        }
        byte[] hash = from.hash();
        releaseOnce(false);
        return ByteBuffer.wrap(hash);
    }

    @Override
    void credit(long limit) {
        Outgoing from = outgoing;
        if (from != null && !isClosed()) {
            from.credit(limit);
        }
    }

    @Override
    void release(boolean discards) {
        Outgoing from = outgoing;
        if (from != null) {
            from.close();
        }
        ReadableFile open = file;
        if (open != null) {
            open.close();
        }
    }
}
