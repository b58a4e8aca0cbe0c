/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** One thread with its completion port or selector; it owns its links for life. */
public interface Worker {
    /** From 0, within one {@link Linkport}. */
    int index();

    /** The name of its thread. */
    String name();

    /** Links it owns now. */
    int linkCount();

    /** Whether the calling thread is this worker. */
    boolean isCurrentThread();
}
