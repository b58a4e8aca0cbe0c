/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Every framing in several forms, each with payloads that it takes. */
record FramingCase(String name, Framing framing, List<byte[]> payloads) {
    @Override
    public String toString() {
        return name;
    }

    static List<FramingCase> all() {
        List<FramingCase> all = new ArrayList<>();
        for (int fieldBytes = 1; fieldBytes <= 8; fieldBytes++) {
            for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
                Framing framing =
                        LengthFieldFraming.bigEndian(fieldBytes, 1 << 16).withOrder(order);
                all.add(of("length of " + fieldBytes + " " + order, framing, fieldBytes == 1 ? 255 : 3_000));
            }
        }
        LengthFieldFraming length = LengthFieldFraming.bigEndian(2, 5_000);
        all.add(of("length behind 3 bytes, counts everything", length.withHeader(3, -5, 5), 3_000));
        all.add(of("length before 4 more bytes it leaves out", length.withHeader(0, 4, 6), 3_000));
        all.add(of("varint", new VarintFraming(5_000, true), 3_000));
        all.add(of("pack", PackFraming.DEFAULT, 3_000, 1));
        all.add(of("pack with a flag", new PackFraming(0x3FF, 4_194_303), 3_000, 1));
        all.add(of("packets", PacketFraming.DEFAULT.withSizes(100, 5_000), 3_000));
        all.add(of(
                "packets that count headers",
                PacketFraming.DEFAULT.withLayout(COUNTING).withSizes(99, 5_000),
                3_000));
        all.add(new FramingCase("fixed", new FixedFraming(7), List.of(new byte[7], random(7, 7), random(7, 7))));
        all.add(text("lines", DelimiterFraming.lines(5_000)));
        all.add(text("lines without CR", DelimiterFraming.linesWithoutCr(5_000)));
        all.add(text(
                "delimiter", DelimiterFraming.of("aab".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 5_000)));
        return all;
    }

    private static final PacketLayout COUNTING = new PacketLayout(
            ByteOrder.BIG_ENDIAN,
            16,
            new PacketLayout.Field(4, 4),
            new PacketLayout.Field(8, 4),
            new PacketLayout.Field(12, 2),
            new PacketLayout.Field(2, 1),
            true);

    private static FramingCase of(String name, Framing framing, int largest) {
        return of(name, framing, largest, 0);
    }

    private static FramingCase of(String name, Framing framing, int largest, int smallest) {
        return new FramingCase(
                name,
                framing,
                List.of(
                        random(1, 1),
                        random(smallest, 2),
                        random(13, 3),
                        random(smallest, 4),
                        random(Math.min(largest, 700), 5),
                        random(largest, 6),
                        random(2, 7)));
    }

    /** Bytes that neither hold nor begin an end of a line or of the delimiter, but for its first letter. */
    private static FramingCase text(String name, Framing framing) {
        List<byte[]> payloads = new ArrayList<>();
        for (int size : new int[] {0, 1, 5, 0, 3_000, 17}) {
            byte[] payload = random(size, size);
            for (int i = 0; i < size; i++) {
                payload[i] = (byte) (i == size - 1 ? 'z' : "aacdef\r".charAt(payload[i] & 3));
            }
            payloads.add(payload);
        }
        return new FramingCase(name, framing, payloads);
    }

    private static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new SplittableRandom(seed).nextBytes(bytes);
        return bytes;
    }
}
