/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What it costs to find a message behind its length, 16 of which arrive together: whole, or cut in the middle of one. */
@State(Scope.Thread)
public class DecodeBenchmark {
    private static final int MESSAGES = 16;
    private static final int LENGTH_BYTES = 4;

    /** Of one message. */
    @Param({"64", "1024"})
    public int bytes;

    private final FrameReceiver receiver = new FrameReceiver(
            LengthFieldFraming.bigEndian(LENGTH_BYTES, 1 << 20).decoder(), this::told);
    private ByteBuffer data = ByteBuffer.allocate(0);
    private long toldBytes;

    /** Makes the messages. */
    @Setup
    public void fill() {
        data = ByteBuffer.allocateDirect(MESSAGES * (LENGTH_BYTES + bytes));
        for (int i = 0; i < MESSAGES; i++) {
            data.putInt(bytes).position(data.position() + bytes);
        }
    }

    private void told(ByteBuffer payload) {
        toldBytes += payload.remaining();
    }

    /** All of them lie in one piece. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long whole() {
        receiver.receive(data.clear());
        return toldBytes;
    }

    /** Two pieces, with the end of the first in the middle of a message. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public long cutOnce() {
        int cut = data.capacity() / 2 + bytes / 2;
        receiver.receive(data.clear().limit(cut));
        receiver.receive(data.limit(data.capacity()));
        return toldBytes;
    }
}
