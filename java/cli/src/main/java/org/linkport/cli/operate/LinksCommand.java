/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.operate;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.linkport.cli.ExitCode;
import org.linkport.cli.Figures;
import org.linkport.cli.Json;
import org.linkport.cli.OptionRange;
import org.linkport.cli.Printable;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.links.LinkClient;
import org.linkport.protocol.links.LinkControl;
import org.linkport.protocol.links.LinkQuery;
import org.linkport.protocol.links.LinkRow;
import org.linkport.protocol.links.LinkTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code linkport links}: lists the links of a server, or closes some. */
@Command(
        name = "links",
        description = "Lists the links of a server, or closes some.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class LinksCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOption server;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILTER",
            defaultValue = "",
            description = "Only links with that in an address or in the name of their user.")
    private String filter;

    @Option(
            names = "--sort",
            paramLabel = "ORDER",
            defaultValue = "age",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private LinkQuery.Sort sort;

    @Option(
            names = {"-r", "--reverse"},
            description = "The largest first.")
    private boolean reverse;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most that many, 1 to 10000 (${DEFAULT-VALUE}).")
    private int lines;

    @Option(
            names = "--close",
            paramLabel = "ID",
            hideParamSyntax = true,
            split = ",",
            description = "Closes the links with these ids instead, several with commas.")
    private List<Long> close = List.of();

    @Option(names = "--abort", description = "With --close: resets them.")
    private boolean abort;

    @Option(names = "--json", description = "Prints a JSON object for each link.")
    private boolean json;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public LinksCommand() {}

    @Override
    public Integer call() {
        OptionRange.check(spec, "--lines", lines, 1, 10_000);
        try (ServerLink link = ServerLink.open(server, List.of(LinkControl.client(notice -> {})))
                .speaking(LinkControl.NAME)) {
            LinkClient client = link.conversation().handler(LinkClient.class).orElseThrow();
            return close.isEmpty() ? list(client) : close(client);
        }
    }

    private int close(LinkClient client) {
        int exitCode = ExitCode.OK;
        for (long id : close) {
            if (!ServerLink.await("close link " + id, client.close(id, abort))) {
                spec.commandLine().getErr().println("linkport links: there is no link " + id);
                exitCode = ExitCode.NOT_FOUND;
            }
        }
        return exitCode;
    }

    private int list(LinkClient client) {
        LinkTable table = ServerLink.await("list links", client.list(new LinkQuery(sort, reverse, filter, lines)));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            table.rows().forEach(row -> out.println(json(row)));
        } else {
            print(out, table);
        }
        return ExitCode.OK;
    }

    private static Json json(LinkRow row) {
        return new Json()
                .add("id", row.id())
                .add("remote", row.remote())
                .add("local", row.local())
                .add("user", row.user())
                .add("worker", row.worker())
                .add("ageMillis", row.ageMillis())
                .add("silentMillis", row.silentMillis())
                .add("bytesReceived", row.bytesReceived())
                .add("bytesSent", row.bytesSent())
                .add("pendingBytes", row.pendingBytes());
    }

    private static void print(PrintWriter out, LinkTable table) {
        String format = "%-16s %-22s %-22s %-12s %2s %7s %7s %7s %7s %7s";
        out.println(String.format(
                Locale.ROOT,
                format,
                "ID",
                "REMOTE",
                "LOCAL",
                "USER",
                "WK",
                "AGE",
                "SILENT",
                "RECV",
                "SENT",
                "PENDING"));
        for (LinkRow row : table.rows()) {
            out.println(String.format(
                    Locale.ROOT,
                    format,
                    row.id(),
                    Printable.line(row.remote()),
                    Printable.line(row.local()),
                    row.user().isEmpty() ? "-" : Printable.line(row.user()),
                    row.worker(),
                    Figures.duration(row.ageMillis()),
                    Figures.duration(row.silentMillis()),
                    Figures.bytes(row.bytesReceived()),
                    Figures.bytes(row.bytesSent()),
                    Figures.bytes(row.pendingBytes())));
        }
        out.println(table.rows().size() + " of " + table.matching() + " shown, " + table.open() + " open");
    }
}
