/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendResult;
import org.linkport.TimeOptions;

/** Promise 11: a peer that floods, stalls, resets or half-closes harms its own link only. A witness link looks on. */
class HostilePeersTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private Linkport port;
    private Listener listener;
    private Peer witness;

    @BeforeEach
    void open() {
        port = ports.open(ports.builder().workers(1));
        listener = ports.listen(
                port,
                LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withDrainMillis(300)),
                link -> new Recorder.Echo(ports) {
                    @Override
                    void received(Link echo, ByteBuffer data) {
                        if (echo.send(data) == SendResult.REJECTED) {
                            echo.abort(); // it does not read what it asked for
                        }
                    }
                });
        witness = ports.peer(listener.address());
    }

    @AfterEach
    void witnessLives() {
        assertEquals("alive", witness.send("alive").readText(5));
    }

    @Test
    void shouldBearAFloodThatReadsNothing() {
        AtomicBoolean over = new AtomicBoolean();
        Peer flooding = ports.peer(listener.address());
        Thread flood = new Thread(() -> {
            try {
                for (int i = 0; i < 2_000; i++) { // twice what may be pending
                    flooding.send(new byte[64 << 10]);
                }
            } catch (RuntimeException e) {
                over.set(true); // it was reset
            }
        });
        flood.start();
        for (int i = 0; i < 50; i++) {
            assertEquals("x", witness.send("x").readText(1));
        }
        Await.end(flood);
        assertEquals(true, over.get());
        Await.until("only the witness", () -> port.links().count() == 1);
    }

    @Test
    void shouldBearAStormOfResets() {
        for (int i = 0; i < 150; i++) {
            Peer peer = Peer.connect(listener.address());
            if (i % 3 > 0) {
                peer.send(new byte[i * 10]);
            }
            peer.reset();
            if (i % 10 == 0) {
                assertEquals("x", witness.send("x").readText(1));
            }
        }
        Await.until("only the witness", () -> port.links().count() == 1);
    }

    @Test
    void shouldBearPeersThatEndAndStay() {
        List<Peer> staying = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            staying.add(ports.peer(listener.address()).send("bye").shutdownOutput());
        }
        staying.forEach(peer -> assertEquals(3, peer.readToEnd().length));
        Await.until("only the witness", () -> port.links().count() == 1);
    }

    @Test
    void shouldBearPeersThatSaySingleBytes() {
        Peer dripping = ports.peer(listener.address());
        for (int i = 0; i < 300; i++) {
            dripping.send(new byte[] {(byte) i});
        }
        byte[] back = dripping.read(300);
        for (int i = 0; i < 300; i++) {
            assertEquals((byte) i, back[i]);
        }
    }
}
