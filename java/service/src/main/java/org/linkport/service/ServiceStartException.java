/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

import org.jspecify.annotations.Nullable;

/**
 * A start that failed for a reason with a code: Windows reports it as the service-specific exit code, elsewhere the
 * process ends with it.
 */
public final class ServiceStartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** The code of any other exception from {@link ServiceMain#start}. */
    public static final int FAILED = 1;

    /** The code of a start that took longer than {@link ServiceOptions#startMillis}. */
    public static final int TIMED_OUT = 2;

    private final int exitCode;

    /**
     * Names the code and the reason.
     *
     * @param exitCode 1 to 255, which every system can report
     * @throws IllegalArgumentException for another code
     */
    public ServiceStartException(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        OptionCheck.range("exitCode", exitCode, 1, 255);
        this.exitCode = exitCode;
    }

    /** What to report; 1 to 255. */
    public int exitCode() {
        return exitCode;
    }
}
