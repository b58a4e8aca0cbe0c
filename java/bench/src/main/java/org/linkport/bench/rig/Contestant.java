/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.Cost;
import org.linkport.bench.result.Latencies;
import org.linkport.bench.result.Percentiles;
import org.linkport.bench.result.Round;
import org.linkport.bench.result.ServerResult;

/** A server in one cell, with the load on it. One that fails is out of the cell, and says why. */
final class Contestant implements AutoCloseable {
    private static final int QUIET_SLICES = 2;
    /** One that has just started compiles in bursts. */
    private static final int QUIET_MILLIS = 1_000;
    /** A slice is quiet if not one of so many parts of it was spent on compilations. */
    private static final int QUIET_PARTS = 50;

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Settings settings;
    private final ServerProcess server;
    private final List<Round> rounds = new ArrayList<>();
    private final List<Slice> slices = new ArrayList<>();
    private final List<Percentiles> open = new ArrayList<>();
    private @Nullable LoadProcess load;
    private @Nullable String failure;
    private ServerProcess.Jvm jvmBefore = ServerProcess.Jvm.NONE;
    private ServerProcess.Jvm jvmAfter = jvmBefore;
    private @Nullable Double systemCalls;
    private long openRate;

    private Contestant(Settings settings, ServerProcess server) {
        this.settings = settings;
        this.server = server;
    }

    /** With all links connected, and warm. */
    static Contestant connect(Programs programs, Settings settings, ServerProcess server, Cell cell) {
        Contestant contestant = new Contestant(settings, server);
        contestant.attempt(() -> {
            LoadProcess load = LoadProcess.start(programs, server, cell);
            contestant.load = load;
            contestant.warm(load);
        });
        return contestant;
    }

    /** Until its compiler has been quiet for some slices: what it does is no cost of a message. */
    private void warm(LoadProcess connected) {
        long compiled = server.jvm().compileMillis();
        int quiet = 0;
        int cold = Math.max(QUIET_SLICES, QUIET_MILLIS / settings.sliceMillis());
        int enough = server.isWarm() ? QUIET_SLICES : cold;
        long begun = System.nanoTime();
        for (int slice = 0; slice < settings.warmSlicesMax() && quiet < enough; slice++) {
            connected.run(settings.sliceMillis());
            long now = server.jvm().compileMillis();
            quiet = (now - compiled) * QUIET_PARTS <= settings.sliceMillis() ? quiet + 1 : 0;
            compiled = now;
            if ((System.nanoTime() - begun) / NANOS_PER_MILLI
                    > (long) settings.sliceMillis() * settings.warmSlicesMax()) {
                break; // slices that take far longer than asked for
            }
        }
        server.warmed();
    }

    void begin() {
        attempt(() -> jvmBefore = server.jvm());
    }

    void slice(int millis) {
        LoadProcess connected = load;
        if (connected != null) {
            attempt(() -> slices.add(connected.run(millis)));
        }
    }

    /** The slice it just had, with those of the floor around it. */
    void compare(Slice before, Slice after) {
        if (failure == null) {
            Slice own = slices.get(slices.size() - 1);
            rounds.add(new Round(
                    own.cpuNanosPerMessage(),
                    (before.cpuNanosPerMessage() + after.cpuNanosPerMessage()) / 2,
                    own.messagesPerSecond(),
                    (before.messagesPerSecond() + after.messagesPerSecond()) / 2));
        }
    }

    void end() {
        attempt(() -> jvmAfter = server.jvm());
    }

    void open(long rate) {
        LoadProcess connected = load;
        if (connected != null) {
            openRate = rate;
            attempt(() -> {
                Percentiles slice = percentiles(
                        connected.runOpen(settings.sliceMillis(), rate).latencies());
                if (slice != null) {
                    open.add(slice);
                }
            });
        }
    }

    void countSystemCalls() {
        LoadProcess connected = load;
        if (connected != null) {
            attempt(() ->
                    systemCalls = SystemCalls.perMessage(server.pid(), () -> connected.run(settings.sliceMillis())));
        }
    }

    private void attempt(Runnable step) {
        if (failure != null) {
            return;
        }
        try {
            step.run();
        } catch (ServerFailure e) {
            failure = e.getMessage();
            server.suspend();
            System.err.println("bench: " + server.name() + ": " + failure);
        }
    }

    ServerResult result() {
        String why = failure;
        if (why != null) {
            return ServerResult.failed(server.name(), why);
        }
        double messages = slices.stream().mapToLong(Slice::messages).sum();
        double cpu = slices.stream().mapToLong(Slice::cpuNanos).sum() / messages;
        double userTicks = slices.stream().mapToLong(Slice::userTicks).sum();
        double allTicks =
                userTicks + slices.stream().mapToLong(Slice::systemTicks).sum();
        double user = allTicks == 0 ? 0 : cpu * userTicks / allTicks;
        Cost cost = new Cost(
                user,
                cpu - user,
                (jvmAfter.allocatedBytes() - jvmBefore.allocatedBytes()) / messages,
                jvmAfter.gcMillis() - jvmBefore.gcMillis(),
                jvmAfter.gcCount() - jvmBefore.gcCount(),
                systemCalls);
        Latencies latencies = new Latencies(percentiles(closedLatencies()), Percentiles.medianOf(open), openRate);
        return new ServerResult(server.name(), null, rounds, cost, latencies, null);
    }

    private Histogram closedLatencies() {
        Histogram all = new Histogram(3);
        slices.forEach(slice -> all.add(slice.latencies()));
        return all;
    }

    private static @Nullable Percentiles percentiles(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            return null;
        }
        return new Percentiles(
                histogram.getValueAtPercentile(50),
                histogram.getValueAtPercentile(90),
                histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9),
                histogram.getMaxValue());
    }

    @Override
    public void close() {
        if (load != null) {
            load.close();
        }
    }
}
