/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.linkport.ConnectFailedException;
import org.linkport.EngineUnavailableException;
import org.linkport.LinkportException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** What the command says when it fails, and its exit code. */
final class Failures {
    private Failures() {}

    /** The command line is not understood: one line, what was meant perhaps, and where the help is. */
    static int usage(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        err.println(name + ": " + failure.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("Try '" + name + " --help'.");
        return ExitCode.USAGE;
    }

    /** It began and could not end well. */
    static int execution(Exception failure, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
        PrintWriter err = command.getErr();
        String name = command.getCommandSpec().qualifiedName();
        if (failure instanceof CommandFailure || failure instanceof LinkportException) {
            err.println(name + ": " + Printable.lines(String.valueOf(failure.getMessage())));
            return exitCode(failure);
        }
        err.println(name + ": failed in a way that it does not expect, which is a bug:");
        failure.printStackTrace(err);
        return ExitCode.FAILED;
    }

    private static int exitCode(Exception failure) {
        if (failure instanceof CommandFailure known) {
            return known.exitCode();
        }
        if (failure instanceof ConnectFailedException) {
            return ExitCode.NO_CONNECTION;
        }
        return failure instanceof EngineUnavailableException ? ExitCode.USAGE : ExitCode.FAILED;
    }
}
