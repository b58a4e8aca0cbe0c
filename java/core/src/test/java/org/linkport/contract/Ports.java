/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.LinkportBuilder;
import org.linkport.LinkportStats;
import org.linkport.ListenOptions;
import org.linkport.Listener;

/**
 * Opens Linkports on the engine under test, and proves after each test that they left nothing behind: no thread, no
 * chunk, no link, no failure that the test did not announce, no breach that a {@link Recorder} saw.
 */
public final class Ports implements AfterEachCallback {
    /** The engine under test. Where it is not available, opening fails, and so does the test. */
    public static final Engine ENGINE =
            Engine.valueOf(System.getProperty("linkport.test.engine", "nio").toUpperCase(Locale.ROOT));

    private static final AtomicInteger NAMES = new AtomicInteger();

    static {
        Wine.prepare();
    }

    private final List<Linkport> opened = new CopyOnWriteArrayList<>();
    private final List<Recorder> recorders = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> peers = new CopyOnWriteArrayList<>();
    private final List<ExecutorService> executors = new CopyOnWriteArrayList<>();
    private int handlerErrors;

    /** Two workers, each with few and small chunks, under a name of its own. */
    public LinkportBuilder builder() {
        return Linkport.builder()
                .engine(ENGINE)
                .workers(2)
                .maxLinks(4_096)
                .receiveMemory(16 << 10, 16)
                .shutdownMillis(5_000)
                .name("contract" + NAMES.incrementAndGet());
    }

    public Linkport open() {
        return open(builder());
    }

    public Linkport open(LinkportBuilder builder) {
        Linkport port = builder.open();
        assertEquals(ENGINE, port.engine());
        opened.add(port);
        return port;
    }

    public Linkport watch(Linkport port) {
        opened.add(port);
        return port;
    }

    void watch(Recorder recorder) {
        recorders.add(recorder);
    }

    /** The test makes handlers throw that often. */
    public void expectHandlerErrors(int count) {
        handlerErrors = count;
    }

    public static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    public Listener listen(Linkport port, LinkHandler.Factory handlers) {
        return port.listen(loopback(), handlers);
    }

    public Listener listen(Linkport port, LinkOptions options, LinkHandler.Factory handlers) {
        return port.listen(loopback(), ListenOptions.DEFAULT.withLink(options), handlers);
    }

    /** Ended after the Linkports have. */
    public <T extends ExecutorService> T endLater(T executor) {
        executors.add(executor);
        return executor;
    }

    /** A plain socket, closed at the end of the test. */
    public Peer peer(InetSocketAddress address) {
        return closeLater(Peer.connect(address));
    }

    /** Closed at the end of the test, before the Linkports are. */
    public <T extends AutoCloseable> T closeLater(T closeable) {
        peers.add(closeable);
        return closeable;
    }

    /** A plain socket connected to a fresh Linkport, where this handler gets the link. */
    Peer peerOf(Recorder handler) {
        return peerOf(open(), LinkOptions.DEFAULT, handler);
    }

    Peer peerOf(Linkport port, LinkOptions options, Recorder handler) {
        Peer peer = peer(listen(port, options, link -> handler).address());
        handler.link();
        return peer;
    }

    public Link connect(Linkport port, InetSocketAddress address, LinkHandler handler) {
        return Await.value(port.connect(address, link -> handler));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (AutoCloseable peer : peers) {
            peer.close();
        }
        for (Linkport port : opened) {
            Await.value(port.shutdown());
            port.close();
        }
        for (ExecutorService executor : executors) {
            executor.shutdown();
            assertTrue(executor.awaitTermination(Await.SECONDS, TimeUnit.SECONDS), "an executor still runs");
        }
        int errors = 0;
        for (Linkport port : opened) {
            checkNothingLeft(port);
            errors += (int) port.stats().handlerErrors();
        }
        assertEquals(handlerErrors, errors, "exceptions from handlers");
        for (Recorder recorder : recorders) {
            assertEquals(List.of(), recorder.faults());
            assertEquals(recorder.count("open"), recorder.count("close"), () -> "callbacks: " + recorder.calls());
        }
    }

    private static void checkNothingLeft(Linkport port) {
        LinkportStats stats = port.stats();
        assertEquals(List.of(), threadsOf(port), "threads");
        assertEquals(0, port.links().count(), "links");
        assertEquals(stats.linksOpened(), stats.linksClosed(), "links opened and closed");
        long closes =
                stats.closes().values().stream().mapToLong(Long::longValue).sum();
        assertEquals(stats.linksClosed(), closes, () -> "closes " + stats.closes());
        assertEquals(0, stats.sendChunksOut(), "send chunks");
        assertEquals(0, stats.pendingBytes(), "pending bytes");
        assertEquals(0, stats.receiveChunksOut(), "receive chunks");
        assertEquals(0, stats.systemErrors(), "system errors");
    }

    public static List<Thread> threadsOf(Linkport port) {
        String prefix = port.options().name() + "-";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .toList();
    }
}
