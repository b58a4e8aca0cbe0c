/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import org.linkport.Link;
import org.linkport.SendResult;

/** A link of which only {@code send} works: what an encoder puts on the wire, without a wire. */
final class SentBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    final Link link = (Link) Proxy.newProxyInstance(
            Link.class.getClassLoader(), new Class<?>[] {Link.class}, (proxy, method, args) -> {
                if (!"send".equals(method.getName())) {
                    throw new UnsupportedOperationException(method.toString());
                }
                for (Object part : args) {
                    ByteBuffer buffer = (ByteBuffer) part;
                    byte[] copy = new byte[buffer.remaining()];
                    buffer.get(copy);
                    bytes.writeBytes(copy);
                }
                return SendResult.QUEUED;
            });

    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }

    /** The bytes of frames with these payloads. */
    static byte[] of(Framing framing, Iterable<byte[]> payloads) {
        SentBytes sent = new SentBytes();
        FrameEncoder encoder = framing.encoder();
        for (byte[] payload : payloads) {
            encoder.send(sent.link, 0, ByteBuffer.allocate(0), ByteBuffer.wrap(payload));
        }
        return sent.take();
    }
}
