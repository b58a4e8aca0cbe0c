/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import org.jspecify.annotations.Nullable;

/** The engine that was asked for cannot run here; the message lists every attempt to load it. */
public final class EngineUnavailableException extends LinkportException {
    private static final long serialVersionUID = 1L;

    /** With the complete story in the message. */
    public EngineUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
