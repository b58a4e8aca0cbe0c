/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.operate;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.linkport.CloseReason;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.Json;
import org.linkport.cli.OptionRange;
import org.linkport.cli.Printable;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.Goodbye;
import org.linkport.protocol.log.LogClient;
import org.linkport.protocol.log.LogFollow;
import org.linkport.protocol.log.LogLine;
import org.linkport.protocol.log.LogWanted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code linkport log}: the last lines of a server's log, and those that come. */
@Command(
        name = "log",
        description = "Shows the last lines of a server's log, and with --follow those that come.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class LogCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServerOption server;

    @Option(
            names = {"-f", "--follow"},
            description = "Goes on with every line that comes, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = "--level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description =
                    "That and worse: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}). The server logs what its --log-level"
                            + " says.")
    private LogLine.Level level;

    @Option(
            names = "--logger",
            paramLabel = "PREFIX",
            defaultValue = "",
            description = "Only loggers whose name begins so.")
    private String logger;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "N",
            defaultValue = "20",
            description = "How many lines of the past, 0 to 1000 (${DEFAULT-VALUE}).")
    private int lines;

    @Option(names = "--json", description = "Prints a JSON object for each line.")
    private boolean json;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public LogCommand() {}

    @Override
    public Integer call() {
        OptionRange.check(spec, "--lines", lines, 0, 1_000);
        try (ServerLink link = ServerLink.open(server, List.of(LogFollow.client(new Printed())))
                .speaking(LogFollow.NAME)) {
            LogClient client = link.conversation().handler(LogClient.class).orElseThrow();
            ServerLink.await("read the log", client.ask(new LogWanted(level, logger, lines, follow)));
            if (follow) {
                CloseReason reason =
                        ServerLink.await("follow the log", link.conversation().ended());
                throw new CommandFailure(
                        ExitCode.NO_CONNECTION, "the link has ended: " + lastWord(link.conversation(), reason));
            }
            return ExitCode.OK;
        }
    }

    /** What the server said at the end, or how the link ended if it said nothing. */
    private static String lastWord(Conversation conversation, CloseReason reason) {
        CompletableFuture<Goodbye> heard = conversation.heard().toCompletableFuture();
        return heard.isDone() && !heard.join().text().isEmpty() ? heard.join().text() : reason.toString();
    }

    /** A terminal that is slow holds its own link back, and then the server counts what it drops. */
    private final class Printed implements LogClient.Events {
        private final PrintWriter out = spec.commandLine().getOut();

        @Override
        public void onLine(LogLine line) {
            out.println(json ? json(line) : text(line));
            out.flush();
        }

        @Override
        public void onDropped(long count) {
            spec.commandLine().getErr().println("linkport log: " + count + " lines were lost here");
        }
    }

    private static Json json(LogLine line) {
        return new Json()
                .add("timeMillis", line.timeMillis())
                .add("level", line.level().name())
                .add("thread", line.thread())
                .add("logger", line.logger())
                .add("text", line.text());
    }

    private static String text(LogLine line) {
        String colour = switch (line.level()) {
            case ERROR -> "bold,red";
            case WARN -> "yellow";
            case INFO -> "green";
            case DEBUG, TRACE -> "faint,white";
        };
        String word = String.format("%-5s", line.level());
        String shown = Ansi.AUTO.enabled() ? Ansi.AUTO.string("@|" + colour + " " + word + "|@") : word;
        return TIME.format(Instant.ofEpochMilli(line.timeMillis())) + " " + shown + " ["
                + Printable.line(line.thread()) + "] " + Printable.line(line.logger()) + ": "
                + Printable.lines(line.text());
    }
}
