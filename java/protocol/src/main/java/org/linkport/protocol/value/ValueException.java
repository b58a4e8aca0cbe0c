/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.value;

import org.jspecify.annotations.Nullable;
import org.linkport.LinkportException;

/**
 * Bytes that cannot be read as what they should be: too few of them, a length beyond its limit, a number that is too
 * wide, text that is none in its charset. The one error of reading; a framed link ends with
 * {@link org.linkport.CloseReason#PROTOCOL_ERROR} when a handler lets it pass.
 */
public final class ValueException extends LinkportException {
    private static final long serialVersionUID = 1L;

    /** Says what was read, and what was found. */
    public ValueException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Says what was found. */
    public ValueException(String message) {
        this(message, null);
    }
}
