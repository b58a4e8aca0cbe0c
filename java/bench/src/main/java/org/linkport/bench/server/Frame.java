/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.nio.ByteBuffer;

/** A message of {@link ServerMode#FRAMED} as it travels: its length in four bytes, big-endian, then so many bytes. */
final class Frame {
    static final int LENGTH_BYTES = 4;

    /** The longest one. */
    static final int BYTES_MAX = LENGTH_BYTES + ServerRequest.MESSAGE_BYTES_MAX;

    private Frame() {}

    /**
     * The whole of a frame whose length says so.
     *
     * @throws IllegalStateException if none may be so long
     */
    static int bytes(int payloadBytes) {
        if (payloadBytes < 0 || payloadBytes > ServerRequest.MESSAGE_BYTES_MAX) {
            throw new IllegalStateException("a message of " + payloadBytes + " bytes");
        }
        return LENGTH_BYTES + payloadBytes;
    }

    /** Of the frame at the position; of its length alone while that has not arrived. */
    static int bytesAt(ByteBuffer data) {
        return data.remaining() < LENGTH_BYTES ? LENGTH_BYTES : bytes(data.getInt(data.position()));
    }

    /** Whether the frame at the position has arrived whole. */
    static boolean isWhole(ByteBuffer data) {
        return data.remaining() >= LENGTH_BYTES && data.remaining() >= bytesAt(data);
    }
}
