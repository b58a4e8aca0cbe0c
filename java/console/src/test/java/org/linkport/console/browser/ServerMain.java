/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.browser;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendResult;
import org.linkport.console.Console;
import org.linkport.console.ConsoleOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A live server for browser tests, in a JVM of its own, perhaps under Wine. Echoes, has the links whose first byte is a
 * {@code g} join a group, and obeys lines of its standard input: {@code log LEVEL TEXT}, and its end.
 */
public final class ServerMain {
    private static final Logger LOG = LoggerFactory.getLogger("org.linkport.console.browser.Server");

    private ServerMain() {}

    private static final class Echo implements LinkHandler {
        private final Linkport port;
        private boolean first = true;

        Echo(Linkport port) {
            this.port = port;
        }

        @Override
        public void onOpen(Link link) {
            LOG.debug("open {}", link);
        }

        @Override
        public void onReceive(Link link, ByteBuffer data) {
            if (first && data.get(data.position()) == 'g') {
                port.links().group("guests").join(link);
            }
            first = false;
            if (link.send(data) == SendResult.CONGESTED) {
                link.pause();
            }
        }

        @Override
        public void onWritable(Link link) {
            link.resume();
        }

        @Override
        public void onClose(Link link, CloseReason reason, int osCode) {
            LOG.info("closed {} {}", link.remoteAddress(), reason);
        }
    }

    /** Arguments: the engine, workers, the TCP port of the console, and of the server. */
    public static void main(String[] args) throws IOException {
        Engine engine = Engine.valueOf(args[0].toUpperCase(Locale.ROOT));
        try (Linkport port = Linkport.builder()
                .engine(engine)
                .workers(Integer.parseInt(args[1]))
                .name("gateway")
                .open()) {
            InetSocketAddress address =
                    new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(args[3]));
            Listener listener = port.listen(address, link -> new Echo(port));
            int consolePort = Integer.parseInt(args[2]);
            try (Console console = Console.start(port, ConsoleOptions.DEFAULT.withLoopback(consolePort))) {
                System.out.println("console " + console.addressWithToken() + " "
                        + listener.address().getPort());
                obey();
            }
        }
    }

    private static void obey() throws IOException {
        for (String line = line(); line != null; line = line()) {
            String[] words = line.split(" ", 3);
            if (words[0].equals("log")) {
                switch (words[1]) {
                    case "ERROR" -> LOG.error("{}", words[2], new IllegalStateException("shown with its stack"));
                    case "WARN" -> LOG.warn("{}", words[2]);
                    default -> LOG.info("{}", words[2]);
                }
            }
        }
    }

    /** Byte by byte: standard input under Wine does not answer available(), which readers ask. Null at the end. */
    private static @Nullable String line() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int next = System.in.read(); next != '\n'; next = System.in.read()) {
            if (next < 0) {
                return null;
            }
            bytes.write(next);
        }
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
