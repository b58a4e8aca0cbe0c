/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import org.jspecify.annotations.Nullable;

/** Bytes to send, in a queue of such. Has one owner at a time. */
public abstract class SendItem {
    /** The next item of whatever queue this one is in. */
    public @Nullable SendItem next;

    /** The first item of the next message, while messages wait for their link's worker. */
    public @Nullable SendItem nextMessage;

    /** Bytes it holds and that were not consumed. */
    public abstract long pending();

    /** What it counts as among the pending bytes of its link: the memory it takes, until it holds nothing more. */
    public abstract long charge();

    /** The part of its charge that was not given to {@link #submit}. */
    public abstract long unsubmittedCharge();

    /** Marks everything it holds so far as handed to the kernel. */
    public abstract void submit();

    /** Takes up to {@code count} pending bytes away and returns how many. */
    public abstract long consume(long count);
}
