/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.client;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.SystemReason;
import org.linkport.cli.Terminals;

/** Where secrets come from: a file, the environment, a person; never the command line, which others can read. */
public final class Secret {
    private static final String VARIABLE = "LINKPORT_SECRET";

    private Secret() {}

    /**
     * The secret of a user. Blocks while a person types.
     *
     * @throws CommandFailure if it is nowhere
     */
    public static String of(String user, @Nullable Path file) {
        if (file != null) {
            return firstLine(file);
        }
        String ofEnvironment = System.getenv(VARIABLE);
        return ofEnvironment != null ? ofEnvironment : typed(user);
    }

    private static String firstLine(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            if (lines.isEmpty()) {
                throw new CommandFailure(ExitCode.USAGE, "the file of the secret, '" + file + "', is empty");
            }
            return lines.get(0);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "the file of the secret, '" + file + "', cannot be read: " + SystemReason.of(e), e);
        }
    }

    private static String typed(String user) {
        Console console = Terminals.console();
        char[] typed = console == null ? null : console.readPassword("secret of %s: ", user);
        if (typed == null) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "no secret of " + user + ": name a file of it with --secret-file, or set " + VARIABLE);
        }
        return new String(typed);
    }
}
