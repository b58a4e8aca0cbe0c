/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.LinkStats;
import org.linkport.Linkport;
import org.linkport.LinkportStats;

/** Promise 11: what happened is counted, once, for the link and for the Linkport. */
class StatsTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldCountTheTrafficOfALink() {
        Instant before = Instant.now().minusSeconds(1);
        Recorder echo = new Recorder.Echo(ports);
        Linkport port = ports.open();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, echo);
        for (int i = 0; i < 10; i++) {
            peer.send(new byte[100]).read(100);
        }
        Await.until("counted", () -> echo.link().stats().bytesSent() == 1_000);
        LinkStats link = echo.link().stats();
        assertEquals(1_000, link.bytesReceived());
        assertEquals(1_000, echo.link().bytesReceived());
        assertEquals(1_000, echo.link().bytesSent());
        assertEquals(link.messagesSent(), echo.link().messagesSent());
        assertEquals(0, link.pendingBytes());
        assertTrue(link.openedAt().isAfter(before));
        LinkportStats all = port.stats();
        assertEquals(1_000, all.bytesReceived());
        assertEquals(1_000, all.bytesSent());
        assertTrue(all.systemReceives() >= 10 && all.systemReceives() <= 1_000);
        assertTrue(all.systemSends() >= 10 && all.systemSends() <= 1_000);
        assertTrue(all.messagesSent() >= 10);
        assertTrue(all.steps() > 0);
        assertTrue(all.events() > 0);
    }

    @Test
    void shouldTellHowLinksGatherTheirMessages() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder single = new Recorder.Echo(ports);
        Recorder many = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) {
                for (int i = 0; i < 20; i++) {
                    link.send(new byte[5]);
                }
            }
        };
        Peer one = ports.peerOf(port, LinkOptions.DEFAULT, single);
        Peer other = ports.peerOf(port, LinkOptions.DEFAULT, many);
        for (int i = 0; i < 5; i++) {
            one.send("x").read(1);
            other.send("x").read(100);
        }
        LinkStats echo = awaitSent(single, 5);
        assertEquals(5, echo.messagesSent());
        assertEquals(5, echo.systemSends(), "one message, one send");
        assertEquals(5, echo.systemReceives());
        assertEquals(1.0, echo.messagesPerSystemSend());
        LinkStats gathering = awaitSent(many, 500);
        assertEquals(100, gathering.messagesSent());
        assertEquals(5, gathering.systemSends(), "the messages of one callback leave in one send");
        assertEquals(20.0, gathering.messagesPerSystemSend());
        LinkportStats all = port.stats();
        assertEquals(105, all.messagesSent());
        assertEquals(10, all.systemSends(), "links and workers count the same sends");
        assertEquals(10.5, all.messagesPerSystemSend());
    }

    @Test
    void shouldTellForHowLongALinkHasMovedNothing() {
        Recorder echo = new Recorder.Echo(ports);
        Peer peer = ports.peerOf(ports.open(), LinkOptions.DEFAULT, echo);
        Link link = echo.link();
        Await.until(
                "silent both ways",
                () -> Math.min(link.stats().silentMillis(), link.stats().sinceSentMillis()) > 50);
        long before = System.nanoTime();
        peer.send("x").read(1);
        LinkStats stats = awaitSent(echo, 1);
        long most = (System.nanoTime() - before) / 1_000_000 + 1;
        assertTrue(stats.silentMillis() <= most && stats.sinceSentMillis() <= most, () -> stats + " after " + most);
        assertTrue(stats.ageMillis() > 50, stats::toString);
    }

    @Test
    void shouldCountMessagesOfOtherThreadsForTheLink() {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        for (int i = 0; i < 50; i++) {
            recorder.link().send("abc".getBytes(StandardCharsets.US_ASCII));
        }
        peer.read(150);
        LinkStats stats = awaitSent(recorder, 150);
        assertEquals(50, stats.messagesSent());
        assertTrue(stats.systemSends() >= 1 && stats.systemSends() <= 50, stats::toString);
    }

    private static LinkStats awaitSent(Recorder recorder, long bytes) {
        Await.until("counted", () -> recorder.link().stats().bytesSent() == bytes);
        return recorder.link().stats();
    }

    @Test
    void shouldCountClosesByReason() {
        Linkport port = ports.open();
        Recorder closing = new Recorder(ports);
        Recorder aborting = new Recorder(ports);
        Recorder ended = new Recorder(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, closing);
        closing.link().close();
        peer.expectEnd();
        peer.close();
        ports.peerOf(port, LinkOptions.DEFAULT, aborting);
        aborting.link().abort();
        ports.peerOf(port, LinkOptions.DEFAULT, ended).close();
        closing.reason();
        aborting.reason();
        ended.reason();
        assertEquals(
                Map.of(CloseReason.LOCAL_CLOSE, 1L, CloseReason.LOCAL_ABORT, 1L, CloseReason.PEER_CLOSE, 1L),
                port.stats().closes());
        assertEquals(3, port.stats().linksOpened());
        assertEquals(3, port.stats().linksClosed());
    }

    @Test
    void shouldCountWakesOfSleepingWorkers() {
        Recorder recorder = new Recorder(ports);
        Linkport port = ports.open(ports.builder().workers(1));
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        long before = port.stats().wakes();
        int[] sends = new int[1];
        Await.until("a worker asleep when a message came", () -> {
            recorder.link().send(new byte[1]);
            peer.read(1);
            sends[0]++;
            return port.stats().wakes() > before;
        });
        long wakes = port.stats().wakes() - before;
        assertTrue(wakes <= sends[0], () -> wakes + " wakes for " + sends[0] + " messages");
    }

    @Test
    void shouldSleepWhenThereIsNothingToDo() {
        Recorder echo = new Recorder.Echo(ports);
        Linkport port = ports.open(ports.builder().workers(1));
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, echo);
        peer.send("x").read(1);
        long before = port.stats().steps();
        for (int i = 0; i < 100; i++) {
            peer.send("x").read(1);
        }
        long steps = port.stats().steps() - before;
        assertTrue(steps <= 500, () -> steps + " steps for 100 echoes");
        assertFalse(echo.link().stats().bytesReceived() < 101);
    }

    @Test
    void shouldTellAgeAndSilenceOfAMoment() {
        Linkport port = ports.open();
        Link link = Crowd.of(ports, port, 1).link(0);
        long now = System.nanoTime();
        long later = now + TimeUnit.SECONDS.toNanos(5);
        assertEquals(5_000, link.ageMillis(later) - link.ageMillis(now));
        assertEquals(5_000, link.silentMillis(later) - link.silentMillis(now));
        long before = now - TimeUnit.HOURS.toNanos(1);
        assertEquals(0, link.ageMillis(before));
        assertEquals(0, link.silentMillis(before));
    }
}
