/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.result;

/**
 * Why a whole cell has no figures.
 *
 * @param reason of what kind
 * @param text for people
 */
public record Absence(Reason reason, String text) {
    /** Of what kind. */
    public enum Reason {
        /** The run was stopped, or its time was over, before this cell. */
        NOT_REACHED,
        /** Even one slice is so long that a cell has no time for enough of them. */
        TAKES_TOO_LONG,
        /** The floor failed, and nothing can be compared with it. */
        FLOOR_FAILED
    }
}
