/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

/**
 * What a service reports, in the terms of the service control manager.
 *
 * @param state where it is
 * @param checkPoint grows with each report of a pending state, from 1; 0 in the others
 * @param waitHintMillis how long the next report of a pending state may take at most; 0 in the others
 * @param exitCode of {@code STOPPED}: 0, or what the program failed with; 0 in the others
 */
public record ServiceStatus(State state, int checkPoint, int waitHintMillis, int exitCode) {
    /** Where a service is. */
    public enum State {
        /** It starts and takes a stop already. */
        START_PENDING,
        /** It serves. */
        RUNNING,
        /** It stops and takes nothing more. */
        STOP_PENDING,
        /** It has ended; the last report. */
        STOPPED
    }
}
