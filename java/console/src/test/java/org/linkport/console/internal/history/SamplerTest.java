/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;

/**
 * Samples say what came between two snapshots, and a worker that does not come back is named. Attacks a worker that
 * sleeps, which is not stuck, and one in a callback, which is.
 */
class SamplerTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @Test
    void shouldNameAWorkerThatDoesNotComeBack() {
        Linkport port = ports.open(ports.builder().workers(2));
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        List<Link> links = new ArrayList<>();
        ports.peer(ports.listen(port, link -> (open, data) -> {
                            links.add(open);
                            inside.countDown();
                            Await.latch(over);
                        })
                        .address())
                .send("in");
        Await.latch(inside);
        Sampler sampler = new Sampler(port, new History(2));
        for (int i = 1; i < Sampler.STUCK_SAMPLES; i++) {
            sampler.sample(sample -> {});
        }
        assertEquals(List.of(), sampler.stuck(), "not yet");
        sampler.sample(sample -> {});
        assertEquals(List.of(links.get(0).worker().name()), sampler.stuck());
        over.countDown();
        Await.until("it came back", () -> {
            sampler.sample(sample -> {});
            return sampler.stuck().isEmpty();
        });
    }

    @Test
    void shouldSayWhatCameInBetween() {
        Linkport port = ports.open(ports.builder().workers(1));
        Sampler sampler = new Sampler(port, new History(1));
        List<Sample> samples = new ArrayList<>();
        sampler.sample(samples::add);
        ports.peer(ports.listen(port, link -> (open, data) -> {}).address()).send("hello");
        Await.until("received", () -> port.stats().bytesReceived() == 5);
        sampler.sample(samples::add);
        assertEquals(0, value(samples.get(0), Series.LINKS));
        assertEquals(1, value(samples.get(1), Series.LINKS));
        assertTrue(value(samples.get(1), Series.BYTES_RECEIVED) > 0);
        assertTrue(value(samples.get(1), Series.ACCEPTED) > 0);
        sampler.sample(samples::add);
        assertEquals(0, value(samples.get(2), Series.BYTES_RECEIVED));
        assertEquals(1, value(samples.get(2), Series.LINKS));
    }

    @SuppressWarnings("EnumOrdinal")
    private static double value(Sample sample, Series series) {
        return sample.series()[series.ordinal()];
    }

    @Test
    void shouldKeepFifteenMinutesAndNoMore() {
        Linkport port = ports.open();
        History history = new History(2);
        Sampler sampler = new Sampler(port, history);
        assertTrue(history.json().toString().startsWith("{\"time\":[],"));
        for (int i = 0; i < History.SAMPLES + 5; i++) {
            sampler.sample(sample -> {});
        }
        String json = history.json().toString();
        String times = json.substring(json.indexOf('[') + 1, json.indexOf(']'));
        assertEquals(History.SAMPLES, times.split(",", -1).length);
    }

    @Test
    void shouldHoldTheNewestInOrder() {
        Ring ring = new Ring(3);
        assertEquals(0, ring.copy().length);
        for (int i = 1; i <= 5; i++) {
            ring.add(i);
        }
        assertEquals("[3.0, 4.0, 5.0]", java.util.Arrays.toString(ring.copy()));
    }
}
