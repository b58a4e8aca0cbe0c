/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.linkport.Linkport;
import org.linkport.LinkportStats;
import org.linkport.WorkerStats;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;
import org.linkport.protocol.value.ValueWriter;

/**
 * What a server is doing; counters are since its start.
 *
 * @param engine its engine
 * @param maxLinks how many links may be open at once
 * @param linksOpened links that have opened
 * @param linksClosed links that have ended
 * @param acceptsFailed connections lost while being accepted
 * @param messagesRejected messages rejected by {@code send}
 * @param handlerErrors exceptions thrown by callbacks
 * @param systemErrors failures of the system that belong to no link
 * @param heapUsedBytes heap in use
 * @param heapMaxBytes what the heap may grow to
 * @param receiveChunks receive chunks of all workers
 * @param workers each of them
 */
public record ServerStats(
        String engine,
        long maxLinks,
        long linksOpened,
        long linksClosed,
        long acceptsFailed,
        long messagesRejected,
        long handlerErrors,
        long systemErrors,
        long heapUsedBytes,
        long heapMaxBytes,
        long receiveChunks,
        List<Worker> workers) {
    private static final int BYTES_MAX = 64 << 10;
    private static final int NAME_BYTES_MAX = 256;

    /** Copies the list. */
    public ServerStats {
        workers = List.copyOf(workers);
    }

    /**
     * One worker.
     *
     * @param name its thread's
     * @param linksOpen links that it owns
     * @param aliveNanos since its start
     * @param waitNanos of them, those with nothing to do
     * @param messagesSent messages that were accepted
     * @param bytesSent bytes handed to the system
     * @param bytesReceived bytes given to handlers
     * @param pendingBytes what waits to be sent
     * @param sendChunksOut send chunks in use
     * @param receiveChunksOut receive chunks kept by handlers
     */
    public record Worker(
            String name,
            long linksOpen,
            long aliveNanos,
            long waitNanos,
            long messagesSent,
            long bytesSent,
            long bytesReceived,
            long pendingBytes,
            long sendChunksOut,
            long receiveChunksOut) {
        /** What part of the time since an earlier moment it worked, from 0 to 1. */
        public double busyShareSince(Worker earlier) {
            long alive = aliveNanos - earlier.aliveNanos;
            return alive <= 0 ? 0 : Math.max(0, Math.min(1, 1 - (waitNanos - earlier.waitNanos) / (double) alive));
        }

        private static Worker of(WorkerStats stats) {
            return new Worker(
                    stats.name(),
                    stats.linksOpen(),
                    stats.aliveNanos(),
                    stats.waitNanos(),
                    stats.messagesSent(),
                    stats.bytesSent(),
                    stats.bytesReceived(),
                    stats.pendingBytes(),
                    stats.sendChunksOut(),
                    stats.receiveChunksOut());
        }

        private void write(ValueWriter writer) {
            writer.text(LengthForm.U16, name, StandardCharsets.UTF_8)
                    .i64(linksOpen)
                    .i64(aliveNanos)
                    .i64(waitNanos)
                    .i64(messagesSent)
                    .i64(bytesSent)
                    .i64(bytesReceived)
                    .i64(pendingBytes)
                    .i64(sendChunksOut)
                    .i64(receiveChunksOut);
        }

        private static Worker read(ValueReader fields) {
            return new Worker(
                    fields.text(LengthForm.U16, NAME_BYTES_MAX, StandardCharsets.UTF_8),
                    fields.i64(),
                    fields.i64(),
                    fields.i64(),
                    fields.i64(),
                    fields.i64(),
                    fields.i64(),
                    fields.i64(),
                    fields.i64(),
                    fields.i64());
        }
    }

    /** Links open now. */
    public long linksOpen() {
        return linksOpened - linksClosed;
    }

    static ServerStats of(Linkport port) {
        LinkportStats stats = port.stats();
        Runtime jvm = Runtime.getRuntime();
        return new ServerStats(
                port.engine().name(),
                port.options().maxLinks(),
                stats.linksOpened(),
                stats.linksClosed(),
                stats.acceptsFailed(),
                stats.messagesRejected(),
                stats.handlerErrors(),
                stats.systemErrors(),
                jvm.totalMemory() - jvm.freeMemory(),
                jvm.maxMemory(),
                (long) port.options().receiveChunks() * stats.workers().size(),
                stats.workers().stream().map(Worker::of).toList());
    }

    ByteBuffer body() {
        ValueWriter writer = ValueWriter.growing(BYTES_MAX, ByteOrder.BIG_ENDIAN)
                .text(LengthForm.U16, engine, StandardCharsets.UTF_8)
                .i64(maxLinks)
                .i64(linksOpened)
                .i64(linksClosed)
                .i64(acceptsFailed)
                .i64(messagesRejected)
                .i64(handlerErrors)
                .i64(systemErrors)
                .i64(heapUsedBytes)
                .i64(heapMaxBytes)
                .i64(receiveChunks)
                .u16(workers.size());
        workers.forEach(each -> each.write(writer));
        return writer.take();
    }

    static ServerStats read(ByteBuffer body) {
        ValueReader fields = new ValueReader(body, ByteOrder.BIG_ENDIAN);
        String engine = fields.text(LengthForm.U16, NAME_BYTES_MAX, StandardCharsets.UTF_8);
        long[] counters = new long[10];
        for (int i = 0; i < counters.length; i++) {
            counters[i] = fields.i64();
        }
        List<Worker> workers = new ArrayList<>();
        for (int left = fields.u16(); left > 0; left--) {
            workers.add(Worker.read(fields));
        }
        return new ServerStats(
                engine,
                counters[0],
                counters[1],
                counters[2],
                counters[3],
                counters[4],
                counters[5],
                counters[6],
                counters[7],
                counters[8],
                counters[9],
                workers);
    }
}
