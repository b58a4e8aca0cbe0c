/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.jspecify.annotations.Nullable;

/** What another thread leaves for a worker; in at most one {@link Mailbox} at a time. */
abstract class Mail {
    @Nullable
    Mail nextMail;

    /** On the worker. */
    abstract void deliver();

    /** The worker has stopped: on the worker for what was left; posters are told, and call this if they need to. */
    abstract void undeliverable();
}
