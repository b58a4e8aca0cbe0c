/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;

/**
 * Workers that look for events for a while before they sleep. Attacks mail and deadlines that such a worker overlooks, and
 * a worker that burns its processor while its events are far apart.
 */
class SpinTest {
    private static final int ROUNDS = 200;
    private static final int PERIODS = 50;
    private static final int PERIOD_MILLIS = 25;

    @RegisterExtension
    final Ports ports = new Ports();

    private Linkport open(int spinMicros) {
        return ports.open(ports.builder().workers(1).spinMicros(spinMicros));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 10_000})
    void shouldOverlookNothing(int spinMicros) {
        Recorder echo = new Recorder.Echo(ports);
        Peer peer = ports.peerOf(open(spinMicros), LinkOptions.DEFAULT, echo);
        Link link = echo.link();
        for (int i = 0; i < ROUNDS; i++) {
            assertEquals("input", peer.send("input").readText(5));
            link.send("mail".getBytes(StandardCharsets.US_ASCII));
            assertEquals("mail", peer.readText(4));
            CountDownLatch ran = new CountDownLatch(1);
            echo.schedule(link, i % 2, ran::countDown);
            Await.latch(ran);
        }
    }

    @Test
    void shouldSleepAtOnceWhileEventsAreFurtherApartThanItSpins() {
        Linkport port = open(10_000);
        Recorder recorder = new Recorder(ports);
        ports.peerOf(port, LinkOptions.DEFAULT, recorder);
        CountDownLatch periods = new CountDownLatch(PERIODS);
        long before = cpuNanos(port);
        next(recorder, periods);
        Await.latch(periods);
        long spent = cpuNanos(port) - before;
        // Spinning for 10 ms of each period would be twice as much.
        assertTrue(spent < TimeUnit.MILLISECONDS.toNanos(PERIODS * 5L), () -> "the worker took " + spent + " ns");
    }

    private static void next(Recorder recorder, CountDownLatch periods) {
        recorder.schedule(recorder.link(), PERIOD_MILLIS, () -> {
            periods.countDown();
            if (periods.getCount() > 0) {
                next(recorder, periods);
            }
        });
    }

    private static long cpuNanos(Linkport port) {
        return Ports.threadsOf(port).stream()
                .mapToLong(worker -> ManagementFactory.getThreadMXBean().getThreadCpuTime(worker.getId()))
                .sum();
    }
}
