/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

/** A console could not start; its cause says why. */
public final class ConsoleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
