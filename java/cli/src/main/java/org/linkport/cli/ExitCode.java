/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

/** How the command ends, for scripts; the same of every subcommand. */
public final class ExitCode {
    /** Done, all of it. A server that was asked to stop has done all of it, too. */
    public static final int OK = 0;

    /** Not done, or not all of it, for a reason that has no code of its own. */
    public static final int FAILED = 1;

    /** The command line, or the configuration file, is not understood; nothing was done. */
    public static final int USAGE = 2;

    /** No connection to the server, or it was lost and did not come back in time. */
    public static final int NO_CONNECTION = 3;

    /** The server does not know the user or the secret, or does not permit what was asked. */
    public static final int NOT_PERMITTED = 4;

    /** What was named is not there: a file, a link. */
    public static final int NOT_FOUND = 5;

    /** Bytes came back changed, or a hash differs. */
    public static final int WRONG_BYTES = 6;

    private ExitCode() {}
}
