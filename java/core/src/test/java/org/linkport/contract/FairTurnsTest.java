/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;

/** Attacks a worker with a link that always has more input: it does not keep the worker from what others want of it. */
class FairTurnsTest {
    private static final int CALLS_MAX = 16; // of onReceive, before all others have their turn

    @RegisterExtension
    final Ports ports = new Ports();

    /** Asks the worker for something else, and counts the calls until it comes to that. */
    private static final class Waiting extends Recorder {
        private final AtomicInteger most = new AtomicInteger();
        private int calls; // of the worker only

        Waiting(Ports ports) {
            super(ports);
        }

        @Override
        void received(Link link, ByteBuffer data) {
            if (++calls == 1) {
                link.execute(() -> {
                    most.accumulateAndGet(calls, Math::max);
                    calls = 0;
                });
            }
        }
    }

    @Test
    void shouldTurnToOthersWhileALinkAlwaysHasMore() {
        byte[] stream = Bytes.pattern(4 << 20, 5);
        Waiting recorder = new Waiting(ports);
        Linkport port = ports.open(ports.builder().workers(1).receiveMemory(1_024, 8));
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        Thread sender = new Thread(() -> peer.send(stream));
        sender.start();
        recorder.awaitReceived(stream.length);
        Await.end(sender);
        Bytes.assertSame(stream, recorder.received());
        assertTrue(recorder.most.get() <= CALLS_MAX, () -> recorder.most + " calls in a row");
    }
}
