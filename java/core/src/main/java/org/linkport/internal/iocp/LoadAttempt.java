/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import org.jspecify.annotations.Nullable;

/**
 * One try to load the native library.
 *
 * @param source what was tried
 * @param failure why it failed, or null if it did not
 */
record LoadAttempt(String source, @Nullable String failure) {
    @Override
    public String toString() {
        return source + ": " + (failure == null ? "loaded" : failure);
    }
}
