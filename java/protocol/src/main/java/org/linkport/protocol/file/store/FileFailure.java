/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import org.jspecify.annotations.Nullable;

/** Why something cannot be done with a file. Each has a {@link #code} in failures of messages, see docs/protocol.md. */
public enum FileFailure {
    /** There is no such file or directory. */
    NOT_FOUND(0x8101, "there is no such file or directory"),
    /** The path is none that names something below the root, or has a link in it. */
    INVALID_PATH(0x8102, "no path that may be named"),
    /** There is something of that name, and it is not to be replaced. */
    EXISTS(0x8103, "there is something of that name"),
    /** Somebody else writes it, or reads what is to be written. */
    BUSY(0x8104, "in use by somebody else"),
    /** It is not a regular file. */
    NOT_A_FILE(0x8105, "not a regular file"),
    /** It is not a directory. */
    NOT_A_DIRECTORY(0x8106, "not a directory"),
    /** The directory is not empty. */
    NOT_EMPTY(0x8107, "the directory is not empty"),
    /** The disk has no room for it. */
    DISK_FULL(0x8108, "the disk is full"),
    /** It would exceed what may be stored. */
    QUOTA(0x8109, "more than may be stored"),
    /** The file is, or would become, larger than a file may be. */
    TOO_LARGE(0x810A, "larger than a file may be"),
    /** Too many files are open. */
    TOO_MANY(0x810B, "too many files at once"),
    /** The bytes are not those that were meant: their SHA-256 says so. */
    HASH_MISMATCH(0x810C, "the SHA-256 differs"),
    /** The file was changed, cut or removed while it was read. */
    CHANGED(0x810D, "changed while it was read"),
    /** There is no such handle, or it is none for this. */
    UNKNOWN_HANDLE(0x810E, "no such handle"),
    /** A position or a length that no file has, or beyond what was agreed upon. */
    OUT_OF_RANGE(0x810F, "out of range"),
    /** Another link has taken the transfer over. */
    TAKEN_OVER(0x8110, "taken over by another link"),
    /** The system refuses to let it be read or written. */
    ACCESS_DENIED(0x8111, "access is denied"),
    /** The system failed for another reason; the text tells. */
    SYSTEM(0x8112, "the system failed"),
    /** Whoever began it has given it up. */
    CANCELLED(0x8113, "given up"),
    /** There is no link to the server, or it has ended; never on the wire. */
    LINK_ENDED(0x8114, "no link to the server");

    private final int code;
    private final String text;

    FileFailure(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** For people, to follow the name of a file or what was to be done with it. */
    public String text() {
        return text;
    }

    /** On the wire. */
    public int code() {
        return code;
    }

    /** The one that has this code on the wire; null if none has. */
    public static @Nullable FileFailure of(int code) {
        return code < NOT_FOUND.code || code >= LINK_ENDED.code ? null : values()[code - NOT_FOUND.code];
    }
}
