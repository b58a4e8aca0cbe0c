/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.linkport.Linkport;
import org.linkport.console.internal.history.Sampler;
import org.linkport.console.internal.http.Answer;
import org.linkport.console.internal.json.Json;

/** Whether the program lives, and whether it is ready: it listens, and no worker is stuck. */
public final class Health {
    private static final long SAMPLED_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Linkport port;
    private final Sampler sampler;
    private final boolean listens;

    /** @param listens whether it must listen to be ready */
    public Health(Linkport port, Sampler sampler, boolean listens) {
        this.port = port;
        this.sampler = sampler;
        this.listens = listens;
    }

    private boolean isLive() {
        return System.nanoTime() - sampler.sampledNanos() < SAMPLED_NANOS;
    }

    /** Both; 503 unless both. Names of workers that are stuck are told by the page and {@code /stats.json}, not here. */
    public Answer all() {
        List<String> stuck = sampler.stuck();
        boolean live = isLive();
        boolean listening = !port.listeners().isEmpty();
        boolean ready = live && stuck.isEmpty() && (listening || !listens);
        return Answer.of(
                ready ? 200 : 503,
                new Json()
                        .object()
                        .field("live", live)
                        .field("ready", ready)
                        .field("listening", listening)
                        .field("stuckWorkers", stuck.size())
                        .endObject());
    }

    /** Whether it lives; for who restarts it if not. */
    public Answer live() {
        boolean live = isLive();
        return Answer.of(
                live ? 200 : 503, new Json().object().field("live", live).endObject());
    }
}
