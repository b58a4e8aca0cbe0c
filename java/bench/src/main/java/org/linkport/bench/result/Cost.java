/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

import org.jspecify.annotations.Nullable;

/**
 * What a server spent over all its rounds.
 *
 * @param userNanos CPU time in user mode, for a message
 * @param systemNanos CPU time in the kernel, for a message
 * @param allocatedBytes heap memory taken, for a message
 * @param gcMillis time in collections, in all
 * @param gcCount collections, in all
 * @param systemCalls for a message, in a slice of its own; null if this machine cannot count them
 */
public record Cost(
        double userNanos,
        double systemNanos,
        double allocatedBytes,
        long gcMillis,
        long gcCount,
        @Nullable Double systemCalls) {
    /** Where none of it was looked at. */
    public static final Cost NONE = new Cost(0, 0, 0, 0, 0, null);
}
