/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The one wording for an option that is out of its range. */
public final class OptionRange {
    private OptionRange() {}

    /** Ends the command, as one that is not understood, unless the value is from one bound to the other. */
    public static void check(CommandSpec command, String option, long value, long from, long to) {
        if (value < from || value > to) {
            throw new ParameterException(
                    command.commandLine(), option + " is " + value + " and must be from " + from + " to " + to);
        }
    }
}
