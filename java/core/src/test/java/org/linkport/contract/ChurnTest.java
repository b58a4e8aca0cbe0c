/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;

/** Very many connects and closes in a row: whatever a link takes, its end gives back. */
class ChurnTest {
    private static final int LINKS = Integer.getInteger("linkport.test.churn", 100_000);
    private static final int AT_ONCE = 64;
    private static final long SLACK_BYTES = 1 << 20;

    @RegisterExtension
    final Ports ports = new Ports();

    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ByteBuffer greeting =
            ByteBuffer.allocateDirect(5).put(new byte[5]).flip();

    /** What must be the same after it as before. */
    private record Usage(long heapBytes, long processBytes, long descriptors, int threads) {
        static Usage now() {
            for (int i = 0; i < 3; i++) {
                System.gc();
            }
            Runtime runtime = Runtime.getRuntime();
            return new Usage(
                    runtime.totalMemory() - runtime.freeMemory(),
                    residentBytes(),
                    entries(Path.of("/proc/self/fd")),
                    Thread.getAllStackTraces().size());
        }

        private static long residentBytes() {
            Path status = Path.of("/proc/self/status");
            return !Files.exists(status)
                    ? 0
                    : lines(status)
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
                            .sum();
        }

        private static Stream<String> lines(Path file) {
            try {
                return Files.readAllLines(file).stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static long entries(Path directory) {
            try (Stream<Path> all = Files.isDirectory(directory) ? Files.list(directory) : Stream.empty()) {
                return all.count();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The server's side: greets, and waits for the peer's end. */
    private final class Greeter implements LinkHandler {
        @Override
        public void onOpen(Link link) {
            link.send(greeting.duplicate());
        }

        @Override
        public void onReceive(Link link, ByteBuffer data) {}
    }

    /** Our side: goes away once it was greeted, without leaving the system a connection to remember. */
    private final class Guest implements LinkHandler {
        @Override
        public void onReceive(Link link, ByteBuffer data) {
            link.abort();
        }

        @Override
        public void onClose(Link link, CloseReason reason, int osCode) {
            turns.release();
        }
    }

    private void churn(Linkport port, InetSocketAddress address, int links) throws InterruptedException {
        for (int i = 0; i < links; i++) {
            turns.acquire();
            port.connect(address, link -> new Guest()).whenComplete((link, failed) -> {
                if (failed != null) {
                    failure.compareAndSet(null, failed);
                    turns.release();
                }
            });
        }
        turns.acquire(AT_ONCE);
        turns.release(AT_ONCE);
        Await.until("every link has ended", () -> port.links().count() == 0);
    }

    @Test
    void shouldGiveBackWhatEveryLinkTook() throws Exception {
        Linkport port = ports.open();
        InetSocketAddress address = ports.listen(port, link -> new Greeter()).address();
        churn(port, address, LINKS / 2);
        Usage before = Usage.now();
        churn(port, address, LINKS);
        Usage after = Usage.now();
        System.out.printf("churn of %d links: %s, then %s%n", LINKS, before, after);
        assertEquals(null, failure.get());
        assertEquals(2L * (LINKS + LINKS / 2), port.stats().linksClosed());
        assertTrue(after.heapBytes() - before.heapBytes() < SLACK_BYTES, "heap");
        assertTrue(after.processBytes() - before.processBytes() < 48 * SLACK_BYTES, "memory of the process");
        assertTrue(after.descriptors() <= before.descriptors(), "descriptors");
        assertTrue(after.threads() <= before.threads(), "threads");
    }
}
