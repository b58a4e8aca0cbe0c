/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import org.jspecify.annotations.Nullable;

/** What failed, with what was asked, what was found and what to do in its message. */
public abstract class LinkportException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** For subclasses. */
    protected LinkportException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
