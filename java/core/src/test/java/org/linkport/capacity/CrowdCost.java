/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.Linkport;

/** Prints what it takes to ask or to tell all of many links something, in microseconds, medians of several rounds. */
final class CrowdCost {
    private static final int ROUNDS = 21;
    private static final int BROADCASTS = 7;
    private static final int WORKERS = 2;
    private static final int MESSAGE_BYTES = 64;

    private final Linkport port;
    private final int count;
    private final ByteBuffer message = ByteBuffer.allocate(MESSAGE_BYTES);

    private CrowdCost(Linkport port, int count) {
        this.port = port;
        this.count = count;
    }

    /** Argument: how many links. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Silent silent = Silent.of(count);
        try (Linkport port = Linkport.builder()
                .engine(Engine.NIO)
                .workers(WORKERS)
                .maxLinks(count)
                .shutdownMillis(0)
                .open()) {
            int tcpPort = port.listen(loopback, link -> silent).address().getPort();
            try (ChildJvm holder = LinkHolder.start(tcpPort, count)) {
                silent.awaitAll(holder);
                new CrowdCost(port, count).print();
            }
        }
    }

    private void print() {
        long snapshot = median(this::snapshotNanos);
        long eachLink = median(this::eachLinkNanos);
        long[] callers = new long[BROADCASTS];
        long[] delivered = new long[BROADCASTS];
        long wakes = 0;
        for (int i = 0; i < BROADCASTS; i++) {
            Told told = broadcast();
            callers[i] = told.callerNanos;
            delivered[i] = told.deliveredNanos;
            wakes = Math.max(wakes, told.wakes);
        }
        System.out.println(snapshot + " " + eachLink + " " + median(callers) + " " + median(delivered) + " " + wakes);
    }

    private static long median(LongSupplier nanos) {
        return median(LongStream.generate(nanos).limit(ROUNDS).toArray());
    }

    private static long median(long[] nanos) {
        Arrays.sort(nanos);
        return TimeUnit.NANOSECONDS.toMicros(nanos[nanos.length / 2]);
    }

    /** The statistics of the Linkport and of each worker, and a sum over them. */
    private long snapshotNanos() {
        long start = System.nanoTime();
        expect(count, port.stats().linksOpen());
        return System.nanoTime() - start;
    }

    /** The statistics of every link. */
    private long eachLinkNanos() {
        long start = System.nanoTime();
        long seen = 0;
        for (Link link : port.links()) {
            seen += link.stats().bytesReceived() == 0 ? 1 : 0;
        }
        expect(count, seen);
        return System.nanoTime() - start;
    }

    /** One broadcast: for who calls it, until the system has all of it, and the workers it woke meanwhile. */
    private record Told(long callerNanos, long deliveredNanos, long wakes) {}

    private Told broadcast() {
        long sent = port.stats().bytesSent();
        long wakes = port.stats().wakes();
        long start = System.nanoTime();
        expect(count, port.links().broadcast(message).accepted());
        long caller = System.nanoTime() - start;
        awaitSent(sent);
        return new Told(caller, System.nanoTime() - start, port.stats().wakes() - wakes);
    }

    private void awaitSent(long before) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (port.stats().bytesSent() < before + (long) count * MESSAGE_BYTES) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("a broadcast was not sent");
            }
            Thread.onSpinWait();
        }
    }

    private static void expect(long expected, long actual) {
        if (expected != actual) {
            throw new AssertionError(expected + " expected and " + actual + " seen");
        }
    }
}
