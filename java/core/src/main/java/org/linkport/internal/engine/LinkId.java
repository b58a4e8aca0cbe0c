/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

/** A link's name: worker (8 bits), slot (24 bits), generation (32 bits), from the top. The same in linkport.h. */
public final class LinkId {
    /** Slots of one worker. */
    public static final int SLOT_COUNT = 1 << 24;

    private LinkId() {}

    /** Builds an id. */
    public static long of(int worker, int slot, int generation) {
        return (long) worker << 56 | (long) slot << 32 | Integer.toUnsignedLong(generation);
    }

    /** The worker's index. */
    public static int worker(long id) {
        return (int) (id >>> 56);
    }

    /** The slot within the worker. */
    public static int slot(long id) {
        return (int) (id >>> 32) & SLOT_COUNT - 1;
    }
}
