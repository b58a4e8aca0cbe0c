/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

/** What framings check alike. */
final class Frames {
    private Frames() {}

    /** Checks the length of a payload that a peer has announced. */
    static void check(long length, int maxPayloadBytes, boolean allowsEmpty) {
        if (length < 0) {
            throw new FrameException(FrameFault.NEGATIVE_LENGTH, "a payload of " + length + " bytes");
        }
        if (length > maxPayloadBytes) {
            throw new FrameException(
                    FrameFault.TOO_LONG, "a payload of " + length + " bytes, at most " + maxPayloadBytes);
        }
        if (length == 0 && !allowsEmpty) {
            throw new FrameException(FrameFault.ZERO_LENGTH, "an empty payload");
        }
    }

    /** Checks the length of a payload that the program sends. */
    static void checkNotEmpty(int length, boolean allowsEmpty) {
        if (length == 0 && !allowsEmpty) {
            throw new IllegalArgumentException("the payload is empty, which this framing does not allow");
        }
    }
}
