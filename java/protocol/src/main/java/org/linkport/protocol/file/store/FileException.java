/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkportException;

/** Something could not be done with a file, and why. Its text names the file as the client does, never a path of ours. */
public final class FileException extends LinkportException {
    private static final long serialVersionUID = 1L;

    private final FileFailure failure;
    private final String detail;

    /** Says why, and what more is known: of which file, or what was found. */
    public FileException(FileFailure failure, String detail) {
        this(failure, detail, null);
    }

    /** The same with what the system said. */
    public FileException(FileFailure failure, String detail, @Nullable Throwable cause) {
        super(failure.text() + ": " + detail, cause);
        this.failure = Objects.requireNonNull(failure, "failure");
        this.detail = detail;
    }

    /** Why. */
    public FileFailure failure() {
        return failure;
    }

    /** The message without {@link FileFailure#text}: what goes over the wire beside the code. */
    public String detail() {
        return detail;
    }

    /** What an error of the system means for the file that is called {@code name}. */
    public static FileException of(IOException error, String name) {
        FileFailure why = failureOf(error);
        if (why != FileFailure.SYSTEM) {
            return new FileException(why, name, error);
        }
        return new FileException(why, name.isEmpty() ? reason(error) : name + " (" + reason(error) + ")", error);
    }

    /** What a mistake of a program means for a file: itself if it is one of these, else that the work on it failed. */
    public static FileException of(RuntimeException error) {
        return error instanceof FileException known
                ? known
                : new FileException(FileFailure.SYSTEM, error.getClass().getSimpleName(), error);
    }

    private static FileFailure failureOf(IOException error) {
        if (error instanceof NoSuchFileException) {
            return FileFailure.NOT_FOUND;
        } else if (error instanceof FileAlreadyExistsException) {
            return FileFailure.EXISTS;
        } else if (error instanceof DirectoryNotEmptyException) {
            return FileFailure.NOT_EMPTY;
        } else if (error instanceof NotDirectoryException) {
            return FileFailure.NOT_A_DIRECTORY;
        } else if (error instanceof AccessDeniedException) {
            return FileFailure.ACCESS_DENIED;
        } else if (error instanceof FileSystemLoopException) {
            return FileFailure.INVALID_PATH;
        }
        return failureOf(reason(error).toLowerCase(Locale.ROOT));
    }

    /** The Java library has no types for these; the texts are those of Linux and Windows. */
    private static FileFailure failureOf(String reason) {
        if (reason.contains("no space left") || reason.contains("not enough space") || reason.contains("disk full")) {
            return FileFailure.DISK_FULL;
        } else if (reason.contains("quota")) {
            return FileFailure.QUOTA;
        } else if (reason.contains("not a directory")) {
            return FileFailure.NOT_A_DIRECTORY;
        } else if (reason.contains("is a directory")) {
            return FileFailure.NOT_A_FILE;
        } else if (reason.contains("symbolic links") || reason.contains("symbolic link")) {
            return FileFailure.INVALID_PATH;
        } else if (reason.contains("file name too long") || reason.contains("syntax is incorrect")) {
            return FileFailure.INVALID_PATH;
        } else if (reason.contains("used by another process") || reason.contains("sharing violation")) {
            return FileFailure.BUSY;
        } else if (reason.contains("file too large")) {
            return FileFailure.TOO_LARGE;
        } else if (reason.contains("too many open files")) {
            return FileFailure.TOO_MANY;
        }
        return FileFailure.SYSTEM;
    }

    /** Without the paths that such an exception begins its message with: they are ours. */
    private static String reason(IOException error) {
        String reason = error instanceof FileSystemException known ? known.getReason() : error.getMessage();
        return reason == null ? error.getClass().getSimpleName() : reason;
    }
}
