/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryFlag;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;

/**
 * Extracted libraries in a directory that only the owner can write: each in a folder named by its SHA-256, written once,
 * and checked against that hash before it is used again.
 */
final class LibraryCache {
    private static final String RESOURCE = "META-INF/native/windows-x86_64/linkport.dll";
    private static final String FILE = "linkport.dll";

    private final Path directory;

    private LibraryCache(Path directory) {
        this.directory = directory;
    }

    /** The library in the jar. */
    static byte[] resource() throws IOException {
        try (InputStream in = LibraryCache.class.getModule().getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new FileNotFoundException("this build has no " + RESOURCE
                        + ": it was made without a Windows toolchain (CMake and mingw-w64, or MSVC)");
            }
            return in.readAllBytes();
        }
    }

    static LibraryCache open(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        try {
            Files.createDirectories(absolute);
            makePrivate(absolute);
        } catch (IOException e) {
            throw new IOException(
                    "cannot use the cache directory " + absolute + " (set " + NativeLibrary.CACHE + " to another): "
                            + e,
                    e);
        }
        return new LibraryCache(absolute);
    }

    /** The file of a library, extracted now or earlier. */
    Path extract(byte[] library) throws IOException {
        String hash = sha256(library);
        Path folder = directory.resolve(hash);
        Path file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                write(folder, file, library);
            }
            if (!sha256(Files.readAllBytes(file)).equals(hash)) {
                throw new IOException(file + " was changed: its SHA-256 is not the name of its folder; delete it");
            }
            return file;
        } catch (IOException e) {
            throw new IOException("cannot extract to " + file + ": " + e, e);
        }
    }

    private static void write(Path folder, Path file, byte[] library) throws IOException {
        Path part = Files.createTempFile(folder, FILE, ".part");
        try {
            Files.write(part, library);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException e) {
            // Another process was faster; what it wrote is checked like any other.
            if (!Files.exists(file)) {
                throw e;
            }
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void makePrivate(Path directory) throws IOException {
        AclFileAttributeView acl = Files.getFileAttributeView(directory, AclFileAttributeView.class);
        PosixFileAttributeView posix = Files.getFileAttributeView(directory, PosixFileAttributeView.class);
        if (acl != null) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .setFlags(AclEntryFlag.FILE_INHERIT, AclEntryFlag.DIRECTORY_INHERIT)
                    .build()));
        } else if (posix != null) {
            posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
