/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.nio.ByteBuffer;

/**
 * Receive memory kept beyond its callback. Not releasing it starves the worker of receive memory: links then wait, and
 * nothing is lost. With {@link LinkOptions#dispatch} it starves its own link only.
 */
public interface Retained extends AutoCloseable {
    /**
     * The bytes, from the position the lent buffer had.
     *
     * @throws IllegalStateException after {@link #close}, or once {@link Link#send(Retained)} has accepted it
     */
    ByteBuffer data();

    /** Gives the memory back. Any thread; the second call does nothing, nor does one after it was sent. Nothing may touch {@link #data} afterwards. */
    @Override
    void close();
}
