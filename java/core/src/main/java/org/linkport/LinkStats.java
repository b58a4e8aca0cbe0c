/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.time.Instant;

/**
 * What one link has done so far; each value is exact at some moment during the call.
 *
 * @param openedAt when it opened
 * @param bytesReceived bytes given to {@code onReceive}
 * @param bytesSent bytes handed to the operating system
 * @param pendingBytes bytes accepted and not yet handed over
 */
public record LinkStats(Instant openedAt, long bytesReceived, long bytesSent, long pendingBytes) {}
