/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.HandlerPool;
import org.linkport.HandlerPoolOptions;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Links dispatched to a HandlerPool. Attacks it with more handlers that block than it has threads: it grows until each
 * runs, with an attachment of its thread, and ends after the Linkport with nothing open.
 */
class HandlerPoolDispatchTest {
    private static final int LINKS = 6;

    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldGrowUntilEveryBlockedHandlerRuns() {
        AtomicInteger open = new AtomicInteger();
        HandlerPool pool = HandlerPool.open(HandlerPoolOptions.DEFAULT
                .withName("dispatchpool")
                .withThreads(1, LINKS)
                .withUtilisation(60, 20, 5)
                .withAttachments(
                        HandlerPoolOptions.Attachments.of(open::incrementAndGet, made -> open.decrementAndGet())));
        CountDownLatch inside = new CountDownLatch(LINKS);
        CountDownLatch leave = new CountDownLatch(1);
        Linkport port = ports.open(ports.builder().workers(1));
        Listener listener = ports.listen(port, LinkOptions.DEFAULT.dispatch(pool), link -> new Recorder(ports) {
            @Override
            boolean isInPlace(Link own) {
                return HandlerPool.attachment(Integer.class) > 0;
            }

            @Override
            void received(Link own, ByteBuffer data) throws Exception {
                inside.countDown();
                assertTrue(leave.await(Await.SECONDS, TimeUnit.SECONDS));
                own.send(data);
            }
        });
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            peers.add(ports.peer(listener.address()).send("x"));
        }
        Await.latch(inside);
        assertEquals(LINKS, open.get());
        leave.countDown();
        peers.forEach(peer -> assertEquals("x", peer.readText(1)));
        peers.forEach(Peer::close);
        Await.value(port.shutdown());
        pool.close();
        assertEquals(0, open.get());
        assertEquals(0, pool.stats().tasksFailed());
    }
}
