/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.jfr;

import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.Link;

/**
 * Who records the life of links, if anybody does. Callbacks are timed only while {@link #timesCallbacks} says so, so
 * that nothing is paid or allocated for it otherwise.
 */
public interface LinkRecorder {
    /** Records nothing. */
    LinkRecorder NONE = new LinkRecorder() {
        @Override
        public void opened(Link link) {}

        @Override
        public void closed(Link link, CloseReason reason, int osCode) {}

        @Override
        public boolean timesCallbacks() {
            return false;
        }

        @Override
        public @Nullable Object begin() {
            return null;
        }

        @Override
        public void end(Object begun, Link link, String callback) {}
    };

    /** The flight recorder, or nobody if this JVM runs without it. */
    LinkRecorder PRESENT = present();

    /** A link has opened; before its handler is made. */
    void opened(Link link);

    /** A link has ended; after its onClose. */
    void closed(Link link, CloseReason reason, int osCode);

    /** Whether anybody wants to know how long callbacks take. Asked before each of them: cheap. */
    boolean timesCallbacks();

    /** A callback begins, on the calling thread. What it answers is given to {@link #end}. */
    @Nullable
    Object begin();

    /** The callback has returned or thrown. */
    void end(Object begun, Link link, String callback);

    private static LinkRecorder present() {
        try {
            return new FlightRecords();
        } catch (LinkageError | IllegalStateException absent) { // no module jdk.jfr, or a JVM that cannot record
            return NONE;
        }
    }
}
