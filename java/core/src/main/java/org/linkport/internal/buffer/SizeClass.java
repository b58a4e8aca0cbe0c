/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

/** Sizes of send chunks. A queue that outgrows one size goes on with the next. */
@SuppressWarnings("EnumOrdinal") // an index into an array that lives as long as the class
enum SizeClass {
    SMALL(512, 512),
    MEDIUM(4 << 10, 128),
    LARGE(64 << 10, 16);

    private static final SizeClass[] ALL = values();

    final int chunkBytes;
    final int slabChunks;

    SizeClass(int chunkBytes, int slabChunks) {
        this.chunkBytes = chunkBytes;
        this.slabChunks = slabChunks;
    }

    /** The smallest that holds that many bytes, or the largest there is. */
    static SizeClass holding(int bytes) {
        return bytes <= SMALL.chunkBytes ? SMALL : bytes <= MEDIUM.chunkBytes ? MEDIUM : LARGE;
    }

    SizeClass larger() {
        return this == LARGE ? LARGE : ALL[ordinal() + 1];
    }
}
