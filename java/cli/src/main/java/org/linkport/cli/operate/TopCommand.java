/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.operate;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.cli.ExitCode;
import org.linkport.cli.Figures;
import org.linkport.cli.OptionRange;
import org.linkport.cli.Printable;
import org.linkport.cli.Terminals;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.links.LinkClient;
import org.linkport.protocol.links.LinkControl;
import org.linkport.protocol.links.ServerStats;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code linkport top}: workers, links and memory of a server, again and again. */
@Command(
        name = "top",
        description = "Shows workers, links and memory of a server, again and again, until Ctrl-C.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class TopCommand implements Callable<Integer> {
    private static final String HOME_AND_CLEAR = "\033[H\033[J";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final int BAR = 10;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--every-seconds",
            paramLabel = "N",
            defaultValue = "1",
            description = "How long between two looks, 1 to 3600 (${DEFAULT-VALUE}).")
    private int everySeconds;

    @Option(
            names = {"-n", "--times"},
            paramLabel = "N",
            defaultValue = "0",
            description = "How often, 0 for ever (${DEFAULT-VALUE}).")
    private int times;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public TopCommand() {}

    @Override
    public Integer call() throws InterruptedException {
        OptionRange.check(spec, "--every-seconds", everySeconds, 1, 3_600);
        OptionRange.check(spec, "--times", times, 0, Integer.MAX_VALUE);
        try (ServerLink link = ServerLink.open(server, List.of(LinkControl.client(notice -> {})))
                .speaking(LinkControl.NAME)) {
            watch(link.conversation().handler(LinkClient.class).orElseThrow());
        }
        return ExitCode.OK;
    }

    private void watch(LinkClient client) throws InterruptedException {
        boolean live = Terminals.isThere();
        PrintWriter out = spec.commandLine().getOut();
        ServerStats before = look(client);
        for (int i = 0; times == 0 || i < times; i++) {
            Thread.sleep(everySeconds * 1_000L);
            ServerStats now = look(client);
            out.print(live ? HOME_AND_CLEAR : "");
            lines(before, now).forEach(out::println);
            out.flush();
            before = now;
        }
    }

    private static ServerStats look(LinkClient client) {
        return ServerLink.await("read statistics", client.stats());
    }

    private List<String> lines(ServerStats before, ServerStats now) {
        List<String> lines = new ArrayList<>();
        lines.add(server.address() + "  engine " + Printable.line(now.engine()).toLowerCase(Locale.ROOT) + "  links "
                + now.linksOpen() + " of " + now.maxLinks() + ", opened " + now.linksOpened() + ", closed "
                + now.linksClosed());
        lines.add("heap " + Figures.bytes(now.heapUsedBytes()) + " of " + Figures.bytes(now.heapMaxBytes())
                + "  receive chunks kept " + sum(now, ServerStats.Worker::receiveChunksOut) + " of "
                + now.receiveChunks()
                + "  send chunks " + sum(now, ServerStats.Worker::sendChunksOut) + "  pending "
                + Figures.bytes(sum(now, ServerStats.Worker::pendingBytes)));
        lines.add("accepts failed " + now.acceptsFailed() + "  messages rejected " + now.messagesRejected()
                + "  handler errors " + now.handlerErrors() + "  system errors " + now.systemErrors());
        lines.add("");
        lines.add(String.format(
                Locale.ROOT,
                "%-22s %-16s %7s %8s %8s %8s %8s",
                "WORKER",
                "BUSY",
                "LINKS",
                "MSG/S",
                "IN/S",
                "OUT/S",
                "PENDING"));
        for (int i = 0; i < now.workers().size(); i++) {
            lines.add(line(
                    i < before.workers().size() ? before.workers().get(i) : null,
                    now.workers().get(i)));
        }
        return lines;
    }

    private static long sum(ServerStats stats, java.util.function.ToLongFunction<ServerStats.Worker> value) {
        return stats.workers().stream().mapToLong(value).sum();
    }

    private static String line(ServerStats.@Nullable Worker before, ServerStats.Worker now) {
        ServerStats.Worker then = before == null ? now : before;
        double seconds = Math.max(1, now.aliveNanos() - then.aliveNanos()) / NANOS_PER_SECOND;
        double busy = now.busyShareSince(then);
        return String.format(
                Locale.ROOT,
                "%-22s %-10s %4.0f%% %7d %8.0f %8s %8s %8s",
                Printable.line(now.name()),
                "#".repeat((int) Math.round(busy * BAR)),
                busy * 100,
                now.linksOpen(),
                (now.messagesSent() - then.messagesSent()) / seconds,
                Figures.rate((now.bytesReceived() - then.bytesReceived()) / seconds),
                Figures.rate((now.bytesSent() - then.bytesSent()) / seconds),
                Figures.bytes(now.pendingBytes()));
    }
}
