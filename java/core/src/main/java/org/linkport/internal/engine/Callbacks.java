/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.IdleKind;
import org.linkport.LinkHandler;
import org.linkport.Retained;

/**
 * How the program is called for one link, one call at a time and in order: on the link's worker, or on an executor. The
 * worker tells what happened; where the calls run, it only decides.
 */
interface Callbacks {
    /** The link is open; {@code asked} is the connect that waits for it, if one does. Owner only. */
    void open(LinkHandler.Factory handlers, @Nullable ConnectRequest asked);

    /** Bytes in memory that is lent until this returns. Owner only. */
    void received(ByteBuffer data);

    /** The peer sent FIN. Owner only. */
    void receiveEnded();

    /** The link takes more again. Owner only. */
    void writable();

    /** The link is silent. Owner only. */
    void idle(IdleKind kind, long silentMillis);

    /** The link has ended: the last call of the handler. Owner only. */
    void closed(CloseReason reason, int osCode);

    /** Runs a task as if it were a callback, even after the last one. Owner only. */
    void run(Runnable task);

    /** Runs a task as if it were a callback. Any thread. False if the worker has stopped. */
    boolean execute(Runnable task);

    /** Keeps the memory lent to the {@code onReceive} in progress, which the calling thread must be in. */
    Retained retain();

    /** Whether so much input waits that no more should come for now. Owner only. */
    boolean isFull();

    /** The program wants input again. Any thread. */
    void resumed();
}
