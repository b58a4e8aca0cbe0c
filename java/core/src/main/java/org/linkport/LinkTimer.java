/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** A task that {@link Link#schedule} was given. Its methods may be called from any thread. */
public interface LinkTimer {
    /**
     * Cancels the task.
     *
     * @return true if it will not run because of this call; false if it has begun, was cancelled before, or ended with
     *     its link
     */
    boolean cancel();

    /** Whether the task may still run. */
    boolean isPending();
}
