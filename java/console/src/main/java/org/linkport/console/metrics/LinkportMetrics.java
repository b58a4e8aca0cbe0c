/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Linkport;
import org.linkport.LinkportStats;
import org.linkport.SystemError;
import org.linkport.WorkerStats;

/**
 * Meters of a {@link Linkport}, all with the tag {@code name}: {@link org.linkport.LinkportOptions#name}.
 * {@code docs/metrics.md} lists them. Reading all of them takes one snapshot.
 *
 * <pre>{@code
 * new LinkportMetrics(port).bindTo(registry);
 * }</pre>
 */
public final class LinkportMetrics implements MeterBinder {
    private final Linkport port;
    private final Snapshots snapshots;

    /** Of that Linkport. */
    public LinkportMetrics(Linkport port) {
        this.port = port;
        this.snapshots = new Snapshots(port);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Tags tags = Tags.of("name", port.options().name());
        for (Metered<LinkportStats> meter : Metered.WHOLE) {
            bind(registry, meter, tags, () -> meter.value().applyAsDouble(snapshots.newest()));
        }
        for (WorkerStats worker : snapshots.newest().workers()) {
            bindWorker(registry, worker.index(), tags.and("worker", worker.name()));
        }
        for (CloseReason reason : CloseReason.values()) {
            bindReason(registry, reason, tags.and("reason", reason.name()));
        }
    }

    private void bindWorker(MeterRegistry registry, int index, Tags tags) {
        for (Metered<WorkerStats> meter : Metered.OF_WORKERS) {
            bind(
                    registry,
                    meter,
                    tags,
                    () -> meter.value()
                            .applyAsDouble(snapshots.newest().workers().get(index)));
        }
    }

    private void bindReason(MeterRegistry registry, CloseReason reason, Tags tags) {
        counter(
                registry,
                Metered.CLOSED,
                "links",
                Metered.CLOSED_MEANING,
                tags,
                () -> snapshots.newest().closes().getOrDefault(reason, 0L));
        counter(
                registry,
                Metered.ERRORS,
                null,
                Metered.ERRORS_MEANING,
                tags,
                () -> errors(snapshots.newest().errors(), reason));
    }

    private static double errors(Map<SystemError, Long> errors, CloseReason reason) {
        return (double) errors.entrySet().stream()
                .filter(entry -> entry.getKey().reason() == reason)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    /** A value when it is asked for. */
    private interface Value {
        double now();
    }

    private void bind(MeterRegistry registry, Metered<?> meter, Tags tags, Value value) {
        if (meter.kind() == Metered.Kind.COUNTER) {
            counter(registry, meter.name(), meter.unit(), meter.meaning(), tags, value);
        } else {
            Gauge.builder(meter.name(), snapshots, function(value))
                    .description(meter.meaning())
                    .baseUnit(meter.unit())
                    .tags(tags)
                    .register(registry);
        }
    }

    private void counter(
            MeterRegistry registry, String name, @Nullable String unit, String meaning, Tags tags, Value value) {
        FunctionCounter.builder(name, snapshots, function(value))
                .description(meaning)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    /** Keeps the snapshots alive, which a meter does not. */
    private static ToDoubleFunction<Snapshots> function(Value value) {
        return unused -> value.now();
    }
}
