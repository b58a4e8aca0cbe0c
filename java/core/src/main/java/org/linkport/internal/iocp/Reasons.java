/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import org.linkport.CloseReason;

/** {@link CloseReason} and the numbers of {@code lp_reason}. */
final class Reasons {
    private static final int FIRST = 1;

    private static final CloseReason[] IN_ORDER = {
        CloseReason.LOCAL_CLOSE,
        CloseReason.PEER_CLOSE,
        CloseReason.LOCAL_ABORT,
        CloseReason.RESET,
        CloseReason.DRAIN_TIMEOUT,
        CloseReason.SHUTDOWN,
        CloseReason.HANDLER_ERROR,
        CloseReason.REFUSED,
        CloseReason.UNREACHABLE,
        CloseReason.CONNECT_TIMEOUT,
        CloseReason.NO_RESOURCES,
        CloseReason.LIMIT,
        CloseReason.ADDRESS,
        CloseReason.OS_ERROR,
        CloseReason.FIRST_DATA_TIMEOUT,
        CloseReason.FILE,
    };

    private Reasons() {}

    static CloseReason of(int number) {
        int index = number - FIRST;
        return index >= 0 && index < IN_ORDER.length ? IN_ORDER[index] : CloseReason.OS_ERROR;
    }

    /** The number an abort is told with. Those that only Java knows are aborts to the core; the link remembers why. */
    static int number(CloseReason reason) {
        for (int i = 0; i < IN_ORDER.length; i++) {
            if (IN_ORDER[i] == reason) {
                return FIRST + i;
            }
        }
        return number(CloseReason.LOCAL_ABORT);
    }
}
