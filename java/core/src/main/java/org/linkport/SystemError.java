/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * A kind of failure that the operating system reported. {@link Engine#IOCP} knows the system's code; {@code java.nio}
 * knows none, only what the exception says. So one of {@code osCode} and {@code text} tells, and never both.
 *
 * @param reason how it counts as the reason of a close or of a failed connect, also if another reason came first
 * @param osCode the system's code, or 0 where the platform does not tell it
 * @param text class and message of the exception where there is no code, else empty
 */
public record SystemError(CloseReason reason, int osCode, String text) {
    /** Stands for all further kinds once a worker has met too many to keep apart. */
    public static final SystemError OTHER = new SystemError(CloseReason.OS_ERROR, 0, "other");
}
