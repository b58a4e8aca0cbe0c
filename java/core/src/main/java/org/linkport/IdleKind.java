/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/** What {@link LinkHandler#onIdle} misses. */
public enum IdleKind {
    /** Nothing was received. */
    READ,
    /** The system took nothing: because nothing was queued, or because the peer does not read what is. */
    WRITE
}
