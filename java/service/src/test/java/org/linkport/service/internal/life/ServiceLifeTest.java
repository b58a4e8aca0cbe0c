/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.linkport.service.ServiceHost;
import org.linkport.service.ServiceOptions;
import org.linkport.service.ServiceStartException;
import org.linkport.service.StopCause;
import org.linkport.service.internal.life.ServiceStatus.State;

/** Attacks what a service reports in every order of starts, stops, failures and time; {@link SimulatedScm} judges. */
class ServiceLifeTest {
    private final SimulatedScm scm = new SimulatedScm();
    private final ScriptedMain main = new ScriptedMain();
    private final ServiceLife life = life(scm, main);

    private static ServiceLife life(SimulatedScm scm, ScriptedMain main) {
        ServiceOptions options = ServiceOptions.builder("life")
                .startMillis(60_000)
                .drainMillis(20_000)
                .build();
        return new ServiceLife(() -> main, options, ServiceHost.WINDOWS, List.of("a"), scm.surroundings());
    }

    private void startAll() {
        life.begin();
        scm.runTask();
        assertEquals(State.RUNNING, scm.state());
    }

    private void assertEnded(int exitCode, Journal.Entry entry) {
        assertEquals(State.STOPPED, scm.state());
        assertEquals(exitCode, scm.last().exitCode());
        assertEquals(exitCode, life.ended().getNow(-1));
        assertEquals(entry, scm.entries.get(scm.entries.size() - 1));
    }

    @Test
    void shouldReportRunningOnlyOnceTheStartReturned() {
        main.onStart = context -> {
            for (int i = 0; i < 3; i++) {
                scm.tick(life);
                assertEquals(State.START_PENDING, scm.state());
            }
            assertEquals(4, scm.last().checkPoint());
        };
        startAll();
        assertEquals(List.of(Journal.Entry.STARTED), scm.entries);
    }

    @Test
    void shouldReportTheExitCodeOfAFailedStart() {
        main.onStart = context -> {
            throw new ServiceStartException(10, "the address is in use", null);
        };
        life.begin();
        scm.runTask();
        assertEnded(10, Journal.Entry.START_FAILED);
    }

    @Test
    void shouldFailTheStartWithAnyExceptionAndAnyError() {
        main.onStart = context -> {
            throw new StackOverflowError();
        };
        life.begin();
        scm.runTask();
        assertEnded(ServiceStartException.FAILED, Journal.Entry.START_FAILED);
    }

    @Test
    void shouldEndAStartThatHangsAndIgnoreItsLateReturn() {
        main.onStart = context -> {
            for (int i = 0; i < 60; i++) {
                assertEquals(State.START_PENDING, scm.state());
                scm.tick(life);
            }
            assertEnded(ServiceStartException.TIMED_OUT, Journal.Entry.START_TIMED_OUT);
        };
        life.begin();
        scm.runTask();
        assertEnded(ServiceStartException.TIMED_OUT, Journal.Entry.START_TIMED_OUT);
        life.requestStop(StopCause.STOP);
        scm.tick(life);
        assertTrue(scm.tasks.isEmpty());
    }

    @Test
    void shouldDrainUntilTheProgramIsDone() {
        startAll();
        life.requestStop(StopCause.PRESHUTDOWN);
        assertEquals(State.STOP_PENDING, scm.state());
        scm.runTask();
        for (int i = 0; i < 19; i++) {
            scm.tick(life);
        }
        assertEquals(20, scm.last().checkPoint());
        main.drained.complete(null);
        assertEnded(0, Journal.Entry.STOPPED);
        assertEquals(List.of(StopCause.PRESHUTDOWN), main.stops);
    }

    @Test
    void shouldEndADrainThatExceedsItsDeadlineWithoutCallingItAFailure() {
        startAll();
        life.requestStop(StopCause.STOP);
        scm.runTask();
        for (int i = 0; i < 20; i++) {
            assertEquals(State.STOP_PENDING, scm.state());
            scm.tick(life);
        }
        assertEnded(0, Journal.Entry.DRAIN_EXCEEDED);
        main.drained.complete(null);
        assertEnded(0, Journal.Entry.DRAIN_EXCEEDED);
    }

    @Test
    void shouldCountOnlyTheFirstStop() {
        startAll();
        life.requestStop(StopCause.STOP);
        life.requestStop(StopCause.SHUTDOWN);
        scm.runTask();
        life.requestStop(StopCause.STOP);
        assertTrue(scm.tasks.isEmpty());
        main.drained.complete(null);
        life.requestStop(StopCause.STOP);
        assertEnded(0, Journal.Entry.STOPPED);
        assertEquals(List.of(StopCause.STOP), main.stops);
    }

    @Test
    void shouldStopWhatStartedThoughAStopWasAskedForMeanwhile() {
        main.onStart = context -> {
            assertFalse(context.stopRequested());
            life.requestStop(StopCause.STOP);
            assertTrue(context.stopRequested());
            assertEquals(State.STOP_PENDING, scm.state());
            scm.tick(life);
        };
        main.drained.complete(null);
        life.begin();
        scm.runTask();
        assertEquals(List.of(StopCause.STOP), main.stops);
        assertFalse(Thread.interrupted(), "the interrupt was for the start only");
        assertEnded(0, Journal.Entry.STOPPED);
    }

    @Test
    void shouldInterruptAStartWhenAStopIsAskedFor() {
        main.onStart = context -> {
            life.requestStop(StopCause.STOP);
            TimeUnit.HOURS.sleep(1);
        };
        life.begin();
        scm.runTask();
        assertEnded(0, Journal.Entry.STOPPED);
        assertTrue(main.stops.isEmpty());
    }

    @Test
    void shouldNotStartWhatIsStoppedBefore() {
        life.begin();
        life.requestStop(StopCause.STOP);
        scm.runTask();
        assertEnded(0, Journal.Entry.STOPPED);
        assertEquals(0, main.starts);
    }

    @Test
    void shouldEndAStartThatIgnoresAStop() {
        main.onStart = context -> {
            life.requestStop(StopCause.STOP);
            for (int i = 0; i < 20; i++) {
                scm.tick(life);
            }
            assertEnded(0, Journal.Entry.DRAIN_EXCEEDED);
        };
        life.begin();
        scm.runTask();
        assertTrue(main.stops.isEmpty());
    }

    @Test
    void shouldStopThoughTheStopFails() {
        main.onStop = new IllegalStateException("no");
        startAll();
        life.requestStop(StopCause.STOP);
        scm.runTask();
        assertEnded(0, Journal.Entry.STOP_FAILED);
    }

    @Test
    void shouldStopThoughTheStopFailsLater() {
        startAll();
        life.requestStop(StopCause.STOP);
        scm.runTask();
        main.drained.completeExceptionally(new IOException("no"));
        assertEnded(0, Journal.Entry.STOP_FAILED);
    }

    @Test
    void shouldStopThoughTheStopAnswersNothing() {
        main.drained = null;
        startAll();
        life.requestStop(StopCause.STOP);
        scm.runTask();
        assertEnded(0, Journal.Entry.STOP_FAILED);
    }

    @Test
    void shouldStopInOrderAndReportTheCodeWhenTheProgramCannotGoOn() {
        startAll();
        life.fail(7, "the disk is gone");
        life.fail(8, "too late");
        scm.runTask();
        assertEquals(List.of(StopCause.FAILURE), main.stops);
        main.drained.complete(null);
        assertEquals(List.of(Journal.Entry.STARTED, Journal.Entry.FAILED, Journal.Entry.STOPPED), scm.entries);
        assertEnded(7, Journal.Entry.STOPPED);
    }

    @Test
    void shouldRefuseAFailureWithoutACode() {
        startAll();
        assertThrows(IllegalArgumentException.class, () -> life.fail(0, "fine"));
        assertThrows(IllegalArgumentException.class, () -> life.fail(256, "too much for a process"));
        assertEquals(State.RUNNING, scm.state());
    }

    @Test
    void shouldFailWithoutAThreadToStartOn() {
        scm.outOfThreads = true;
        life.begin();
        assertEnded(ServiceStartException.FAILED, Journal.Entry.START_FAILED);
    }

    @Test
    void shouldEndWithoutAThreadToStopOn() {
        startAll();
        scm.outOfThreads = true;
        life.requestStop(StopCause.STOP);
        assertEnded(0, Journal.Entry.STOP_FAILED);
    }

    @Test
    void shouldStopWhenTheProgramAsksFor() {
        startAll();
        life.stop();
        scm.runTask();
        main.drained.complete(null);
        assertEquals(List.of(StopCause.PROGRAM), main.stops);
        assertEnded(0, Journal.Entry.STOPPED);
    }

    @Test
    void shouldAskWhetherItIsWellOnlyWhileItRuns() {
        main.alive = false;
        life.begin();
        assertTrue(life.alive());
        scm.runTask();
        assertFalse(life.alive());
        main.alive = true;
        assertTrue(life.alive());
    }

    @Test
    void shouldKeepTheRulesInAnyOrderOfEvents() {
        int[] ends = new int[4];
        Random random = new Random(4); // one for all: the first numbers of neighbouring seeds are much alike
        for (int i = 0; i < 3_000; i++) {
            SimulatedScm each = new SimulatedScm();
            int code = anyOrder(each, new ScriptedMain(), random);
            ends[code]++;
        }
        for (int count : ends) {
            assertTrue(count > 20, () -> "each kind of end was seen: " + Arrays.toString(ends));
        }
    }

    /** Events in random order for four minutes, which is longer than the limits of a start and of a stop together. */
    private static int anyOrder(SimulatedScm scm, ScriptedMain main, Random random) {
        ServiceLife life = life(scm, main);
        boolean startFails = random.nextInt(4) == 0;
        long stopsFromMillis = random.nextInt(100_000);
        long tasksFromMillis = random.nextInt(100_000);
        main.onStart = context -> {
            while (random.nextInt(3) > 0) {
                anyEvent(life, scm, main, random, scm.nowMillis >= stopsFromMillis);
            }
            if (startFails) {
                throw new IOException("no");
            }
        };
        life.begin();
        while (scm.nowMillis < 240_000) {
            anyEvent(life, scm, main, random, scm.nowMillis >= stopsFromMillis);
            if (scm.nowMillis >= tasksFromMillis && !scm.tasks.isEmpty() && random.nextInt(4) == 0) {
                scm.runTask();
            }
            scm.tick(life);
        }
        life.requestStop(StopCause.STOP);
        for (int i = 0; i < 20; i++) {
            scm.tick(life);
        }
        assertEquals(State.STOPPED, scm.state());
        return life.ended().join();
    }

    private static void anyEvent(
            ServiceLife life, SimulatedScm scm, ScriptedMain main, Random random, boolean mayStop) {
        switch (random.nextInt(12)) {
            case 0 -> main.drained.complete(null);
            case 1 -> main.drained.completeExceptionally(new IOException("any"));
            case 2 -> scm.tick(life);
            case 3 -> {
                if (mayStop) {
                    life.requestStop(random.nextBoolean() ? StopCause.STOP : StopCause.PRESHUTDOWN);
                }
            }
            case 4 -> {
                if (mayStop) {
                    life.fail(3, "any");
                }
            }
            default -> {}
        }
    }
}
