/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.SystemReason;
import org.linkport.cli.TcpAddress;
import org.linkport.console.Console;
import org.linkport.console.ConsoleException;
import org.linkport.console.ConsoleOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options of a server for its console. */
public final class ConsoleOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec mixee;

    @Option(
            names = "--console",
            arity = "0..1",
            fallbackValue = "" + ConsoleOptions.TCP_PORT,
            paramLabel = "ADDRESS",
            hideParamSyntax = true,
            converter = TcpAddress.Parser.class,
            description =
                    "A web page that shows links, workers and the log live, and metrics; in the same form, on TCP port "
                            + ConsoleOptions.TCP_PORT
                            + " of this machine without an address. Beyond it, it needs a token.")
    private @Nullable TcpAddress address;

    @Option(
            names = "--console-token-file",
            paramLabel = "FILE",
            description = "Its first line is the token of the console, 16 or more letters, digits and - . _ ~; without"
                    + " it one is made up.")
    private @Nullable Path tokenFile;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public ConsoleOption() {}

    /** The console, if there is to be one. */
    List<ServerPart.Starter> starters() {
        TcpAddress asked = address;
        if (asked == null) {
            return List.of();
        }
        ConsoleOptions options = options(asked.resolved());
        return List.of(server -> start(server, options));
    }

    private static ServerPart start(Server server, ConsoleOptions options) {
        try {
            Console console = Console.start(server.port(), options);
            return new ServerPart() {
                @Override
                public String description() {
                    return "console: " + console.addressWithToken();
                }

                @Override
                public void close() {
                    console.close();
                }
            };
        } catch (ConsoleException e) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private ConsoleOptions options(InetSocketAddress resolved) {
        String token = tokenFile == null ? null : token(tokenFile);
        try {
            return new ConsoleOptions(resolved, token, ConsoleOptions.DEFAULT.hosts(), null, true);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(mixee.commandLine(), "--console: " + e.getMessage(), e);
        }
    }

    private String token(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new ParameterException(
                    mixee.commandLine(),
                    "--console-token-file is '" + file + "', which cannot be read: " + SystemReason.of(e),
                    e);
        }
    }
}
