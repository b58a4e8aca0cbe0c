/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.linkport.SendOptions;
import org.linkport.internal.buffer.ChunkCache;
import org.linkport.internal.buffer.ChunkPool;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a message costs from {@code send} to the gathering write and back, without the write: 16 in each step. */
@State(Scope.Thread)
public class SendQueueBenchmark {
    private static final int MESSAGES = 16;

    /** Of one message. */
    @Param({"64", "1024", "16384"})
    public int bytes;

    private final ChunkPool pool = new ChunkPool(buffer -> 0);
    private final Outbound outbound = new Outbound(new ChunkCache(pool), new Lent.Queue());
    private final ForeignMessages foreign = new ForeignMessages();
    private final PendingBytes pending = new PendingBytes(SendOptions.DEFAULT, null);
    private final ByteBuffer[] gather = new ByteBuffer[64];
    private ByteBuffer message = ByteBuffer.allocate(0);

    /** Makes the message. */
    @Setup
    public void fill() {
        message = ByteBuffer.allocateDirect(bytes);
    }

    /** Sent by the worker. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int sendOnTheWorker() {
        for (int i = 0; i < MESSAGES; i++) {
            outbound.append(message.clear());
        }
        return write();
    }

    /** Sent by other threads, without the wake-up. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int sendElsewhere() {
        for (int i = 0; i < MESSAGES; i++) {
            foreign.add(pool.copy(message.clear()));
        }
        foreign.moveTo(outbound);
        return write();
    }

    /** The accounting of both. */
    @Benchmark
    public boolean admission() {
        pending.admit(bytes);
        return pending.handedOver(bytes);
    }

    private int write() {
        int used = 0;
        while (outbound.hasUnsubmitted()) {
            used += outbound.gather(gather);
        }
        outbound.consume((long) MESSAGES * bytes);
        return used;
    }
}
