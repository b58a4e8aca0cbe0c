/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.samples.echo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.LinkportException;
import org.linkport.LinkportOptions;
import org.linkport.Listener;
import org.linkport.SendResult;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A server that sends back what it receives. */
@Command(name = "echo", description = "Sends back what it receives.", mixinStandardHelpOptions = true)
public final class EchoMain implements Callable<Integer> {
    @Option(names = "--host", description = "Address to listen on; every one of this machine without it.")
    private @Nullable String host;

    @Option(names = "--port", defaultValue = "9000", description = "TCP port, 0 for any free one (${DEFAULT-VALUE}).")
    private int tcpPort;

    @Option(names = "--engine", defaultValue = "auto", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Engine engine = Engine.AUTO;

    @Option(names = "--workers", description = "Threads that own links, 1 to 64 (one for each processor, at most 8).")
    private int workers = LinkportOptions.DEFAULT.workers();

    @Option(names = "--stop-on-eof", description = "Stop at the end of standard input, where no signal arrives.")
    private boolean stopOnEof;

    /** Echoes; while the peer does not read what it gets back, nothing more is read from it. */
    private static final class EchoHandler implements LinkHandler {
        @Override
        public void onReceive(Link link, ByteBuffer data) {
            if (link.send(data) == SendResult.CONGESTED) {
                link.pause();
            }
        }

        @Override
        public void onWritable(Link link) {
            link.resume();
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        if (tcpPort < 0 || tcpPort > 65_535) {
            return failed("--port is " + tcpPort + " and must be from 0 to 65535");
        }
        try (Linkport port =
                Linkport.builder().engine(engine).workers(workers).name("echo").open()) {
            InetSocketAddress address =
                    host == null ? new InetSocketAddress(tcpPort) : new InetSocketAddress(host, tcpPort);
            Listener listener = port.listen(address, link -> new EchoHandler());
            Thread onSignal = new Thread(() -> endWith(port));
            Runtime.getRuntime().addShutdownHook(onSignal);
            stopOnEof(port);
            System.out.println("listening on " + text(listener.address()) + " engine="
                    + port.engine().name().toLowerCase(Locale.ROOT));
            port.awaitShutdown();
            forget(onSignal);
            return 0;
        } catch (LinkportException | IllegalArgumentException e) {
            return failed(e.getMessage());
        }
    }

    private static void endWith(Linkport port) {
        port.close();
        Runtime.getRuntime().halt(0); // a signal was asked for and obeyed: that is no failure
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // It is what ended the wait, and it ends the process.
        }
    }

    private void stopOnEof(Linkport port) {
        if (stopOnEof) {
            Thread waiter = new Thread(() -> awaitEof(port), "echo-eof");
            waiter.setDaemon(true);
            waiter.start();
        }
    }

    private static void awaitEof(Linkport port) {
        try {
            while (System.in.read() >= 0) {
                // What is typed means nothing; only the end does.
            }
        } catch (IOException e) {
            System.err.println("standard input failed, which ends it: " + e.getMessage());
        }
        port.shutdown();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static int failed(@Nullable String message) {
        System.err.println("echo: " + message);
        return 1;
    }

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new EchoMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
