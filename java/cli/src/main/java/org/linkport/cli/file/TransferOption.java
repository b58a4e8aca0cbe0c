/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.OptionRange;
import org.linkport.protocol.file.RateLimit;
import org.linkport.protocol.file.TransferOptions;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options of what transfers files. */
final class TransferOption {
    @Option(
            names = {"-r", "--recursive"},
            description = "A directory with everything in it.")
    private boolean recursive;

    @Option(names = "--replace", description = "Takes the place of files that are there.")
    private boolean replace;

    @Option(
            names = "--resume",
            description = "Begins with what an earlier transfer has left, if that is the same still.")
    private boolean resume;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "4",
            description = "Files at once, 1 to 32 (${DEFAULT-VALUE}).")
    private int parallel;

    @Option(
            names = "--rate-kib",
            paramLabel = "N",
            defaultValue = "0",
            description = "At most so many KiB in a second for each file, 0 for no limit (${DEFAULT-VALUE}).")
    private int rateKib;

    @Option(
            names = "--retry-seconds",
            paramLabel = "N",
            defaultValue = "30",
            description = "How long to try again when the link is lost, 0 to 86400 (${DEFAULT-VALUE}).")
    private int retrySeconds;

    @Option(names = "--json", description = "Prints a JSON object for each file.")
    private boolean json;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    TransferOption() {}

    void check(CommandSpec spec) {
        OptionRange.check(spec, "--parallel", parallel, 1, 32);
        OptionRange.check(spec, "--rate-kib", rateKib, 0, 1 << 30);
        OptionRange.check(spec, "--retry-seconds", retrySeconds, 0, 86_400);
    }

    /**
     * Before a directory is moved.
     *
     * @throws CommandFailure unless that was asked for
     */
    void checkRecursive(String directory) {
        if (!recursive) {
            throw new CommandFailure(ExitCode.USAGE, "'" + directory + "' is a directory; -r takes everything in it");
        }
    }

    TransferOptions options() {
        TransferOptions options = TransferOptions.DEFAULT
                .withReplaces(replace)
                .withResumes(resume)
                .withMakesParents(true);
        return rateKib == 0 ? options : options.withRate(RateLimit.of((long) rateKib << 10));
    }

    /** Where a command adds what it moves. */
    Transfers transfers(CommandSpec spec) {
        return new Transfers(
                spec.qualifiedName(),
                spec.commandLine().getOut(),
                spec.commandLine().getErr(),
                json,
                parallel);
    }

    int retrySeconds() {
        return Math.max(1, retrySeconds);
    }
}
