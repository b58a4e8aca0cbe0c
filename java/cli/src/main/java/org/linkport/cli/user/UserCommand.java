/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.user;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.SystemReason;
import org.linkport.cli.client.Secret;
import org.linkport.protocol.login.Users;
import org.linkport.protocol.value.ValueException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linkport user}: changes a file of users. */
@Command(
        name = "user",
        description =
                "Changes the file of users that 'serve --users' reads. It holds no secrets, only what proves them.",
        synopsisSubcommandLabel = "add|remove",
        mixinStandardHelpOptions = true,
        subcommands = {UserCommand.Add.class, UserCommand.Remove.class})
public final class UserCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public UserCommand() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say add or remove");
    }

    private static CommandFailure failed(Path file, Exception failure) {
        if (failure instanceof ValueException) {
            return new CommandFailure(ExitCode.USAGE, String.valueOf(failure.getMessage()), failure);
        }
        String reason = failure instanceof IOException known ? SystemReason.of(known) : failure.toString();
        return new CommandFailure(ExitCode.FAILED, "'" + file + "' cannot be changed: " + reason, failure);
    }

    /** {@code linkport user add}. */
    @Command(
            name = "add",
            description = "Adds a user, or gives one that is there another secret and other permissions.",
            sortOptions = false,
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        private static final int GENERATED_BYTES = 18;

        @Spec
        private CommandSpec spec;

        @Parameters(index = "0", paramLabel = "FILE", description = "The file; made if it is not there.")
        private Path file;

        @Parameters(index = "1", paramLabel = "NAME", description = "The name of the user.")
        private String name;

        @Option(
                names = "--may",
                paramLabel = "PERMISSION",
                hideParamSyntax = true,
                split = ",",
                required = true,
                description =
                        "What the user may, several with commas: files, files:read, files:write, links, links:list,"
                                + " links:close, links:send, links:stats, log, throughput, or * for everything.")
        private List<String> permissions;

        @Option(
                names = "--secret-file",
                paramLabel = "FILE",
                description = "The first line of this file is the secret; or LINKPORT_SECRET, or it is asked for.")
        private @Nullable Path secretFile;

        @Option(names = "--generate", description = "Makes a secret and prints it.")
        private boolean generate;

        /** For picocli, which sets the rest. */
        @SuppressWarnings("NullAway.Init")
        Add() {}

        @Override
        public Integer call() {
            String secret = generate ? generated() : Secret.of(name, secretFile);
            try {
                Set<String> may = new LinkedHashSet<>(permissions);
                Users.put(file, Users.line(name, secret, may));
            } catch (IOException | ValueException e) {
                throw failed(file, e);
            }
            if (generate) {
                spec.commandLine().getOut().println(secret);
            }
            return ExitCode.OK;
        }

        private static String generated() {
            byte[] random = new byte[GENERATED_BYTES];
            new SecureRandom().nextBytes(random);
            return Base64.getUrlEncoder().encodeToString(random);
        }
    }

    /** {@code linkport user remove}. */
    @Command(name = "remove", description = "Takes a user out.", mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
        private Path file;

        @Parameters(index = "1", paramLabel = "NAME", description = "The name of the user.")
        private String name;

        /** For picocli, which sets the rest. */
        @SuppressWarnings("NullAway.Init")
        Remove() {}

        @Override
        public Integer call() {
            try {
                if (!Users.remove(file, name)) {
                    throw new CommandFailure(ExitCode.NOT_FOUND, "there is no user '" + name + "' in '" + file + "'");
                }
                return ExitCode.OK;
            } catch (IOException | ValueException e) {
                throw failed(file, e);
            }
        }
    }
}
