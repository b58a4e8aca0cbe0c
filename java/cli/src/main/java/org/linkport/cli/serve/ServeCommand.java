/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.Engine;
import org.linkport.Linkport;
import org.linkport.LinkportBuilder;
import org.linkport.LinkportOptions;
import org.linkport.cli.ExitCode;
import org.linkport.cli.LogOutput;
import org.linkport.cli.OptionRange;
import org.linkport.cli.SystemReason;
import org.linkport.cli.TcpAddress;
import org.linkport.protocol.file.store.FileRoot;
import org.linkport.protocol.file.store.StoreLimits;
import org.linkport.protocol.log.LogTail;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Users;
import org.linkport.protocol.value.ValueException;
import org.slf4j.event.Level;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code linkport serve}: options to a {@link Server}, which it runs until it is asked to stop. */
@Command(
        name = "serve",
        description = "Runs the server: all protocols on one TCP port.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true,
        footer =
                "%nIt stops on Ctrl-C, SIGTERM and, with --stop-on-eof, at the end of its standard input: links are closed"
                        + " gracefully, and the exit code is 0. Its addresses are the first lines of its standard output; its log"
                        + " goes to standard error.")
public final class ServeCommand implements Callable<Integer> {
    private static final int LOG_LINES = 1_000;
    private static final long MIB_MAX = 1L << 40;
    private static final String DEFAULT_ANONYMOUS = "files:read,throughput";

    private final LogTail log = new LogTail(LOG_LINES);

    @Spec
    private CommandSpec spec;

    /** Read by {@code ConfigFile} before all others, and here for the help. */
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Reads options from a file: lines NAME = VALUE, with the names of the options here without"
                    + " dashes. What is on the command line wins.")
    void config(Path file) {}

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS",
            hideParamSyntax = true,
            converter = TcpAddress.Parser.class,
            split = ",",
            defaultValue = "9700",
            description =
                    "Where to listen: PORT on this machine only, HOST:PORT, or *:PORT for all of its addresses, 0 for"
                            + " any TCP port that is free; several with commas (${DEFAULT-VALUE}).")
    private List<TcpAddress> listen;

    @Option(
            names = "--users",
            paramLabel = "FILE",
            description = "Who may log in, and what each user may; 'linkport user add' makes it.")
    private @Nullable Path users;

    @Option(
            names = "--anonymous",
            paramLabel = "PERMISSION",
            arity = "0..1",
            hideParamSyntax = true,
            fallbackValue = DEFAULT_ANONYMOUS,
            description = "Lets in who does not log in, too, with these permissions, several with commas; without any, "
                    + DEFAULT_ANONYMOUS + ". '*' is everything.")
    private @Nullable String anonymous;

    @Option(
            names = "--files",
            paramLabel = "DIRECTORY",
            description = "Serves the files in it, to who may. Nothing outside of it is reached.")
    private @Nullable Path files;

    @Option(
            names = "--max-stored-mib",
            paramLabel = "N",
            defaultValue = "0",
            description = "How much may be stored there, 0 for no limit (${DEFAULT-VALUE}).")
    private long maxStoredMib;

    @Option(
            names = "--min-free-mib",
            paramLabel = "N",
            defaultValue = "64",
            description = "What is left free of its disk (${DEFAULT-VALUE}).")
    private long minFreeMib;

    @Option(
            names = "--echo",
            paramLabel = "ADDRESS",
            hideParamSyntax = true,
            converter = TcpAddress.Parser.class,
            split = ",",
            description = "Where every byte is sent back, beside that; in the same form.")
    private List<TcpAddress> echo = new ArrayList<>();

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "auto",
            description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Engine engine = Engine.AUTO;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads that own links, 1 to 64 (one for each processor, at most 8).")
    private int workers = LinkportOptions.DEFAULT.workers();

    @Option(
            names = "--max-links",
            paramLabel = "N",
            description = "Links open at once, 1 to 1000000; who comes then waits (${DEFAULT-VALUE}).")
    private int maxLinks = LinkportOptions.DEFAULT.maxLinks();

    @Option(
            names = "--drain-seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long links may take to end when it stops, 0 to 600 (${DEFAULT-VALUE}).")
    private int drainSeconds;

    @Mixin
    private ConsoleOption console = new ConsoleOption();

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description = "trace, debug, info, warn or error (${DEFAULT-VALUE}).")
    private Level logLevel = Level.INFO;

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = "Logs to this file, too. A new one is begun each day and when it is full; the old ones are"
                    + " compressed and have their day and a number behind the name.")
    private @Nullable Path logFile;

    @Option(
            names = "--log-file-mib",
            paramLabel = "N",
            defaultValue = "10",
            description = "When a log file is full, 1 to 10000 MiB (${DEFAULT-VALUE}).")
    private int logFileMib;

    @Option(
            names = "--log-keep-days",
            paramLabel = "N",
            defaultValue = "30",
            description = "For how many days old log files are kept, 1 to 3650 (${DEFAULT-VALUE}).")
    private int logKeepDays;

    @Option(
            names = "--stop-on-eof",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            hideParamSyntax = true,
            description = "Stops at the end of standard input, for programs that start it where no signal arrives.")
    private boolean stopOnEof;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public ServeCommand() {}

    @Override
    public Integer call() {
        ServerOptions options = options();
        try {
            startLog();
            run(options);
        } finally {
            LogOutput.ofClient(); // gives the log file back
        }
        return ExitCode.OK;
    }

    private void run(ServerOptions options) {
        try (Server server = Server.start(options, console.starters())) {
            announce(server);
            StopRequests.during(server, stopOnEof);
        }
    }

    private ServerOptions options() {
        OptionRange.check(spec, "--workers", workers, 1, 64);
        OptionRange.check(spec, "--max-links", maxLinks, 1, 1_000_000);
        OptionRange.check(spec, "--drain-seconds", drainSeconds, 0, 600);
        OptionRange.check(spec, "--log-file-mib", logFileMib, 1, 10_000);
        OptionRange.check(spec, "--log-keep-days", logKeepDays, 1, 3_650);
        LinkportBuilder port = Linkport.builder()
                .name("linkport")
                .engine(engine)
                .workers(workers)
                .maxLinks(maxLinks)
                .shutdownMillis(drainSeconds * 1_000);
        return new ServerOptions(port, access(), log, files(), resolved(listen), resolved(echo));
    }

    private Access access() {
        if (users == null && anonymous == null) {
            throw new ParameterException(
                    spec.commandLine(), "nobody could log in: name a file of users with --users, or say --anonymous");
        }
        try {
            Access named = users == null ? Access.everybody() : Access.of(Users.load(users));
            return anonymous == null ? named : named.withAnonymous(anonymous.split(",", -1));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "the users in '" + users + "' cannot be read: " + SystemReason.of(e), e);
        } catch (ValueException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable FileRoot files() {
        OptionRange.check(spec, "--max-stored-mib", maxStoredMib, 0, MIB_MAX);
        OptionRange.check(spec, "--min-free-mib", minFreeMib, 0, MIB_MAX);
        if (files == null) {
            return null;
        }
        long maxStored = maxStoredMib == 0 ? Long.MAX_VALUE : maxStoredMib << 20;
        try {
            return FileRoot.open(files, new StoreLimits(Long.MAX_VALUE, maxStored, minFreeMib << 20));
        } catch (IOException e) {
            throw new ParameterException(
                    spec.commandLine(), "--files is '" + files + "', which cannot be served: " + SystemReason.of(e), e);
        }
    }

    private static List<InetSocketAddress> resolved(List<TcpAddress> addresses) {
        return addresses.stream().map(TcpAddress::resolved).toList();
    }

    private void startLog() {
        LogOutput.ofServer(logLevel);
        LogOutput.add(new LogTailAppender(log));
        if (logFile != null) {
            new LogOutput.RollingFile(logFile, (long) logFileMib << 20, logKeepDays).add();
        }
    }

    private void announce(Server server) {
        PrintWriter out = spec.commandLine().getOut();
        String engineName = server.port().engine().name().toLowerCase(Locale.ROOT);
        server.addresses()
                .forEach(each -> out.println("listening on " + TcpAddress.text(each) + " engine=" + engineName));
        server.echoAddresses().forEach(each -> out.println("echo on " + TcpAddress.text(each)));
        server.parts().forEach(each -> out.println(each.description()));
        out.flush();
    }
}
