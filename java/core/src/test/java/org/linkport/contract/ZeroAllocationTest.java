/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Heartbeat;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Listener;
import org.linkport.SendOptions;

/**
 * Promise 10: a message allocates nothing on the heap at steady state. Measures what the worker threads allocate, by the
 * JVM's own count, around many echoes after as many to warm up.
 */
class ZeroAllocationTest {
    private static final int FRAME = 64;
    private static final long TOLERANCE_BYTES = 64 << 10; // for the JVM's own doings, over the whole run

    @RegisterExtension
    final Ports ports = new Ports();

    /** Sends every frame back as a message of its own. */
    private static final class FrameEcho implements LinkHandler {
        @Override
        public void onReceive(Link link, ByteBuffer data) {
            int end = data.limit();
            while (data.position() < end) {
                data.limit(Math.min(end, data.position() + FRAME));
                link.send(data);
            }
        }
    }

    private static long allocated(Linkport port) {
        long sum = 0;
        for (Thread worker : Ports.threadsOf(port)) {
            sum += AllocatedBytes.of(worker);
        }
        return sum;
    }

    private static void checkNothingAllocated(Linkport port, Runnable work) {
        work.run();
        long before = allocated(port);
        work.run();
        long bytes = allocated(port) - before;
        assertTrue(bytes < TOLERANCE_BYTES, () -> "the workers allocated " + bytes + " bytes");
    }

    @Test
    void shouldAllocateNothingForEachMessage() {
        int peers = 4;
        int messages = 100_000;
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new FrameEcho());
        List<Peer> all = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            all.add(ports.peer(listener.address()));
        }
        byte[] batch = new byte[250 * FRAME];
        long sent = port.stats().messagesSent();
        checkNothingAllocated(port, () -> {
            for (int i = 0; i < messages / peers / 250; i++) {
                all.forEach(peer -> peer.send(batch));
                all.forEach(peer -> peer.read(batch.length));
            }
        });
        assertTrue(port.stats().messagesSent() - sent >= 2L * messages);
    }

    /** Every deadline, limit and membership that has to look at a message, or at the time, while it passes. */
    @Test
    void shouldAllocateNothingWithEverythingSwitchedOn() {
        int rounds = 500;
        Linkport port = ports.open(ports.builder()
                .workers(1)
                .maxLinks(100)
                .maxPendingBytes(1 << 20)
                .jmx(true));
        LinkOptions options = LinkOptions.DEFAULT.withTime(LinkOptions.DEFAULT
                .time()
                .withFirstDataMillis(60_000)
                .withIdleMillis(60_000, 60_000)
                .withMaxIdleMillis(120_000, 120_000)
                .withMaxAgeMillis(600_000));
        ListenOptions limited =
                ListenOptions.DEFAULT.withLink(options).withMaxLinks(50).withMaxLinksPerAddress(50);
        Heartbeat heartbeat = new Heartbeat(60_000, 10_000, 3, link -> link.send(new byte[1]));
        Listener listener = port.listen(Ports.loopback(), limited, link -> {
            port.links().group("all").join(link);
            port.links().bind("key", link);
            link.schedule(600_000, () -> {});
            return heartbeat.around(new FrameEcho());
        });
        List<Peer> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(ports.peer(listener.address()));
        }
        byte[] frames = new byte[5 * FRAME];
        checkNothingAllocated(port, () -> {
            for (int i = 0; i < rounds; i++) {
                all.forEach(peer -> peer.send(frames));
                all.forEach(peer -> peer.read(frames.length));
            }
        });
        assertEquals(8, port.links().group("all").count());
        assertEquals(2L * 5 * 8 * rounds, port.stats().messagesSent());
    }

    @Test
    void shouldAllocateNothingForEachEvent() {
        int peers = 8;
        int rounds = 1_500;
        Linkport port = ports.open(ports.builder().workers(1));
        Listener listener = ports.listen(port, link -> new FrameEcho());
        List<Peer> all = new ArrayList<>();
        for (int i = 0; i < peers; i++) {
            all.add(ports.peer(listener.address()));
        }
        byte[] frame = new byte[FRAME];
        checkNothingAllocated(port, () -> {
            for (int i = 0; i < rounds; i++) {
                all.forEach(peer -> peer.send(frame));
                all.forEach(peer -> peer.read(FRAME));
            }
        });
        assertTrue(port.stats().systemReceives() >= 2L * peers * rounds);
    }

    @Test
    void shouldAllocateNothingOnTheWorkerForDispatchedMessages() {
        int rounds = 300;
        ThreadPoolExecutor pool =
                ports.endLater(new ThreadPoolExecutor(1, 1, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(1_000)));
        Linkport port = ports.open(ports.builder().workers(1));
        Listener listener = ports.listen(port, LinkOptions.DEFAULT.dispatch(pool), link -> new FrameEcho());
        Peer peer = ports.peer(listener.address());
        byte[] batch = new byte[50 * FRAME];
        checkNothingAllocated(port, () -> {
            for (int i = 0; i < rounds; i++) {
                peer.send(batch).read(batch.length);
            }
        });
    }

    @Test
    void shouldAllocateNothingForEachBatch() {
        int rounds = 3_000;
        Linkport port = ports.open(ports.builder().workers(1));
        LinkOptions batched = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withBatch(10 * FRAME, 1));
        Listener listener = ports.listen(port, batched, link -> new FrameEcho());
        Peer peer = ports.peer(listener.address());
        checkNothingAllocated(port, () -> {
            for (int i = 0; i < rounds; i++) { // some batches leave by bytes, some by time
                byte[] frames = new byte[(i % 8 == 0 ? 4 : 20) * FRAME];
                peer.send(frames).read(frames.length);
            }
        });
    }

    @Test
    void shouldAllocateNothingOnTheWorkerForSendsOfOtherThreads() {
        int messages = 20_000;
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        Link link = recorder.link();
        ByteBuffer frame = ByteBuffer.allocateDirect(FRAME);
        checkNothingAllocated(port, () -> {
            for (int i = 0; i < messages / 100; i++) {
                for (int m = 0; m < 100; m++) {
                    assertEquals(true, link.send(frame.clear()).isAccepted());
                }
                peer.read(100 * FRAME);
            }
        });
    }

    @Test
    void shouldAllocateNothingOnTheThreadThatSends() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        Link link = recorder.link();
        ByteBuffer frame = ByteBuffer.allocateDirect(FRAME);
        long bytes = 0;
        for (int i = 0; i < 200; i++) {
            long before = AllocatedBytes.of(Thread.currentThread());
            for (int m = 0; m < 100; m++) {
                link.send(frame.clear());
            }
            bytes = i < 100 ? 0 : bytes + AllocatedBytes.of(Thread.currentThread()) - before;
            peer.read(100 * FRAME);
        }
        long counted = bytes;
        assertTrue(counted < TOLERANCE_BYTES, () -> "the sender allocated " + counted + " bytes");
    }
}
