/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import org.linkport.LinkHandler;

/** How payloads stand in a stream of bytes. Immutable; serves any number of links. */
public interface Framing {
    /** Finds the payloads of one link. */
    FrameDecoder decoder();

    /** Sends the payloads of one link. */
    FrameEncoder encoder();

    /** The longest payload it takes, in bytes. */
    int maxPayloadBytes();

    /** The handler of one link: it calls {@code handler} with the payloads of that link. */
    default LinkHandler around(FrameHandler handler) {
        return new FramedHandler(this, handler);
    }
}
