/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.Linkport;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.OptionRange;
import org.linkport.cli.SystemReason;
import org.linkport.cli.Terminals;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.throughput.Throughput;
import org.linkport.protocol.throughput.ThroughputClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linkport bench}: the matrix of modes, links and packet sizes. */
@Command(
        name = "bench",
        description = "Measures a server: modes by links by packet sizes, with every byte checked.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer =
                "%nA figure counts the bytes of packets in one direction, by the clock from the first packet to the last"
                        + " answer; for one-way, what the server says it has got. Client and server share this machine unless you"
                        + " say otherwise, and so they share its processors: compare figures of one run.")
public final class BenchCommand implements Callable<Integer> {
    private static final int KIB_MAX = Throughput.PAYLOAD_BYTES_MAX >> 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            hideParamSyntax = true,
            split = ",",
            defaultValue = "upload,download,echo,one-way",
            description = "upload, download, echo, one-way; several with commas (${DEFAULT-VALUE}).")
    private List<String> modes;

    @Option(
            names = "--links",
            paramLabel = "N",
            hideParamSyntax = true,
            split = ",",
            defaultValue = "1,16,64,256",
            description = "Links at once, 1 to 10000; several with commas (${DEFAULT-VALUE}).")
    private List<Integer> links;

    @Option(
            names = "--kib",
            paramLabel = "N",
            hideParamSyntax = true,
            split = ",",
            defaultValue = "1,2,4,8,16,32,64,128,256,512,1024",
            description = "Packet sizes in KiB, 1 to 1024; several with commas (${DEFAULT-VALUE}).")
    private List<Integer> kib;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "How long each cell sends, 0.1 to 3600 (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--packets",
            paramLabel = "N",
            defaultValue = "0",
            description = "And at most that many packets on each link, 0 for any number (${DEFAULT-VALUE}).")
    private int packets;

    @Option(
            names = "--raw",
            description = "The server is any one that sends back what it gets, no server of ours: mode echo only.")
    private boolean raw;

    @Option(names = "--csv", paramLabel = "FILE", description = "Writes the results there, a line for each cell.")
    private @Nullable Path csv;

    @Option(names = "--svg", paramLabel = "FILE", description = "Draws them there.")
    private @Nullable Path svg;

    @Option(
            names = "--remote",
            description =
                    "The server may be another machine; needs --permitted, too. To who runs it this is an attack.")
    private boolean remote;

    @Option(names = "--permitted", description = "Who runs that machine and the network to it has agreed.")
    private boolean permitted;

    @Option(
            names = "--workers",
            paramLabel = "N",
            defaultValue = "1",
            description = "Threads of this side, 1 to 64 (${DEFAULT-VALUE}).")
    private int workers;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public BenchCommand() {}

    @Override
    public Integer call() {
        List<BenchCell> cells = cells();
        InetSocketAddress address = server.address().resolved();
        checkPermitted(address);
        BenchTarget target = raw ? new BenchTarget.Raw(address, server.connect()) : spoken(address);
        List<BenchResult> results = run(cells, target);
        write(csv, BenchCsv.text(results));
        write(svg, BenchChart.svg(results));
        return judge(results);
    }

    /** What is wrong with the server, or with who logs in, is said once and at once. */
    private BenchTarget spoken(InetSocketAddress address) {
        Credentials credentials = server.credentials();
        ServerLink.open(server, credentials, List.of(Throughput.client(client -> new ThroughputClient.Events() {})))
                .speaking(Throughput.NAME)
                .close();
        return new BenchTarget.Spoken(address, server.connect(), credentials);
    }

    private List<BenchCell> cells() {
        links.forEach(each -> OptionRange.check(spec, "--links", each, 1, 10_000));
        kib.forEach(each -> OptionRange.check(spec, "--kib", each, 1, KIB_MAX));
        OptionRange.check(spec, "--packets", packets, 0, Integer.MAX_VALUE);
        OptionRange.check(spec, "--workers", workers, 1, 64);
        if (!(seconds >= 0.1 && seconds <= 3_600)) {
            throw new ParameterException(
                    spec.commandLine(), "--seconds is " + seconds + " and must be from 0.1 to 3600");
        }
        List<BenchCell> cells = new ArrayList<>();
        for (String word : raw ? List.of("echo") : modes) {
            BenchMode mode = mode(word);
            links.forEach(count -> kib.forEach(size -> cells.add(new BenchCell(mode, count, size << 10))));
        }
        return cells;
    }

    private BenchMode mode(String word) {
        for (BenchMode each : BenchMode.values()) {
            if (each.word().equals(word.toLowerCase(Locale.ROOT))) {
                return each;
            }
        }
        throw new ParameterException(
                spec.commandLine(), "--mode is " + word + " and must be of upload, download, echo, one-way");
    }

    private void checkPermitted(InetSocketAddress address) {
        boolean here =
                address.getAddress().isLoopbackAddress() || address.getAddress().isAnyLocalAddress();
        if (!here && !(remote && permitted)) {
            throw new ParameterException(
                    spec.commandLine(),
                    server.address()
                            + " is not this machine. Many links that send as fast as they can are an attack on a"
                            + " server that does not expect them; if its owner agrees, say so with --remote and --permitted");
        }
    }

    private List<BenchResult> run(List<BenchCell> cells, BenchTarget target) {
        List<BenchResult> results = new ArrayList<>();
        BenchTable table = new BenchTable(
                spec.commandLine().getOut(),
                Terminals.isThere(),
                kib.stream().map(each -> each << 10).toList());
        for (int i = 0; i < cells.size(); i++) {
            BenchCell cell = cells.get(i);
            table.begin(cell);
            BenchResult result = run(cell, target, table);
            table.end(result, i + 1 == cells.size() || !sameRow(cell, cells.get(i + 1)));
            if (!result.isRight()) {
                complain(result);
            }
            results.add(result);
            if (result.lost() == cell.links()) {
                break; // nobody is there any more
            }
        }
        return results;
    }

    /** Each on a linkport of its own: no cell begins with what another has left behind. */
    private BenchResult run(BenchCell cell, BenchTarget target, BenchTable table) {
        try (Linkport port = Linkport.builder()
                .name("linkport-bench")
                .engine(server.engine())
                .workers(Math.min(workers, cell.links()))
                .maxLinks(cell.links())
                .open()) {
            return new CellRun(cell, packets).run(port, target, Math.round(seconds * 1_000), table::at);
        }
    }

    private static boolean sameRow(BenchCell one, BenchCell other) {
        return one.mode() == other.mode() && one.links() == other.links();
    }

    private void complain(BenchResult result) {
        BenchCell cell = result.cell();
        PrintWriter err = spec.commandLine().getErr();
        err.println();
        err.println("bench: " + cell.mode().word() + ", " + cell.links() + " links, " + (cell.packetBytes() >> 10)
                + " KiB: " + result.wrong() + " packets were wrong, " + result.lost() + " links were lost"
                + (result.failure().isEmpty() ? "" : "; the first: " + result.failure()));
    }

    private void write(@Nullable Path file, String content) {
        if (file == null) {
            return;
        }
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "'" + file + "' cannot be written: " + SystemReason.of(e), e);
        }
    }

    private int judge(List<BenchResult> results) {
        long wrong = results.stream().mapToLong(BenchResult::wrong).sum();
        int lost = results.stream().mapToInt(BenchResult::lost).sum();
        PrintWriter out = spec.commandLine().getOut();
        out.println();
        out.println("bench: cells=" + results.size() + " packets="
                + results.stream().mapToLong(BenchResult::packets).sum() + " bytes="
                + results.stream().mapToLong(BenchResult::bytes).sum() + " wrong=" + wrong + " lost=" + lost);
        if (wrong > 0) {
            return ExitCode.WRONG_BYTES;
        }
        return lost > 0 ? ExitCode.NO_CONNECTION : ExitCode.OK;
    }
}
