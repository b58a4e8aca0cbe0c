/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.Printable;
import org.linkport.cli.SystemReason;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.file.FileClient;
import org.linkport.protocol.file.store.FileEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linkport get}: files of a server to this machine. */
@Command(
        name = "get",
        description = "Stores a file of a server, or with -r everything in a directory, on this machine.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer = "%nA file appears under its name when all of it is there and its SHA-256 is right.")
public final class GetCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "REMOTE",
            description = "A file, or with -r a directory, with / between names.")
    private String remote;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "LOCAL",
            description = "What it is called here; its own name without it.")
    private @Nullable Path local;

    @Mixin
    private TransferOption transfer;

    @Mixin
    private ServerOption server;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public GetCommand() {}

    @Override
    public Integer call() {
        transfer.check(spec);
        Transfers transfers = transfer.transfers(spec);
        Path target = local == null ? Path.of(lastName()) : local;
        try (FilesLink link = FilesLink.open(server, transfer.retrySeconds())) {
            FileEntry entry =
                    ServerLink.await("read '" + remote + "'", link.client().entry(remote));
            if (entry.kind() == FileEntry.Kind.DIRECTORY) {
                transfer.checkRecursive(remote);
            }
            for (RemoteTree.Node node : RemoteTree.under(link.client(), remote, entry)) {
                add(transfers, link.client(), node, target.resolve(node.below()));
            }
            return transfers.run();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "'" + target + "' cannot be written: " + SystemReason.of(e), e);
        }
    }

    private String lastName() {
        String path = remote.replaceAll("/+$", "");
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw new CommandFailure(ExitCode.USAGE, "'" + remote + "' has no name; say what it is called here");
        }
        return name;
    }

    private void add(Transfers transfers, FileClient client, RemoteTree.Node node, Path file) throws IOException {
        switch (node.kind()) {
            case FILE ->
                transfers.add(
                        node.path(),
                        file.toString(),
                        node.bytes(),
                        () -> client.download(node.path(), file, transfer.options()));
            case DIRECTORY -> Files.createDirectories(file);
            case OTHER ->
                spec.commandLine()
                        .getErr()
                        .println("linkport get: '" + Printable.line(node.path()) + "' is no file and is left out");
        }
    }
}
