/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.CloseReason;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.TimeOptions;

/**
 * Promise 7, deadlines of a whole link: the first byte of an accepted peer, and the age. Attacks deadlines of more than a
 * second, peers that are late by little, pauses, and links that are busy when their time is over.
 */
class DeadlinesTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final Recorder recorder = new Recorder(ports);

    private static LinkOptions firstData(int millis) {
        return LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withFirstDataMillis(millis));
    }

    private static LinkOptions maxAge(int millis) {
        return LinkOptions.DEFAULT.withTime(TimeOptions.DEFAULT.withMaxAgeMillis(millis));
    }

    private void pass(int millis) {
        CountDownLatch passed = new CountDownLatch(1);
        recorder.schedule(recorder.link(), millis, passed::countDown);
        Await.latch(passed);
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 1_300})
    @Execution(ExecutionMode.CONCURRENT)
    void shouldResetAPeerThatNeverSaysAnything(int millis) {
        long start = System.nanoTime();
        Peer peer = ports.peerOf(ports.open(), firstData(millis), recorder);
        peer.expectReset();
        assertEquals(CloseReason.FIRST_DATA_TIMEOUT, recorder.reason());
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(millis - 1));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldSpareAPeerThatSaidSomething() {
        Peer peer = ports.peerOf(ports.open(), firstData(2_000), recorder);
        peer.send("x");
        recorder.awaitReceived(1);
        pass(2_200);
        assertTrue(recorder.link().isOpen());
        peer.close();
        assertEquals(CloseReason.PEER_CLOSE, recorder.reason());
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldSpareAPeerThatEndedItsSide() {
        Recorder halfOpen = new Recorder(ports) {
            @Override
            void receiveEnded(Link link) throws Exception {
                // stays open
            }
        };
        Peer peer = ports.peerOf(ports.open(), firstData(1_000), halfOpen);
        peer.shutdownOutput();
        Await.latch(halfOpen.receiveEnded);
        CountDownLatch passed = new CountDownLatch(1);
        halfOpen.schedule(halfOpen.link(), 1_200, passed::countDown);
        Await.latch(passed);
        halfOpen.link().close();
        peer.expectEnd();
        assertEquals(CloseReason.PEER_CLOSE, halfOpen.reason());
    }

    @Test
    void shouldCountFromTheResumeWhileNothingIsReceived() {
        Recorder paused = new Recorder(ports) {
            @Override
            void opened(Link link) throws Exception {
                link.pause();
            }
        };
        ports.peerOf(ports.open(), firstData(100), paused);
        CountDownLatch passed = new CountDownLatch(1);
        paused.schedule(paused.link(), 300, passed::countDown);
        Await.latch(passed);
        assertTrue(paused.link().isOpen());
        long resumed = System.nanoTime();
        paused.link().resume();
        assertEquals(CloseReason.FIRST_DATA_TIMEOUT, paused.reason());
        assertTrue(System.nanoTime() - resumed >= TimeUnit.MILLISECONDS.toNanos(99));
    }

    @Test
    void shouldNotAskItOfWhomWeConnectTo() {
        Linkport port = ports.open();
        Listener silent = ports.listen(port, link -> new Recorder(ports));
        Await.value(port.connect(silent.address(), ConnectOptions.DEFAULT.withLink(firstData(50)), link -> recorder));
        pass(200);
        assertTrue(recorder.link().isOpen());
        recorder.link().close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1_300})
    @Execution(ExecutionMode.CONCURRENT)
    void shouldCloseGracefullyAtItsAge(int millis) {
        byte[] message = Bytes.pattern(100_000, 7);
        Recorder talker = new Recorder(ports) {
            @Override
            void opened(Link link) throws Exception {
                link.send(message);
            }
        };
        long start = System.nanoTime();
        Peer peer = ports.peerOf(ports.open(), maxAge(millis), talker);
        assertArrayEquals(message, peer.readToEnd());
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(millis - 1));
        peer.close();
        assertEquals(CloseReason.MAX_AGE, talker.reason());
    }

    @Test
    void shouldCloseABusyLinkAtItsAge() {
        Recorder.Echo echo = new Recorder.Echo(ports);
        Peer peer = ports.peerOf(ports.open(), maxAge(300), echo);
        while (echo.link().isOpen()) {
            peer.send("x");
            int received = echo.receivedBytes();
            Await.until(
                    "more, or closing",
                    () -> echo.receivedBytes() > received || !echo.link().isOpen());
        }
        peer.close();
        assertEquals(CloseReason.MAX_AGE, echo.reason());
    }

    @Test
    void shouldLeaveAnEarlierCauseAlone() {
        TimeOptions times = TimeOptions.DEFAULT.withMaxAgeMillis(100).withDrainMillis(400);
        Peer peer = ports.peerOf(ports.open(), LinkOptions.DEFAULT.withTime(times), recorder);
        recorder.link().close(); // and drains beyond its age
        assertEquals(CloseReason.DRAIN_TIMEOUT, recorder.reason());
        peer.close();
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void shouldResetAPeerThatTakesForeverToDrain() {
        byte[] message = new byte[8 << 20];
        Recorder talker = new Recorder(ports) {
            @Override
            void opened(Link link) throws Exception {
                link.send(ByteBuffer.wrap(message));
                link.close();
            }
        };
        TimeOptions times = TimeOptions.DEFAULT.withDrainMillis(1_200);
        long start = System.nanoTime();
        Listener listener = ports.listen(ports.open(), LinkOptions.DEFAULT.withTime(times), link -> talker);
        Peer peer = ports.closeLater(Peer.connectNarrow(listener.address()));
        assertEquals(CloseReason.DRAIN_TIMEOUT, talker.reason());
        assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(1_199));
        peer.close();
    }
}
