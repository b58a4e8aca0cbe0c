/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.linkport.Linkport;
import org.linkport.LinkportStats;

/**
 * Takes a sample each second, on one thread however many look on. What it calls must not block: it has the newest sample
 * told, and nothing else.
 */
public final class Sampler {
    /** A worker that stands for so long is stuck. */
    static final int STUCK_SAMPLES = 10;

    private final Linkport port;
    private final History history;
    private final int[] standing;
    private LinkportStats last;
    private long lastNanos;
    private volatile List<String> stuck = List.of();
    private volatile long sampledNanos;

    /** Begins now. */
    public Sampler(Linkport port, History history) {
        this.port = port;
        this.history = history;
        this.last = port.stats();
        this.lastNanos = System.nanoTime();
        this.sampledNanos = lastNanos;
        this.standing = new int[last.workers().size()];
    }

    /** Takes a sample and tells it. On one thread at a time. */
    public void sample(Consumer<Sample> told) {
        LinkportStats now = port.stats();
        long nanos = System.nanoTime();
        double seconds = Math.max(1, nanos - lastNanos) / 1e9;
        Sample sample = Sample.between(last, now, System.currentTimeMillis(), seconds);
        last = now;
        lastNanos = nanos;
        history.add(sample);
        stuck = stuck(sample);
        sampledNanos = nanos;
        told.accept(sample);
    }

    private List<String> stuck(Sample sample) {
        List<String> names = new ArrayList<>(0);
        Arrays.setAll(standing, i -> sample.workers().get(i).stands() ? standing[i] + 1 : 0);
        for (int i = 0; i < standing.length; i++) {
            if (standing[i] >= STUCK_SAMPLES) {
                names.add(sample.workers().get(i).stats().name());
            }
        }
        return List.copyOf(names);
    }

    /** Names of workers that have not come back from a callback for ten seconds. Any thread. */
    public List<String> stuck() {
        return stuck;
    }

    /** When the last sample was taken, by {@link System#nanoTime}. Any thread. */
    public long sampledNanos() {
        return sampledNanos;
    }
}
