/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.CellResult;
import org.linkport.bench.result.IdleMemory;
import org.linkport.bench.result.ServerResult;
import org.linkport.bench.server.ServerMode;

/**
 * Links that do nothing, after one message each. A new server each time, since what its heap once held would count;
 * and its JVM gives back what it does not need before it is looked at.
 */
final class IdleRun {
    private static final long KIB = 1_024;
    /** A tenth of the links first: what a server makes once and not for each link is no part of the figure. */
    private static final int FIRST_SHARE = 10;

    private final Programs programs;
    private final Cell cell;

    IdleRun(Programs programs, Cell cell) {
        this.programs = programs;
        this.cell = cell;
    }

    CellResult run(List<String> servers) {
        return OneByOne.run(cell, servers, this::measured);
    }

    private ServerResult measured(String name) {
        try (ServerProcess server = ServerProcess.start(programs.withoutSlack(), name, ServerMode.ECHO)) {
            return ServerResult.idle(name, memory(server));
        }
    }

    private IdleMemory memory(ServerProcess server) {
        int first = cell.links() / FIRST_SHARE;
        try (LoadProcess few = LoadProcess.start(programs, server, Cell.idle(first))) {
            few.run(0);
            Memory before = Memory.of(server);
            try (LoadProcess many = LoadProcess.start(programs, server, Cell.idle(cell.links() - first))) {
                many.run(0);
                return before.grownTo(Memory.of(server), cell.links() - first);
            }
        }
    }

    /**
     * What is in use at a moment, in bytes.
     *
     * @param resident of the server's process
     * @param kernel what it holds for all sockets, in its own caches and in their buffers
     */
    private record Memory(long resident, long kernel) {
        static Memory of(ServerProcess server) {
            server.collect();
            return new Memory(
                    kib(Path.of("/proc", Long.toString(server.pid()), "smaps_rollup"), line -> line.startsWith("Rss:")),
                    kib(Path.of("/proc/meminfo"), line -> line.startsWith("Slab:")) + socketBuffers());
        }

        private static long socketBuffers() {
            long page = 4 * KIB;
            return lines(Path.of("/proc/net/sockstat")).stream()
                    .filter(line -> line.startsWith("TCP:"))
                    .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)) * page)
                    .sum();
        }

        private static long kib(Path file, Predicate<String> which) {
            return lines(file).stream()
                    .filter(which)
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIB)
                    .sum();
        }

        private static List<String> lines(Path file) {
            try {
                return Files.readAllLines(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        IdleMemory grownTo(Memory after, int links) {
            return new IdleMemory(
                    (double) (after.resident - resident) / links, (double) (after.kernel - kernel) / links);
        }
    }
}
