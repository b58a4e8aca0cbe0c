/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

import java.util.List;

/**
 * What Windows does when the service fails, which is: the process ends without having reported a stop, or the service
 * stops with an exit code other than 0.
 *
 * @param delaysMillis how long to wait before the first, the second and every later restart; empty for no restart, at
 *     most 3, each 0 to 86,400,000
 * @param resetSeconds after how long without a failure the count of failures starts again; 1 to 31,536,000
 */
public record RestartPolicy(List<Integer> delaysMillis, int resetSeconds) {
    /** After 1, 5 and 30 seconds; a day without a failure forgets them. */
    public static final RestartPolicy DEFAULT = new RestartPolicy(List.of(1_000, 5_000, 30_000), 86_400);

    /** No restart. */
    public static final RestartPolicy NONE = new RestartPolicy(List.of(), 86_400);

    /** Checks every range. */
    public RestartPolicy {
        delaysMillis = List.copyOf(delaysMillis);
        OptionCheck.range("number of delaysMillis", delaysMillis.size(), 0, 3);
        for (int each : delaysMillis) {
            OptionCheck.range("delaysMillis", each, 0, 86_400_000);
        }
        OptionCheck.range("resetSeconds", resetSeconds, 1, 31_536_000);
    }
}
