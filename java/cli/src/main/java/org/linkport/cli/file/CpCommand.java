/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.cli.Printable;
import org.linkport.cli.TcpAddress;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.file.FileClient;
import org.linkport.protocol.file.store.FileEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linkport cp}: files from one server to another, by this machine but not on it. */
@Command(
        name = "cp",
        description =
                "Copies a file of a server, or with -r everything in a directory, to another server or another name; nothing"
                        + " is stored on this machine.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class CpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "FROM", description = "A file, or with -r a directory, at --server.")
    private String from;

    @Parameters(index = "1", paramLabel = "TO", description = "What it is called, at --to or at the same server.")
    private String to;

    @Option(
            names = "--to",
            paramLabel = "ADDRESS",
            converter = TcpAddress.Parser.class,
            description = "The other server; the same one without it.")
    private @Nullable TcpAddress toServer;

    @Option(names = "--to-user", paramLabel = "NAME", description = "Who logs in there; nobody without it.")
    private @Nullable String toUser;

    @Option(names = "--to-secret-file", paramLabel = "FILE", description = "The secret of that user.")
    private @Nullable Path toSecretFile;

    @Mixin
    private TransferOption transfer;

    @Mixin
    private ServerOption server;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public CpCommand() {}

    @Override
    public Integer call() {
        transfer.check(spec);
        Transfers transfers = transfer.transfers(spec);
        ServerOption target = toServer == null ? server : server.at(toServer, toUser, toSecretFile);
        try (FilesLink source = FilesLink.open(server, transfer.retrySeconds());
                FilesLink sink = FilesLink.open(target, transfer.retrySeconds())) {
            FileEntry entry =
                    ServerLink.await("read '" + from + "'", source.client().entry(from));
            if (entry.kind() == FileEntry.Kind.DIRECTORY) {
                transfer.checkRecursive(from);
            }
            for (RemoteTree.Node node : RemoteTree.under(source.client(), from, entry)) {
                add(transfers, node, source.client(), target.address(), sink.client());
            }
            return transfers.run();
        }
    }

    private void add(
            Transfers transfers, RemoteTree.Node node, FileClient source, TcpAddress sinkAddress, FileClient sink) {
        String path = RemoteTree.join(to, node.below());
        switch (node.kind()) {
            case FILE ->
                transfers.add(
                        server.address() + " " + node.path(),
                        sinkAddress + " " + path,
                        node.bytes(),
                        () -> sink.copy(source, node.path(), path, transfer.options()));
            case DIRECTORY -> ServerLink.await("make '" + path + "'", sink.makeDirectories(path));
            case OTHER ->
                spec.commandLine()
                        .getErr()
                        .println("linkport cp: '" + Printable.line(node.path()) + "' is no file and is left out");
        }
    }
}
