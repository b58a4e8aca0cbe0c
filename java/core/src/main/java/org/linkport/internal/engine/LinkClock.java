/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.TimeOptions;

/**
 * All deadlines of one open link but the drain's, as one deadline of the wheel: the earliest. Traffic does not touch it;
 * when it expires it looks at when there was traffic last, and goes on from there. Owner only.
 */
final class LinkClock extends TimingWheel.Deadline {
    private static final long NEVER = Long.MAX_VALUE;
    private static final int RECHECK_MILLIS = 100;

    private final EngineLink link;
    private final WorkerLoop worker;
    private final TimeOptions times;
    private final int firstDataMillis;
    private final long openedMillis;

    /* silence up to here was told */
    private long readTold;
    private long writeTold;

    private LinkClock(EngineLink link, WorkerLoop worker, TimeOptions times, int firstDataMillis) {
        this.link = link;
        this.worker = worker;
        this.times = times;
        this.firstDataMillis = firstDataMillis;
        this.openedMillis = worker.now();
        this.readTold = openedMillis;
        this.writeTold = openedMillis;
    }

    /** Starts the clock of a link that opens, or answers null if nothing is asked for. */
    static @Nullable LinkClock start(EngineLink link, WorkerLoop worker, TimeOptions times, boolean accepted) {
        int firstDataMillis = accepted ? times.firstDataMillis() : 0;
        boolean none = (firstDataMillis
                        | times.readIdleMillis()
                        | times.writeIdleMillis()
                        | times.maxReadIdleMillis()
                        | times.maxWriteIdleMillis()
                        | times.maxAgeMillis())
                == 0;
        if (none) {
            return null;
        }
        LinkClock clock = new LinkClock(link, worker, times, firstDataMillis);
        clock.scheduleNext(clock.openedMillis);
        return clock;
    }

    void stop() {
        worker.wheel().cancel(this);
    }

    /** The link receives again: deadlines that did not count do now. */
    void resumed() {
        long next = next();
        if (next != NEVER) {
            worker.wheel().hasten(this, next);
        }
    }

    @Override
    protected void expired() {
        if (!link.isOpen()) {
            return;
        }
        long now = worker.now();
        // Input that may be waiting is not silence, but there is no telling when it began to wait: look again later.
        boolean unsure = readEnds() <= now && link.transport().mayHaveUnreadInput();
        CloseReason over = over(now, unsure);
        if (over != null) {
            end(over);
            return;
        }
        if (!unsure) {
            tellReadIdle(now);
        }
        tellWriteIdle(now);
        scheduleNext(unsure ? now + RECHECK_MILLIS : now);
    }

    private void end(CloseReason reason) {
        if (reason == CloseReason.FIRST_DATA_TIMEOUT) {
            link.abort(reason);
        } else if (link.beginsClosing()) {
            link.life().closesFor(reason);
            link.request(LinkRequests.CLOSE);
        }
    }

    private void scheduleNext(long earliest) {
        long next = next();
        if (next != NEVER && link.isOpen() && !isScheduled()) {
            worker.wheel().schedule(this, Math.max(next, earliest));
        }
    }

    private @Nullable CloseReason over(long now, boolean unsure) {
        if (ageEnds() <= now) {
            return CloseReason.MAX_AGE;
        }
        if (!unsure && firstDataEnds() <= now) {
            return CloseReason.FIRST_DATA_TIMEOUT;
        }
        if (!unsure && readSilenceEnds(times.maxReadIdleMillis(), openedMillis) <= now) {
            return CloseReason.READ_IDLE;
        }
        return writeSilenceEnds(times.maxWriteIdleMillis(), openedMillis) <= now ? CloseReason.WRITE_IDLE : null;
    }

    private void tellReadIdle(long now) {
        if (readSilenceEnds(times.readIdleMillis(), readTold) <= now) {
            long silent = now - link.traffic().lastInputMillis();
            readTold = now - silent % times.readIdleMillis();
            link.callbacks().idle(IdleKind.READ, silent);
        }
    }

    private void tellWriteIdle(long now) {
        if (link.isOpen() && writeSilenceEnds(times.writeIdleMillis(), writeTold) <= now) {
            long silent = now - link.traffic().lastOutputMillis();
            writeTold = now - silent % times.writeIdleMillis();
            link.callbacks().idle(IdleKind.WRITE, silent);
        }
    }

    private long next() {
        return Math.min(Math.min(ageEnds(), readEnds()), writeEnds());
    }

    private long readEnds() {
        long idle = readSilenceEnds(times.readIdleMillis(), readTold);
        return Math.min(Math.min(idle, firstDataEnds()), readSilenceEnds(times.maxReadIdleMillis(), openedMillis));
    }

    private long writeEnds() {
        return Math.min(
                writeSilenceEnds(times.writeIdleMillis(), writeTold),
                writeSilenceEnds(times.maxWriteIdleMillis(), openedMillis));
    }

    private long ageEnds() {
        return times.maxAgeMillis() == 0 ? NEVER : openedMillis + times.maxAgeMillis();
    }

    private long firstDataEnds() {
        return link.traffic().bytesReceived() > 0 ? NEVER : readSilenceEnds(firstDataMillis, openedMillis);
    }

    private long readSilenceEnds(int millis, long told) {
        return millis == 0 || !link.input().isExpected()
                ? NEVER
                : Math.max(told, link.traffic().lastInputMillis()) + millis;
    }

    private long writeSilenceEnds(int millis, long told) {
        return millis == 0 || !mayOutput()
                ? NEVER
                : Math.max(told, link.traffic().lastOutputMillis()) + millis;
    }

    /** Whether there is, or may come, something to send. */
    private boolean mayOutput() {
        return link.life().takesOutput() || link.output().pendingBytes() > 0;
    }
}
