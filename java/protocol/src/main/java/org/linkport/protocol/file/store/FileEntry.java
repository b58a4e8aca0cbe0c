/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file.store;

import java.nio.file.attribute.BasicFileAttributes;

/**
 * Something in a directory.
 *
 * @param name without the names of the directories above
 * @param kind what it is
 * @param sizeBytes how long a file is; 0 for others
 * @param modifiedMillis when it was changed last, in milliseconds since 1970
 */
public record FileEntry(String name, Kind kind, long sizeBytes, long modifiedMillis) {
    /** What names can stand for. */
    public enum Kind {
        /** A regular file. */
        FILE(0),
        /** A directory. */
        DIRECTORY(1),
        /** A link, a device: nothing that is transferred. */
        OTHER(2);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /** On the wire. */
        public int number() {
            return number;
        }
    }

    static FileEntry of(String name, BasicFileAttributes found) {
        // A junction of Windows is a directory and "other" at once, and leads elsewhere.
        Kind kind = found.isRegularFile()
                ? Kind.FILE
                : found.isDirectory() && !found.isOther() && !found.isSymbolicLink() ? Kind.DIRECTORY : Kind.OTHER;
        return new FileEntry(
                name,
                kind,
                kind == Kind.FILE ? found.size() : 0,
                found.lastModifiedTime().toMillis());
    }
}
