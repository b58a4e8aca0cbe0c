/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.time.Instant;

/**
 * What one link has done so far; each value is exact at some moment during the call.
 *
 * @param openedAt when it opened
 * @param ageMillis milliseconds since it opened, by a clock that never goes back
 * @param silentMillis {@link Link#silentMillis}: since it received something, where that means anything
 * @param sinceSentMillis milliseconds since the operating system last took bytes, or since it opened
 * @param bytesReceived bytes given to {@code onReceive}
 * @param bytesSent bytes handed to the operating system
 * @param messagesSent messages taken over by its worker to be sent, shortly after {@code send} accepted them
 * @param systemReceives receive operations of the operating system that brought those bytes
 * @param systemSends send operations of the operating system that took bytes
 * @param pendingBytes bytes accepted and not yet handed over
 * @param paused whether receiving is stopped by {@link Link#pause}
 */
public record LinkStats(
        Instant openedAt,
        long ageMillis,
        long silentMillis,
        long sinceSentMillis,
        long bytesReceived,
        long bytesSent,
        long messagesSent,
        long systemReceives,
        long systemSends,
        long pendingBytes,
        boolean paused) {
    /** Messages for each send operation of the operating system: how well sends gather. */
    public double messagesPerSystemSend() {
        return systemSends == 0 ? 0 : (double) messagesSent / systemSends;
    }
}
