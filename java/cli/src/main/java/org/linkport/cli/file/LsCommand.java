/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.linkport.cli.ExitCode;
import org.linkport.cli.Json;
import org.linkport.cli.Printable;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.file.store.FileEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linkport ls}: what is in a directory of a server. */
@Command(
        name = "ls",
        description = "Lists a directory of a server.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class LsCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "REMOTE",
            defaultValue = "",
            description = "The directory, with / between names; the uppermost without it.")
    private String remote;

    @Option(names = "--json", description = "Prints a JSON object for each entry.")
    private boolean json;

    @Mixin
    private ServerOption server;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public LsCommand() {}

    @Override
    public Integer call() {
        try (FilesLink link = FilesLink.open(server, 1)) {
            FileEntry entry =
                    ServerLink.await("read '" + shown() + "'", link.client().entry(remote));
            List<FileEntry> entries = entry.kind() == FileEntry.Kind.DIRECTORY
                    ? ServerLink.await("list '" + shown() + "'", link.client().list(remote))
                    : List.of(entry);
            PrintWriter out = spec.commandLine().getOut();
            entries.forEach(each -> out.println(json ? json(each) : line(each)));
            return ExitCode.OK;
        }
    }

    private String shown() {
        return remote.isEmpty() ? "/" : remote;
    }

    private static Json json(FileEntry entry) {
        return new Json()
                .add("name", entry.name())
                .add("kind", entry.kind().name().toLowerCase(Locale.ROOT))
                .add("bytes", entry.sizeBytes())
                .add("modifiedMillis", entry.modifiedMillis());
    }

    private static String line(FileEntry entry) {
        boolean directory = entry.kind() == FileEntry.Kind.DIRECTORY;
        return String.format(
                Locale.ROOT,
                "%12s  %s  %s",
                directory ? "-" : Long.toString(entry.sizeBytes()),
                TIME.format(Instant.ofEpochMilli(entry.modifiedMillis())),
                Printable.line(entry.name()) + (directory ? "/" : ""));
    }
}
