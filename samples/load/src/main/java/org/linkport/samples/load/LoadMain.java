/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.samples.load;

import java.net.InetSocketAddress;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.linkport.Engine;
import org.linkport.Linkport;
import org.linkport.LinkportException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A client that holds many links to an echo server open and compares every byte that comes back. */
@Command(
        name = "load",
        description = "Holds links to an echo server and compares every byte that comes back.",
        mixinStandardHelpOptions = true)
public final class LoadMain implements Callable<Integer> {
    @Option(names = "--host", defaultValue = "127.0.0.1", description = "Server (${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(names = "--port", required = true, description = "TCP port of the server, 1 to 65535.")
    private int tcpPort;

    @Option(names = "--links", defaultValue = "1000", description = "Links, 1 to 1000000 (${DEFAULT-VALUE}).")
    private int links;

    @Option(names = "--size", defaultValue = "1024", description = "Bytes of a message, 1 to 16777216.")
    private int size;

    @Option(names = "--seconds", defaultValue = "5", description = "How long to send, 1 to 86400 (${DEFAULT-VALUE}).")
    private int seconds;

    @Option(names = "--engine", defaultValue = "auto", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    private Engine engine = Engine.AUTO;

    @Override
    public Integer call() throws InterruptedException {
        try {
            check("--port", tcpPort, 65_535);
            check("--links", links, 1_000_000);
            check("--size", size, 16_777_216);
            check("--seconds", seconds, 86_400);
            return run() ? 0 : 1;
        } catch (LinkportException | IllegalArgumentException e) {
            return failed(e.getMessage());
        }
    }

    private static void check(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(option + " is " + value + " and must be from 1 to " + max);
        }
    }

    private boolean run() throws InterruptedException {
        try (Linkport port =
                Linkport.builder().engine(engine).maxLinks(links).name("load").open()) {
            LoadRun run = new LoadRun(port, new InetSocketAddress(host, tcpPort), links, new Pattern(size));
            run.open();
            run.send(seconds);
            run.close();
            return run.report();
        }
    }

    private static int failed(@Nullable String message) {
        System.err.println("load: " + message);
        return 1;
    }

    /** Runs the command. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new LoadMain())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
