/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** A {@link Linkport} did not open, because one of its workers could not start; nothing is left behind. */
public final class WorkerFailedException extends LinkportException {
    private static final long serialVersionUID = 1L;

    /** Names the worker; the cause is what its start threw. */
    public WorkerFailedException(String worker, Throwable cause) {
        super("worker " + worker + " could not start: " + cause.getMessage(), cause);
    }
}
