/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.linkport.internal.engine.EngineFile;

/** A channel of a file. Any thread. */
final class NioFile implements EngineFile {
    private final FileChannel channel;

    private NioFile(FileChannel channel) {
        this.channel = channel;
    }

    static NioFile open(Path path) throws IOException {
        return new NioFile(FileChannel.open(path, StandardOpenOption.READ));
    }

    /** It is the file, not the connection, that does not let a region be sent. */
    static final class Unsendable extends IOException {
        private static final long serialVersionUID = 1L;

        Unsendable(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Checks that the file has all of a region. */
    void check(long position, long count) throws Unsendable {
        long size;
        try {
            size = channel.size();
        } catch (IOException e) {
            throw new Unsendable("the size of the file is not known", e);
        }
        if (position > size || count > size - position) {
            throw new Unsendable("the file ends before the region that was to be sent", null);
        }
    }

    /** Moves bytes of a region that was checked to a socket, as many as it takes. */
    long transfer(long position, long count, SocketChannel to) throws IOException {
        long moved;
        try {
            moved = channel.transferTo(position, count, to);
        } catch (IOException e) {
            checkReadable(position, e);
            throw e;
        }
        if (moved < count) {
            check(position + moved, count - moved); // or it has become shorter
        }
        return moved;
    }

    /** A transfer failed: of which of the two the failure speaks is not told. */
    private void checkReadable(long position, IOException failure) throws Unsendable {
        try {
            if (channel.read(ByteBuffer.allocate(1), position) == 1) {
                return;
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        throw new Unsendable("the file cannot be read", failure);
    }

    @Override
    public long sizeBytes() throws IOException {
        return channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
