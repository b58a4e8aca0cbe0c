/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.linkport.internal.engine.EngineFile;

/** A handle of Windows for a file. Any thread. */
final class IocpFile implements EngineFile {
    /* System codes. */
    private static final int FILE_NOT_FOUND = 2;
    private static final int PATH_NOT_FOUND = 3;
    private static final int ACCESS_DENIED = 5;

    /** From here on, with room for a name, Windows wants paths in the form that it does not look into. */
    private static final int LONG_PATH = 240;

    private final Path path;
    private final long handle;

    private IocpFile(Path path, long handle) {
        this.path = path;
        this.handle = handle;
    }

    static IocpFile open(Path path) throws IOException {
        String name = nameOf(path);
        ByteBuffer utf16 =
                ByteBuffer.allocateDirect((name.length() + 1) * Character.BYTES).order(ByteOrder.nativeOrder());
        utf16.asCharBuffer().put(name).put('\0');
        try {
            return new IocpFile(path, checked(path, IocpNative.fileOpen(IocpNative.addressOf(utf16))));
        } finally {
            Reference.reachabilityFence(utf16);
        }
    }

    private static String nameOf(Path path) {
        String name = path.toAbsolutePath().normalize().toString();
        if (name.length() < LONG_PATH || name.startsWith("\\\\?\\")) {
            return name;
        }
        return name.startsWith("\\\\") ? "\\\\?\\UNC" + name.substring(1) : "\\\\?\\" + name;
    }

    private static long checked(Path path, long result) throws FileSystemException {
        if (result >= 0) {
            return result;
        }
        NativeFailure failure = NativeFailure.of(result);
        throw switch (failure.osCode()) {
            case FILE_NOT_FOUND, PATH_NOT_FOUND -> new NoSuchFileException(path.toString());
            case ACCESS_DENIED -> new AccessDeniedException(path.toString());
            default -> new FileSystemException(path.toString(), null, failure.toString());
        };
    }

    long handle() {
        return handle;
    }

    @Override
    public long sizeBytes() throws IOException {
        return checked(path, IocpNative.fileSize(handle));
    }

    @Override
    public void close() throws IOException {
        checked(path, IocpNative.fileClose(handle));
    }
}
