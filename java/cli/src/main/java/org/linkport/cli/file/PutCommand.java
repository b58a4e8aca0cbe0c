/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.SystemReason;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.file.FileClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linkport put}: files of this machine to a server. */
@Command(
        name = "put",
        description = "Stores a file, or with -r everything in a directory, at a server.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer =
                "%nA file appears under its name when all of it is there and its SHA-256 is right. Links in a directory are not"
                        + " followed.")
public final class PutCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "LOCAL", description = "A file, or with -r a directory.")
    private Path local;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "REMOTE",
            description = "What it is called there, with / between names; its own name without it.")
    private @Nullable String remote;

    @Mixin
    private TransferOption transfer;

    @Mixin
    private ServerOption server;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public PutCommand() {}

    @Override
    public Integer call() {
        transfer.check(spec);
        String target = remote == null
                ? String.valueOf(local.toAbsolutePath().normalize().getFileName())
                : remote;
        List<Path> found = found();
        Transfers transfers = transfer.transfers(spec);
        try (FilesLink link = FilesLink.open(server, transfer.retrySeconds())) {
            for (Path each : found) {
                add(
                        transfers,
                        link.client(),
                        each,
                        each.equals(local) ? target : RemoteTree.join(target, relative(each)));
            }
            return transfers.run();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "'" + local + "' cannot be read: " + SystemReason.of(e), e);
        }
    }

    private List<Path> found() {
        if (!Files.exists(local)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "there is no '" + local + "'");
        }
        if (Files.isDirectory(local)) {
            transfer.checkRecursive(local.toString());
        }
        try (Stream<Path> walk = Files.walk(local)) {
            return walk.sorted().toList();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "'" + local + "' cannot be read: " + SystemReason.of(e), e);
        }
    }

    private String relative(Path file) {
        return local.relativize(file).toString().replace('\\', '/');
    }

    private void add(Transfers transfers, FileClient client, Path file, String path) throws IOException {
        if (isDirectory(file)) {
            ServerLink.await("make '" + path + "'", client.makeDirectories(path));
        } else if (file.equals(local) || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            transfers.add(file.toString(), path, Files.size(file), () -> client.upload(file, path, transfer.options()));
        } else {
            spec.commandLine().getErr().println("linkport put: '" + file + "' is no file and is left out");
        }
    }

    /** What was named may be a link to one; what is found in it may not. */
    private boolean isDirectory(Path file) {
        return file.equals(local) ? Files.isDirectory(file) : Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }
}
