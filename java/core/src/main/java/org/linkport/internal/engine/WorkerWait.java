/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.linkport.internal.stats.WaitClock;

/** How a worker steps its engine when there may be nothing to do: it looks, looks again for a while, or sleeps. Owner only. */
final class WorkerWait {
    private final EngineWorker engine;
    private final Mailbox mailbox;
    private final RequestedLinks requested;
    private final TimingWheel wheel;
    private final WakeGate gate;
    private final SpinPolicy spin;
    private final WaitClock clock = new WaitClock(System.nanoTime());
    private boolean underWay;

    WorkerWait(
            EngineWorker engine,
            Mailbox mailbox,
            RequestedLinks requested,
            TimingWheel wheel,
            WakeGate gate,
            SpinPolicy spin) {
        this.engine = engine;
        this.mailbox = mailbox;
        this.requested = requested;
        this.wheel = wheel;
        this.gate = gate;
        this.spin = spin;
    }

    /** How long it waited and worked. Any thread may look. */
    WaitClock clock() {
        return clock;
    }

    /** Steps the engine, and waits if neither mail nor a deadline is due. How many events there were. */
    int step() throws Exception {
        underWay = true;
        if (mailbox.isEmpty() && requested.isEmpty()) {
            long nanos = System.nanoTime();
            long delayMillis = wheel.delayMillis(WorkerLoop.millis(nanos));
            if (delayMillis > 0) {
                clock.waits(nanos);
                return spin.pauses(nanos) ? spin() : sleep(delayMillis);
            }
        }
        return engine.step(0);
    }

    private int sleep(long delayMillis) throws Exception {
        gate.announceSleep();
        return engine.step(mailbox.isEmpty() ? delayMillis : 0);
    }

    /** Looks for events, mail and deadlines, and sleeps if there are none for too long. Nobody needs to wake who spins. */
    private int spin() throws Exception {
        while (true) {
            int events = engine.step(0);
            long nanos = System.nanoTime();
            long delayMillis = wheel.delayMillis(WorkerLoop.millis(nanos));
            if (events > 0 || !mailbox.isEmpty() || delayMillis == 0) {
                return events;
            }
            underWay = true; // whatever the engine said of a step that brought nothing
            clock.waits(nanos);
            if (!spin.goesOn(nanos)) {
                return sleep(delayMillis);
            }
            Thread.onSpinWait();
        }
    }

    /** Whether a step has begun and the engine has not said that its wait is over. */
    boolean isUnderWay() {
        return underWay;
    }

    /** The wait is over: until the next step nobody needs to wake the worker. */
    void ends(long nanos) {
        underWay = false;
        gate.awake();
        clock.works(nanos);
        spin.ends(nanos);
    }
}
