/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.SendFile;
import org.linkport.protocol.file.store.ReadableFile;

/** A file of this machine that is uploaded. */
final class LocalOriginal implements Upload.Original {
    private final Linkport port;
    private final Path path;
    private volatile @Nullable ReadableFile file;

    LocalOriginal(Linkport port, Path path) {
        this.port = port;
        this.path = path;
    }

    @Override
    public void open() {
        if (file == null) {
            file = ReadableFile.open(path, port);
        }
    }

    private ReadableFile file() {
        ReadableFile open = file;
        if (open == null) {
            throw new IllegalStateException("the file is closed: " + path);
        }
        return open;
    }

    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        new FileSource(file()).read(position, into);
    }

    @Override
    public SendFile sendFile() {
        return file().sendFile();
    }

    @Override
    public long sizeBytes() {
        return file().sizeBytes();
    }

    @Override
    public long modifiedMillis() {
        return file().modifiedMillis();
    }

    @Override
    public void close() {
        ReadableFile open = file;
        file = null;
        if (open != null) {
            open.close();
        }
    }
}
