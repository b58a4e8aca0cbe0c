/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import org.jspecify.annotations.Nullable;

/**
 * A subcommand ends without success. The message is for the person at the terminal: what was asked, what was found and, where
 * there is something, what to do. No stack trace is shown.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    /**
     * The exit code is one of {@link ExitCode}.
     *
     * @param cause what it follows from; shown only with {@code --verbose}
     */
    public CommandFailure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** The same without a cause. */
    public CommandFailure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    /** One of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
