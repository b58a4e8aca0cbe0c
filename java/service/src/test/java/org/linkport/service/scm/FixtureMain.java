/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.scm;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.ListenFailedException;
import org.linkport.service.ServiceCommand;
import org.linkport.service.ServiceContext;
import org.linkport.service.ServiceMain;
import org.linkport.service.ServiceOptions;
import org.linkport.service.ServiceStartException;
import org.linkport.service.StopCause;
import org.linkport.service.internal.life.Journal;
import org.linkport.service.internal.windows.EventLog;
import org.linkport.service.logback.EventLogAppender;

/**
 * What the tests run as a service: a server of links that says in a folder what became of it, and does what the byte
 * that a link begins with asks for. Its first argument is the folder, the second the TCP port.
 */
public final class FixtureMain implements ServiceMain {
    /** The exit code of a TCP port in use. */
    static final int IN_USE = 10;

    /** Sends {@link #PUSH_BYTES} bytes. */
    static final byte PUSH = 'P';

    /** Says that it cannot go on, with this exit code. */
    static final byte FAIL = 'F';

    /** Writes to the event log by a logger and without, and answers. */
    static final byte LOG = 'L';

    static final int FAIL_CODE = 7;
    static final int PUSH_BYTES = 4 << 20;

    private Path folder;
    private Linkport port;

    private static int number(String property, int otherwise) {
        return Integer.getInteger(property, otherwise);
    }

    public static void main(String[] args) {
        ServiceOptions options = ServiceOptions.builder("linkport-fixture")
                .startMillis(number("fixture.startMillis", 120_000))
                .drainMillis(number("fixture.drainMillis", 60_000))
                .build();
        System.exit(ServiceCommand.run(options, FixtureMain::new, args));
    }

    /** The n-th byte that a push sends. */
    static byte pushed(int n) {
        return (byte) (n * 31 + (n >>> 8));
    }

    @Override
    public void start(ServiceContext context) throws Exception {
        List<String> arguments = context.arguments();
        folder = Path.of(arguments.get(0));
        write("arguments", String.join("\n", arguments));
        write("directory", System.getProperty("user.dir"));
        // By a relative path: where that leads is a matter of the working directory of the process.
        Files.writeString(Path.of("relative-" + folder.getFileName()), "");
        write("host", context.host().name());
        awaitGate("start");
        port = Linkport.builder().workers(1).shutdownMillis(120_000).open();
        try {
            int tcpPort = Integer.parseInt(arguments.get(1));
            InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), tcpPort);
            write(
                    "port",
                    ""
                            + port.listen(address, link -> new Handler(context))
                                    .address()
                                    .getPort());
        } catch (ListenFailedException e) {
            port.close();
            throw new ServiceStartException(IN_USE, e.getMessage(), e);
        }
    }

    /** Waits for as long as a file of that name closes the gate. */
    private void awaitGate(String name) throws InterruptedException {
        while (Files.exists(folder.resolve(name + ".closed"))) {
            write(name + ".waits", "");
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    private void write(String name, String text) {
        try {
            Path partial = folder.resolve(name + ".partial");
            Files.write(partial, text.getBytes(StandardCharsets.UTF_8));
            Files.move(partial, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public CompletionStage<?> stop(StopCause cause) {
        write("stop", cause.name() + " with " + port.links().count() + " links");
        return port.shutdown();
    }

    private static void log(String text) {
        LoggerContext loggers = new LoggerContext();
        EventLogAppender appender = new EventLogAppender();
        appender.setContext(loggers);
        appender.setSource("linkport-fixture");
        appender.start();
        Logger logger = loggers.getLogger("org.example.Disk");
        logger.addAppender(appender);
        logger.warn("{} of {} full", 97, 100, new IllegalStateException(text));
        loggers.stop();
        try (EventLog log = EventLog.open("linkport-fixture")) {
            boolean taken = log.report(Journal.Level.INFO, 1, "begin\0end")
                    && log.report(Journal.Level.ERROR, 1_000, "x".repeat(100_000))
                    && log.report(Journal.Level.WARNING, 1, "taken");
            if (!taken) {
                throw new IllegalStateException("the event log refused a line");
            }
        }
    }

    private static final class Handler implements LinkHandler {
        private final ServiceContext context;

        Handler(ServiceContext context) {
            this.context = context;
        }

        @Override
        public void onReceive(Link link, ByteBuffer data) {
            byte first = data.get(data.position());
            if (first == PUSH) {
                byte[] bytes = new byte[PUSH_BYTES];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = pushed(i);
                }
                link.send(ByteBuffer.wrap(bytes));
            } else if (first == FAIL) {
                context.fail(FAIL_CODE, "a link asked for it");
            } else if (first == LOG) {
                log(context.arguments().get(0));
                link.send(data);
            } else {
                link.send(data);
            }
        }
    }
}
