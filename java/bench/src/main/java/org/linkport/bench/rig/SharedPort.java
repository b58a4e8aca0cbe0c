/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.linkport.bench.server.ServerMode;

/**
 * More links than one process may have: several servers share a TCP port, and as many load generators compare every byte
 * that comes back, all at once. {@code ci/bench --shared} calls it, with the folder of the C programs, the class path and
 * the JVM. Whether it works, and no figure to compare: its processes share two CPUs.
 */
public final class SharedPort {
    private static final int PROCESSES = 4;
    private static final int LINKS_EACH = 16_384;
    private static final int MILLIS = 5_000;
    private static final String SERVER = "linkport-nio-shared";

    private final Programs programs;
    private final List<ChildProcess> started = new ArrayList<>();

    private SharedPort(Programs programs) {
        this.programs = programs;
    }

    private List<Slice> run() {
        try {
            int tcpPort = startServer(0);
            for (int i = 1; i < PROCESSES; i++) {
                startServer(tcpPort);
            }
            List<ChildProcess> loads = new ArrayList<>();
            for (int i = 1; i <= PROCESSES; i++) {
                loads.add(startLoad(tcpPort, i));
            }
            loads.forEach(load -> load.read("ready"));
            List<CompletableFuture<Answer>> answers = loads.stream()
                    .map(load -> CompletableFuture.supplyAsync(
                            () -> load.ask("closed " + MILLIS + " 1", "result"), task -> new Thread(task).start()))
                    .toList();
            return answers.stream()
                    .map(CompletableFuture::join)
                    .map(Slice::parse)
                    .toList();
        } finally {
            for (int i = started.size() - 1; i >= 0; i--) {
                started.get(i).close();
            }
        }
    }

    /** Returns its TCP port when it accepts. */
    private int startServer(int tcpPort) {
        ChildProcess server = new ChildProcess(SERVER, programs.server(SERVER, ServerMode.ECHO, tcpPort));
        started.add(server);
        return (int) server.read("ready").number("tcp_port");
    }

    /** From an address of its own, since one has not ports enough. */
    private ChildProcess startLoad(int tcpPort, int source) {
        ChildProcess load = new ChildProcess(
                "load " + source,
                programs.load(List.of(
                        "--tcp-port", Integer.toString(tcpPort),
                        "--links", Integer.toString(LINKS_EACH),
                        "--bytes", "64",
                        "--source", Integer.toString(source))));
        started.add(load);
        return load;
    }

    /** Runs it. A wrong byte, or a server that fails, is an exception. */
    public static void main(String[] args) {
        List<Slice> slices = new SharedPort(Programs.of(Path.of(args[0]), args[1], Path.of(args[2]), null)).run();
        long messages = slices.stream().mapToLong(Slice::messages).sum();
        if (slices.stream().anyMatch(slice -> slice.messages() < LINKS_EACH)) {
            throw new ServerFailure("a link was not answered");
        }
        System.out.println(String.format(
                Locale.ROOT,
                "shared: links=%d processes=%d messages=%d bytes_compared=%d",
                PROCESSES * LINKS_EACH,
                PROCESSES,
                messages,
                slices.stream().mapToLong(Slice::bytes).sum()));
    }
}
