/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.linkport.contract.Await;
import org.linkport.contract.Peer;

/** {@link ServerMain} in a JVM of its own: this one's, or that of Windows under Wine ({@code linkport.test.serverJava}). */
final class LiveServer implements AutoCloseable {
    static final String ENGINE = System.getProperty("linkport.test.engine", "nio");
    static final int WORKERS = 3;

    private final Process process;
    private final OutputStream orders;
    private final BufferedReader said;
    private final URI console;
    private final InetSocketAddress address;
    private final List<Peer> peers = new ArrayList<>();

    private LiveServer(Process process) throws IOException {
        this.process = process;
        this.orders = process.getOutputStream();
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String[] words = awaitLine("console ").split(" ", -1);
        this.console = URI.create(words[1]);
        this.address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), Integer.parseInt(words[2].strip()));
    }

    private String awaitLine(String beginning) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new IOException("the server ended and said no '" + beginning + "'");
    }

    static LiveServer start() throws IOException {
        String java = System.getProperty("linkport.test.serverJava", "");
        List<String> command = new ArrayList<>();
        String classes = System.getProperty("java.class.path");
        if (java.isEmpty()) {
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        } else {
            command.add(java);
            command.add("-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.WindowsSelectorProvider"); // see Wine
            classes = Arrays.stream(classes.split(File.pathSeparator, -1))
                    .map(entry -> "Z:" + entry)
                    .collect(Collectors.joining(";"));
        }
        command.addAll(List.of("-cp", classes, ServerMain.class.getName(), ENGINE, String.valueOf(WORKERS), "0", "0"));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(new File("target/browser-server-" + ENGINE + ".err")))
                .start();
        try {
            return new LiveServer(process);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Where the page is, without the token. */
    String page() {
        return console.resolve("/").toString();
    }

    String token() {
        return console.getFragment().substring("token=".length());
    }

    /** A client with a link; closed at the latest with this. */
    Peer peer() {
        Peer peer = Peer.connect(address);
        peers.add(peer);
        return peer;
    }

    void log(String level, String text) throws IOException {
        orders.write(("log " + level + " " + text + "\n").getBytes(StandardCharsets.UTF_8));
        orders.flush();
    }

    @Override
    public void close() throws IOException {
        peers.forEach(Peer::close);
        orders.close();
        try {
            if (!process.waitFor(Await.SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("the server ended with " + process.exitValue());
        }
    }
}
