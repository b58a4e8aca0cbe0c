/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.linkport.CloseReason;
import org.linkport.Retained;

/**
 * The engine's half of one link. Called by the link's worker only, outside callbacks (but {@link #sendNow}, {@link #retain}
 * and {@link #mayHaveUnreadInput}); it answers through {@link EngineLink}. After {@link EngineLink#closed} it is not called again.
 */
public interface Transport {
    /** There are unsubmitted bytes in {@link EngineLink#outbound}: hand over what the system takes, in one write. */
    void flush();

    /**
     * Hands over the beginning of a direct message straight from the memory of the program, with nothing unsubmitted before
     * it; the rest follows through {@link EngineLink#outbound}. Inside callbacks, too.
     *
     * @return how many bytes of it the system has, by which its position has moved; always 0 from an engine that has no
     *     such calls
     */
    default int sendNow(ByteBuffer message) {
        return 0;
    }

    /** Report no input until {@link #resume}. */
    void pause();

    /** Report input again. */
    void resume();

    /** FIN after everything flushed. */
    void shutdownOutput();

    /** Graceful close after everything flushed; input is discarded from here on. */
    void close(CloseReason reason, int drainMillis);

    /** Reset at once. */
    void abort(CloseReason reason);

    /** Whether input may be waiting that was not read, for want of receive memory or of time. Any thread. */
    boolean mayHaveUnreadInput();

    /** Keep the memory of the {@code received} in progress; {@code data} is a view of it made by the caller. */
    Retained retain(ByteBuffer data);
}
