/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

/** A command line that says nothing this program understands. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
