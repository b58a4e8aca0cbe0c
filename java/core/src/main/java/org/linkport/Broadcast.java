/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * What became of a broadcast, in numbers of links.
 *
 * @param queued answered {@link SendResult#QUEUED}
 * @param congested answered {@link SendResult#CONGESTED}: accepted, above the high-water mark
 * @param rejected answered {@link SendResult#REJECTED}: about to close, closed meanwhile, or at its hard limit
 */
public record Broadcast(int queued, int congested, int rejected) {
    /** Links that will send it. */
    public int accepted() {
        return queued + congested;
    }
}
