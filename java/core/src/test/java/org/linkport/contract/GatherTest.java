/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;

/** Promise 3: what is sent during one step leaves in one gathering write. Attacks a write for each message. */
class GatherTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldWriteOnceForAllSendsOfACallback() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder many = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                for (int i = 0; i < 500; i++) {
                    link.send(new byte[20]);
                }
            }
        };
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, many).send("x");
        peer.read(10_000);
        Await.until("counted", () -> port.stats().bytesSent() == 10_000);
        assertEquals(1, port.stats().systemSends());
        assertEquals(500, port.stats().messagesSent());
    }

    @Test
    void shouldWriteOnceForSendsOfATaskAndAFollowingClose() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        recorder.execute(recorder.link(), () -> {
            recorder.link().send(new byte[700]);
            recorder.link().send(new byte[7_000]);
            recorder.link().send(new byte[30]);
            recorder.link().close();
        });
        assertEquals(7_730, peer.readToEnd().length);
        Await.until("counted", () -> port.stats().bytesSent() == 7_730);
        assertEquals(1, port.stats().systemSends());
    }

    @Test
    void shouldTakeMessagesOfOtherThreadsTogether() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        Link link = recorder.link();
        CountDownLatch sent = new CountDownLatch(1);
        recorder.execute(link, () -> Await.latch(sent)); // the worker is busy while another thread sends
        for (int i = 0; i < 200; i++) {
            link.send(new byte[50]);
        }
        sent.countDown();
        peer.read(10_000);
        Await.until("counted", () -> port.stats().bytesSent() == 10_000);
        assertEquals(
                true,
                port.stats().systemSends() <= 2,
                () -> "writes: " + port.stats().systemSends());
    }
}
