/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What deadlines cost a worker that has many of them, none of which is further away than a minute. */
@State(Scope.Thread)
public class TimingWheelBenchmark {
    private static final int FARTHEST_MILLIS = 60_000;

    /** Deadlines that are scheduled all the time. */
    @Param({"100", "20000"})
    public int deadlines;

    private final SplittableRandom random = new SplittableRandom(1);
    private final TimingWheel wheel = new TimingWheel(0);
    private final TimingWheel.Deadline one = new Repeating();
    private long nowMillis;

    private final class Repeating extends TimingWheel.Deadline {
        @Override
        protected void expired() {
            wheel.schedule(this, nowMillis + 1 + random.nextInt(FARTHEST_MILLIS));
        }
    }

    /** Fills the wheel. */
    @Setup
    public void fill() {
        for (int i = 0; i < deadlines; i++) {
            wheel.schedule(new Repeating(), random.nextInt(FARTHEST_MILLIS));
        }
    }

    /** A deadline of a link that is used: it was scheduled, and is again, later. */
    @Benchmark
    public void cancelAndSchedule() {
        wheel.cancel(one);
        wheel.schedule(one, nowMillis + 30_000);
    }

    /** The same, where the earlier time is left to expire, as idle deadlines are. */
    @Benchmark
    public void hasten() {
        wheel.hasten(one, nowMillis + 30_000);
    }

    /** A millisecond goes by: some expire and are scheduled again. */
    @Benchmark
    public long advance() {
        wheel.advance(++nowMillis);
        return wheel.delayMillis(nowMillis);
    }
}
