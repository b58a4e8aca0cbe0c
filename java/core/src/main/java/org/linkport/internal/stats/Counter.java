/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.stats;

/** What {@link Counters} count. Meanings: {@link org.linkport.WorkerStats}. */
public enum Counter {
    LINKS_ACCEPTED,
    LINKS_CONNECTED,
    CONNECTS_FAILED,
    ACCEPTS_FAILED,
    MESSAGES_SENT,
    MESSAGES_REJECTED,
    /** Bytes of accepted messages, which are pending until they are released: handed over or dropped. */
    BYTES_ACCEPTED,
    BYTES_RELEASED,
    BYTES_SENT,
    BYTES_RECEIVED,
    SYSTEM_SENDS,
    SYSTEM_RECEIVES,
    STEPS,
    EVENTS,
    WAKES,
    TASKS,
    HANDLER_ERRORS,
    SYSTEM_ERRORS,
    /** System errors that the engine counts itself. */
    ENGINE_ERRORS,
    RECEIVE_CHUNKS_OUT
}
