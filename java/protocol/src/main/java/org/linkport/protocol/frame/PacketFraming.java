/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.util.Objects;
import org.linkport.protocol.internal.OptionRange;

/**
 * The packets of classic C++ servers: a header says how long the whole message is, which one it is by serial number, how
 * much of it follows, and of which type it is. A message larger than a packet is split, and put together by its
 * number; packets of several messages may alternate. {@link FramedLink#tag} is the type.
 *
 * <p>A message that was sent in part, when the link takes no more, could not be told from one that is late: that ends
 * the link with {@link org.linkport.CloseReason#OVERFLOW}.
 *
 * @param layout of the header
 * @param maxPacketBytes bytes of a message in one packet; 1 to what the layout can say
 * @param maxMessageBytes of a whole message; 1 to 2^30
 * @param maxPartialMessages messages of one link that are begun and not complete; 0 to 65,536
 * @param maxPartialBytes bytes of these that have come; 0 to 2^30
 */
public record PacketFraming(
        PacketLayout layout, int maxPacketBytes, int maxMessageBytes, int maxPartialMessages, int maxPartialBytes)
        implements Framing {
    /** The classic layout, packets of 8,000 bytes, messages to 1 MiB, 16 of them and 4 MiB begun at once. */
    public static final PacketFraming DEFAULT = new PacketFraming(PacketLayout.CLASSIC, 8_000, 1 << 20, 16, 4 << 20);

    /** Checks every range. */
    public PacketFraming {
        Objects.requireNonNull(layout, "layout");
        int counted = layout.countsHeader() ? layout.headerBytes() : 0;
        OptionRange.check(
                "maxPacketBytes",
                maxPacketBytes,
                1,
                Math.min(1 << 30, layout.current().max() - counted));
        OptionRange.check(
                "maxMessageBytes",
                maxMessageBytes,
                1,
                Math.min(1 << 30, layout.total().max() - counted));
        OptionRange.check("maxPartialMessages", maxPartialMessages, 0, 65_536);
        OptionRange.check("maxPartialBytes", maxPartialBytes, 0, 1 << 30);
    }

    /** The same with other sizes, in bytes. */
    public PacketFraming withSizes(int packetBytes, int messageBytes) {
        return new PacketFraming(layout, packetBytes, messageBytes, maxPartialMessages, maxPartialBytes);
    }

    /** The same with other limits of what is begun. */
    public PacketFraming withPartial(int messages, int bytes) {
        return new PacketFraming(layout, maxPacketBytes, maxMessageBytes, messages, bytes);
    }

    /** The same with another layout. */
    public PacketFraming withLayout(PacketLayout value) {
        return new PacketFraming(value, maxPacketBytes, maxMessageBytes, maxPartialMessages, maxPartialBytes);
    }

    @Override
    public FrameDecoder decoder() {
        return new PacketDecoder(this);
    }

    @Override
    public FrameEncoder encoder() {
        return new PacketEncoder(this);
    }

    @Override
    public int maxPayloadBytes() {
        return maxMessageBytes;
    }

    /** What the total says of a message, if its headers count. */
    long headersOf(int messageBytes) {
        long packets = Math.max(1, ((long) messageBytes + maxPacketBytes - 1) / maxPacketBytes);
        return layout.countsHeader() ? packets * layout.headerBytes() : 0;
    }
}
