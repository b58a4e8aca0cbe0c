/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import org.jspecify.annotations.Nullable;

/** One thread with its completion port or selector; it owns its links for life. */
public interface Worker {
    /** From 0, within one {@link Linkport}. */
    int index();

    /** The name of its thread. */
    String name();

    /** Links it owns now. */
    int linkCount();

    /** What the start hook made for it, see {@link LinkportBuilder#onWorkerStart}. Any thread. */
    @Nullable
    Object attachment();

    /** The logical processor that it runs on alone, as the system says; -1 if it may run anywhere. Any thread. */
    int processor();

    /** Whether the calling thread is this worker. */
    boolean isCurrentThread();
}
