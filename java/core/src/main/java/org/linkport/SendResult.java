/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** What {@link Link#send} did with a message. */
public enum SendResult {
    /** Accepted: the library owns a copy and will deliver it in order while the link lives. */
    QUEUED,
    /** Accepted like {@link #QUEUED}, but the link is above its high-water mark: wait for {@code onWritable}. */
    CONGESTED,
    /**
     * Not accepted and not touched: the link is closing or closed, or the message does not fit its hard byte limit
     * or that of the Linkport (and with {@link SendOptions.Overflow#CLOSE} that ends the link).
     */
    REJECTED;

    /** Whether the message was taken over. */
    public boolean isAccepted() {
        return this != REJECTED;
    }
}
