/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Attacks deadlines with a fake clock: over a second, of which a careless difference of times keeps the millisecond part
 * only, at the ends of each wheel, cancelled, brought forward, in great numbers.
 */
class TimingWheelTest {
    private static final long START = -3_000; // System.nanoTime() may be negative

    private final List<Alarm> expired = new ArrayList<>();
    private final TimingWheel wheel = new TimingWheel(START);
    private long now = START;

    private final class Alarm extends TimingWheel.Deadline {
        private long at;
        private boolean scheduled;
        private Runnable onExpiry = () -> {};

        void schedule(long atMillis) {
            at = atMillis;
            scheduled = true;
            wheel.schedule(this, atMillis);
        }

        @Override
        protected void expired() {
            assertTrue(scheduled, "expired unscheduled");
            assertTrue(at <= now, () -> "due at " + at + " and expired at " + now);
            scheduled = false;
            expired.add(this);
            onExpiry.run();
        }
    }

    private void advanceTo(long millis) {
        now = millis;
        wheel.advance(millis);
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                7,
                8,
                9,
                63,
                64,
                65,
                999,
                1_000,
                1_001,
                1_300,
                2_000,
                4_095,
                4_096,
                4_097,
                8_191,
                8_192,
                8_193,
                60_999,
                100_000,
                262_143,
                262_144,
                262_145,
                3_600_000,
                86_400_000,
                31_536_000_000L
            })
    void shouldExpireAtItsTimeAndNotBefore(long delay) {
        Alarm alarm = new Alarm();
        alarm.schedule(START + delay);
        advanceTo(START + delay - 1);
        assertEquals(List.of(), expired);
        assertEquals(1, wheel.delayMillis(now));
        advanceTo(START + delay);
        assertEquals(List.of(alarm), expired);
        assertEquals(Long.MAX_VALUE, wheel.delayMillis(now));
    }

    /** Steps as a worker does: to where the wheel asks to be looked at. */
    private void advanceAsAsked() {
        long delay = wheel.delayMillis(now);
        assertTrue(delay > 0 && delay < Long.MAX_VALUE, () -> "it asks for " + delay + " ms");
        advanceTo(now + delay);
    }

    @ParameterizedTest
    @ValueSource(longs = {1_300, 2_000, 60_999, 3_600_000, 86_400_000})
    void shouldAskToBeLookedAtAFewTimesOnly(long delay) {
        for (long offset = 0; offset < 100; offset += 9) {
            advanceTo(now + offset);
            Alarm alarm = new Alarm();
            alarm.schedule(now + delay);
            int looks = 0;
            for (expired.clear(); expired.isEmpty(); looks++) {
                advanceAsAsked();
            }
            assertEquals(alarm.at, now);
            assertTrue(looks <= 7, "looks: " + looks);
        }
    }

    @Test
    void shouldExpireInTheOrderOfTheirTimes() {
        List<Alarm> inOrder = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Alarm alarm = new Alarm();
            alarm.schedule(START + i / 3 * 7L);
            inOrder.add(alarm);
        }
        advanceTo(START + 2_000);
        advanceTo(START + 100_000);
        assertEquals(inOrder, expired);
    }

    @Test
    void shouldCostTheSameHoweverManyThereAre() {
        int links = 19_000;
        for (int i = 0; i < links; i++) {
            new Alarm().schedule(START + 3_600_000 + i);
        }
        assertEquals(links, wheel.moves());
        int looks = 0;
        while (expired.size() < links) {
            advanceAsAsked();
            looks++;
        }
        assertTrue(wheel.moves() <= 6L * links, () -> "moves: " + wheel.moves());
        assertTrue(looks <= links + 1_000, "looks: " + looks);
    }

    @Test
    void shouldGoOnAfterOneThatFails() {
        Alarm failing = new Alarm();
        Alarm next = new Alarm();
        failing.onExpiry = () -> {
            throw new IllegalStateException("on purpose");
        };
        failing.schedule(START + 10);
        next.schedule(START + 10);
        assertThrows(IllegalStateException.class, () -> advanceTo(START + 10));
        assertEquals(0, wheel.delayMillis(now));
        advanceTo(START + 10);
        assertEquals(List.of(failing, next), expired);
    }

    @Test
    void shouldNotLoopOverOneThatIsAlwaysDue() {
        Alarm alarm = new Alarm();
        alarm.onExpiry = () -> alarm.schedule(now);
        alarm.schedule(START);
        advanceTo(START + 5);
        assertEquals(List.of(alarm), expired);
        assertEquals(0, wheel.delayMillis(now));
        wheel.cancel(alarm);
        assertEquals(Long.MAX_VALUE, wheel.delayMillis(now));
    }

    @Test
    void shouldExpireAllAfterALongSleep() {
        for (int i = 0; i < 3_000; i++) {
            new Alarm().schedule(START + i * 11L);
        }
        advanceTo(START + 1_000_000);
        assertEquals(3_000, expired.size());
    }

    @Test
    void shouldNotExpireWhatWasCancelled() {
        Alarm cancelled = new Alarm();
        Alarm kept = new Alarm();
        cancelled.schedule(START + 50);
        kept.schedule(START + 50);
        wheel.cancel(cancelled);
        wheel.cancel(cancelled);
        advanceTo(START + 60);
        assertEquals(List.of(kept), expired);
    }

    @Test
    void shouldBringForwardAndNeverPutOff() {
        Alarm alarm = new Alarm();
        alarm.schedule(START + 5_000);
        wheel.hasten(alarm, START + 9_000);
        alarm.at = START + 100;
        wheel.hasten(alarm, START + 100);
        advanceTo(START + 100);
        assertEquals(List.of(alarm), expired);
    }

    @Test
    void shouldBearAnAlarmThatCancelsTheOthersWhenItExpires() {
        List<Alarm> all = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Alarm alarm = new Alarm();
            alarm.onExpiry = () -> all.forEach(other -> {
                wheel.cancel(other);
                other.scheduled = false;
            });
            all.add(alarm);
        }
        all.forEach(alarm -> alarm.schedule(START + 20));
        advanceTo(START + 30);
        assertEquals(1, expired.size());
        assertEquals(Long.MAX_VALUE, wheel.delayMillis(now));
    }

    @Test
    void shouldExpireSoonWhatIsScheduledInThePast() {
        Alarm first = new Alarm();
        Alarm second = new Alarm();
        first.onExpiry = () -> second.schedule(START + 10);
        first.schedule(START + 2_000);
        advanceTo(START + 2_500);
        advanceTo(START + 2_508);
        assertEquals(List.of(first, second), expired);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void shouldBehaveLikeASortedList(long seed) {
        Random random = new Random(seed);
        List<Alarm> alarms = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            alarms.add(new Alarm());
        }
        for (int step = 0; step < 5_000; step++) {
            Alarm alarm = alarms.get(random.nextInt(alarms.size()));
            if (alarm.scheduled && random.nextInt(3) == 0) {
                wheel.cancel(alarm);
                alarm.scheduled = false;
            } else if (!alarm.scheduled) {
                alarm.schedule(now + random.nextInt(random.nextBoolean() ? 50 : 30_000));
            }
            long earliest = alarms.stream()
                    .filter(a -> a.scheduled)
                    .mapToLong(a -> a.at)
                    .min()
                    .orElse(Long.MAX_VALUE);
            assertTrue(earliest == Long.MAX_VALUE || wheel.delayMillis(now) <= Math.max(0, earliest - now));
            advanceTo(now + random.nextInt(random.nextInt(20) == 0 ? 20_000 : 30));
            alarms.forEach(a -> assertTrue(!a.scheduled || a.at > now, () -> "missed " + a.at + " at " + now));
        }
    }
}
