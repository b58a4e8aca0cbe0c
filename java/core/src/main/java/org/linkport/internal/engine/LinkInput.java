/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

/** The receiving half of a link: whether the program wants input, whether there may be some, and whom it is for. */
final class LinkInput {
    private final EngineLink link;
    private final WorkerLoop worker;

    /* any thread */
    private volatile boolean paused;
    private volatile boolean discards;

    /* written by the owner, read by any thread */
    private volatile boolean held; // by the engine, since it was paused or too much waits for the program
    private volatile boolean ended;

    LinkInput(EngineLink link, WorkerLoop worker) {
        this.link = link;
        this.worker = worker;
    }

    /** The program wants none for now. Any thread. */
    void pause() {
        paused = true;
    }

    /** The program wants it again. Any thread. */
    void resume() {
        paused = false;
    }

    /** Whether what comes in waits for {@link #resume}. Any thread. */
    boolean isPaused() {
        return paused;
    }

    /** The program ended the link: input is not for it any more. Any thread. */
    void discard() {
        discards = true;
    }

    /** Whether input that waits is not for the program any more, since it ended the link. Any thread. */
    boolean isDiscarded() {
        return discards;
    }

    /** The peer sent FIN. Owner only. */
    void end() {
        ended = true;
    }

    /** Whether it would come in if the peer sent some. Any thread. */
    boolean isExpected() {
        return !paused && !held && !ended;
    }

    /** Has the engine hold input back or report it, as is wanted by now. True if it reports again. Owner only. */
    boolean applyFlow(boolean tooMuchWaits) {
        boolean wanted = paused || tooMuchWaits;
        if (wanted == held) {
            return false;
        }
        link.traffic().inputCountsFrom(worker.now()); // before it counts again
        held = wanted;
        if (wanted) {
            link.transport().pause();
        } else {
            link.transport().resume();
        }
        return !wanted;
    }
}
