/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.IOException;
import java.io.LineNumberReader;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;

/** {@code linkport serve} in this JVM, on the engine under test and a free TCP port, until it is asked to end. */
public final class RunningServer implements AutoCloseable {
    /** As {@code --engine} takes it. */
    public static final String ENGINE_NAME = Ports.ENGINE.name().toLowerCase(Locale.ROOT);

    private final Thread thread;
    private final StringWriter err = new StringWriter();
    private final AtomicInteger exitCode = new AtomicInteger(-1);
    private final List<String> lines = new ArrayList<>();

    private RunningServer(PipedWriter out, String... options) {
        List<String> arguments = new ArrayList<>(List.of("serve", "--engine", ENGINE_NAME, "--listen", "0"));
        if (!String.join(" ", options).matches(".*--(users|anonymous).*")) {
            arguments.add("--anonymous=*");
        }
        arguments.addAll(List.of(options));
        thread = new Thread(
                () -> {
                    try (PrintWriter writer = new PrintWriter(out, true)) {
                        exitCode.set(LinkportMain.execute(
                                writer, new PrintWriter(err, true), arguments.toArray(new String[0])));
                    }
                },
                "serve-command");
    }

    /** Starts it and waits until it has said where it listens. */
    public static RunningServer start(String... options) throws IOException {
        PipedWriter out = new PipedWriter();
        LineNumberReader reader = new LineNumberReader(new PipedReader(out, 4_096));
        RunningServer server = new RunningServer(out, options);
        server.thread.start();
        boolean echo = String.join(" ", options).contains("echo")
                || String.join(" ", options).contains("--config");
        boolean console = List.of(options).contains("--console");
        for (int i = 0; i < 1 + (echo ? 1 : 0) + (console ? 1 : 0); i++) {
            String line = reader.readLine();
            if (line == null) {
                throw new AssertionError("the server did not start: " + server.err);
            }
            server.lines.add(line);
        }
        return server;
    }

    public String firstLine() {
        return lines.get(0);
    }

    /** As a client's {@code --server} takes it. */
    public String serverOption() {
        return TcpAddress.text(address());
    }

    public InetSocketAddress address() {
        return addressAfter("listening on ");
    }

    public InetSocketAddress echoAddress() {
        return addressAfter("echo on ");
    }

    /** What it said about something that stands beside it. */
    public String lineAfter(String words) {
        return lines.stream()
                .filter(each -> each.startsWith(words))
                .map(each -> each.substring(words.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no '" + words + "' in " + lines));
    }

    private InetSocketAddress addressAfter(String words) {
        String line = lines.stream()
                .filter(each -> each.startsWith(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no '" + words + "' in " + lines));
        return new TcpAddress.Parser()
                .convert(line.substring(words.length()).split(" ", -1)[0])
                .resolved();
    }

    /** Asks it to end and returns its exit code. */
    public int end() {
        thread.interrupt();
        Await.end(thread);
        return exitCode.get();
    }

    @Override
    public void close() {
        end();
    }
}
