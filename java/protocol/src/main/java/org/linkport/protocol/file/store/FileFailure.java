/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import org.jspecify.annotations.Nullable;

/** Why something cannot be done with a file. Each has a {@link #code} in failures of messages, see docs/protocol.md. */
public enum FileFailure {
    /** There is no such file or directory. */
    NOT_FOUND(0x8101),
    /** The path is none that names something below the root, or has a link in it. */
    INVALID_PATH(0x8102),
    /** There is something of that name, and it is not to be replaced. */
    EXISTS(0x8103),
    /** Somebody else writes it, or reads what is to be written. */
    BUSY(0x8104),
    /** It is not a regular file. */
    NOT_A_FILE(0x8105),
    /** It is not a directory. */
    NOT_A_DIRECTORY(0x8106),
    /** The directory is not empty. */
    NOT_EMPTY(0x8107),
    /** The disk has no room for it. */
    DISK_FULL(0x8108),
    /** It would exceed what may be stored. */
    QUOTA(0x8109),
    /** The file is, or would become, larger than a file may be. */
    TOO_LARGE(0x810A),
    /** Too many files are open. */
    TOO_MANY(0x810B),
    /** The bytes are not those that were meant: their SHA-256 says so. */
    HASH_MISMATCH(0x810C),
    /** The file was changed, cut or removed while it was read. */
    CHANGED(0x810D),
    /** There is no such handle, or it is none for this. */
    UNKNOWN_HANDLE(0x810E),
    /** A position or a length that no file has, or beyond what was agreed upon. */
    OUT_OF_RANGE(0x810F),
    /** Another link has taken the transfer over. */
    TAKEN_OVER(0x8110),
    /** The system refuses to let it be read or written. */
    ACCESS_DENIED(0x8111),
    /** The system failed for another reason; the text tells. */
    SYSTEM(0x8112),
    /** Whoever began it has given it up. */
    CANCELLED(0x8113),
    /** There is no link to the server, or it has ended; never on the wire. */
    LINK_ENDED(0x8114);

    private final int code;

    FileFailure(int code) {
        this.code = code;
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
