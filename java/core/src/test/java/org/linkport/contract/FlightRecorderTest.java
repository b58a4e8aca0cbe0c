/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;

/**
 * A flight recording tells the life of links and which callbacks were slow. Attacks recordings that want some of it
 * only, thresholds, and callbacks that throw.
 */
class FlightRecorderTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path directory;

    private List<RecordedEvent> eventsOf(Recording recording, String name) throws IOException {
        if (recording.getState() == RecordingState.RUNNING) {
            recording.stop();
        }
        Path file = directory.resolve("recording.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("org.linkport." + name))
                .toList();
    }

    @Test
    void shouldTellTheLifeOfALink() throws Exception {
        Linkport port = ports.open();
        try (Recording recording = new Recording()) {
            recording.enable("org.linkport.LinkOpened");
            recording.enable("org.linkport.LinkClosed");
            recording.start();
            Recorder echo = new Recorder.Echo(ports);
            Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, echo);
            peer.send("hello").read(5);
            Link link = echo.link();
            peer.close();
            echo.reason();
            port.close(); // what follows onClose is then over
            List<RecordedEvent> closed = eventsOf(recording, "LinkClosed");
            assertEquals(1, closed.size(), closed::toString);
            RecordedEvent end = closed.get(0);
            assertEquals(link.id(), end.getLong("link"));
            assertEquals(CloseReason.PEER_CLOSE.name(), end.getString("reason"));
            assertEquals(0, end.getInt("osCode"));
            assertEquals(5, end.getLong("bytesReceived"));
            assertEquals(5, end.getLong("bytesSent"));
            assertEquals(1, end.getLong("messagesSent"));
            assertEquals(link.worker().name(), end.getString("worker"));
            assertEquals("127.0.0.1:" + link.remoteAddress().getPort(), end.getString("remoteAddress"));
            assertEquals("127.0.0.1:" + link.localAddress().getPort(), end.getString("localAddress"));
            List<RecordedEvent> opened = eventsOf(recording, "LinkOpened");
            assertEquals(1, opened.size(), opened::toString);
            assertEquals(link.id(), opened.get(0).getLong("link"));
            assertEquals(
                    "127.0.0.1:" + link.remoteAddress().getPort(), opened.get(0).getString("remoteAddress"));
        }
    }

    @Test
    void shouldTellSlowCallbacksAndNoOthers() throws Exception {
        Linkport port = ports.open();
        ports.expectHandlerErrors(1);
        Duration slow = Duration.ofMillis(300);
        try (Recording recording = new Recording()) {
            recording.enable("org.linkport.SlowCallback").withThreshold(slow);
            recording.start();
            Recorder recorder = new Recorder(ports) {
                @Override
                void received(Link link, ByteBuffer data) {
                    boolean dawdle = data.get() == 's';
                    long end = System.nanoTime() + slow.toNanos();
                    while (dawdle && System.nanoTime() < end + 1_000_000) {
                        Thread.onSpinWait();
                    }
                    link.send(new byte[] {'x'});
                    if (dawdle) {
                        throw new IllegalStateException("slow, and fails");
                    }
                }
            };
            Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, recorder);
            long longest = 0;
            for (int i = 0; i < 20; i++) {
                long start = System.nanoTime();
                peer.send("f").read(1);
                longest = Math.max(longest, System.nanoTime() - start);
            }
            peer.send("s");
            assertEquals(CloseReason.HANDLER_ERROR, recorder.reason());
            port.close();
            List<RecordedEvent> events = eventsOf(recording, "SlowCallback");
            long received = events.stream()
                    .filter(event -> "onReceive".equals(event.getString("callback")))
                    .count();
            // A machine that stops for that long in a callback makes it slow, which is then rightly told.
            assertTrue(received == 1 || (longest > slow.toNanos() && received > 1), events::toString);
            assertTrue(events.stream()
                    .allMatch(event -> event.getLong("link") == recorder.link().id()));
            assertTrue(events.stream().allMatch(event -> event.getDuration().compareTo(slow) >= 0));
        }
    }

    @Test
    void shouldTellNothingThatNobodyWants() throws Exception {
        Linkport port = ports.open();
        try (Recording recording = new Recording()) {
            recording.disable("org.linkport.LinkOpened");
            recording.disable("org.linkport.SlowCallback");
            recording.enable("org.linkport.LinkClosed");
            recording.start();
            Recorder echo = new Recorder.Echo(ports);
            ports.peerOf(port, LinkOptions.DEFAULT, echo).send("x").read(1);
            port.close();
            assertEquals(1, eventsOf(recording, "LinkClosed").size());
            assertEquals(List.of(), eventsOf(recording, "LinkOpened"));
            assertEquals(List.of(), eventsOf(recording, "SlowCallback"));
        }
    }
}
