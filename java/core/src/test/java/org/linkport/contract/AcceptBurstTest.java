/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Listener;

/**
 * Bursts of connections beyond the accept depth and the backlog: each is served, though a client's system may have to
 * knock again; none is counted as failed. The depth is how many accepts are kept posted, or taken in one step.
 */
class AcceptBurstTest {
    private static final int CLIENTS = 20;

    @RegisterExtension
    final Ports ports = new Ports();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 8})
    void shouldServeAllOfABurst(int depth) {
        Linkport port = ports.open();
        ListenOptions options = ListenOptions.DEFAULT.withAcceptDepth(depth).withBacklog(8);
        Listener listener = port.listen(Ports.loopback(), options, link -> new Recorder.Echo(ports));
        CountDownLatch together = new CountDownLatch(1);
        AtomicInteger served = new AtomicInteger();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            Thread client = new Thread(() -> {
                Await.latch(together);
                try (Peer peer = Peer.connect(listener.address())) {
                    assertEquals("x", peer.send("x").readText(1));
                    served.incrementAndGet();
                }
            });
            client.start();
            clients.add(client);
        }
        together.countDown();
        clients.forEach(Await::end);
        assertEquals(CLIENTS, served.get());
        assertEquals(CLIENTS, port.stats().linksOpened());
        assertEquals(0, port.stats().acceptsFailed());
    }
}
