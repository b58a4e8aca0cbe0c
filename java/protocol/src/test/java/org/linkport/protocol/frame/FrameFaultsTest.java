/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Attacks every framing with bytes that are no frames: lengths that are too long, negative, zero and overflow, wrong
 * flags, packets that contradict each other. Each is its fault, however the bytes are parted.
 */
class FrameFaultsTest {
    private record Bad(String name, Framing framing, String hex, FrameFault fault) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final LengthFieldFraming FOUR = LengthFieldFraming.bigEndian(4, 100);
    private static final LengthFieldFraming EIGHT = LengthFieldFraming.bigEndian(8, 100);
    private static final PacketFraming PACKETS =
            PacketFraming.DEFAULT.withSizes(50, 100).withPartial(2, 120);

    static List<Bad> cases() {
        List<Bad> all = new ArrayList<>(lengths());
        all.addAll(varintsAndPacks());
        all.addAll(packets());
        return all;
    }

    private static Bad bad(String name, Framing framing, String hex, FrameFault fault) {
        return new Bad(name, framing, hex, fault);
    }

    private static List<Bad> lengths() {
        FrameFault tooLong = FrameFault.TOO_LONG;
        FrameFault negative = FrameFault.NEGATIVE_LENGTH;
        return List.of(
                bad("length over the limit", FOUR, "00000065", tooLong),
                bad("length of 2^31 - 1", FOUR, "7fffffff", tooLong),
                bad("length of 2^32 - 1", FOUR, "ffffffff", tooLong),
                bad("length of 2^31, low byte first", FOUR.withOrder(ByteOrder.LITTLE_ENDIAN), "00000080", tooLong),
                bad("length of 2^63 - 1", EIGHT, "7fffffffffffffff", tooLong),
                bad("length of -1 in 64 bits", EIGHT, "ffffffffffffffff", negative),
                bad("length of -2^63", EIGHT, "8000000000000000", negative),
                bad("length that overflows when adjusted", EIGHT.withHeader(0, 1_024, 8), "7ffffffffffffffe", tooLong),
                bad("length less than what it counts", FOUR.withHeader(0, -4, 4), "00000003", negative),
                bad("less than what is stripped", FOUR.withHeader(0, 0, 10), "00000005", negative),
                bad("no payload where one must be", FOUR.withAllowsEmpty(false), "00000000", FrameFault.ZERO_LENGTH),
                bad("line over the limit", DelimiterFraming.lines(3), "61626364", tooLong),
                bad("no delimiter", DelimiterFraming.of(new byte[] {1, 2}, 3), "0101010101", tooLong));
    }

    private static List<Bad> varintsAndPacks() {
        VarintFraming varint = new VarintFraming(100, true);
        PackFraming pack = new PackFraming(5, 100);
        return List.of(
                bad("varint over the limit", varint, "65", FrameFault.TOO_LONG),
                bad("varint of 2^31", varint, "8080808008", FrameFault.TOO_LONG),
                bad("varint of 33 bits", varint, "8080808010", FrameFault.TOO_LONG),
                bad("varint of six bytes", varint, "808080808000", FrameFault.TOO_LONG),
                bad("varint zero", new VarintFraming(100, false), "00", FrameFault.ZERO_LENGTH),
                bad("pack of another flag", pack, "01008001", FrameFault.WRONG_FLAG),
                bad("pack without a flag", pack, "01000000", FrameFault.WRONG_FLAG),
                bad("empty pack", pack, "00004001", FrameFault.ZERO_LENGTH),
                bad("pack over the limit", pack, "65004001", FrameFault.TOO_LONG));
    }

    private static List<Bad> packets() {
        FrameFault inconsistent = FrameFault.INCONSISTENT;
        String begun = packet(4, 1, 7, 2);
        return List.of(
                bad("negative message", PACKETS, "ffffffff0100000001000700", FrameFault.NEGATIVE_LENGTH),
                bad("message over the limit", PACKETS, "650000000100000001000700", FrameFault.TOO_LONG),
                bad("packet over the limit", PACKETS, "400000000100000033000700", FrameFault.TOO_LONG),
                bad("packet longer than its message", PACKETS, "020000000100000003000700", inconsistent),
                bad("empty packet of a message", PACKETS, "020000000100000000000700", inconsistent),
                bad("packets of two lengths", PACKETS, begun + packet(5, 1, 7, 2), inconsistent),
                bad("packets of two types", PACKETS, begun + packet(4, 1, 8, 2), inconsistent),
                bad("packets of more than the message", PACKETS, begun + packet(4, 1, 7, 3), inconsistent),
                bad("a whole one with a number that is begun", PACKETS, begun + packet(4, 1, 7, 4), inconsistent),
                bad(
                        "too many messages begun",
                        PACKETS,
                        begun + packet(4, 2, 7, 2) + packet(4, 3, 7, 2),
                        FrameFault.TOO_MANY_PARTIAL),
                bad(
                        "too many bytes begun",
                        PACKETS,
                        packet(90, 1, 7, 50) + packet(90, 2, 7, 50) + packet(90, 1, 7, 30),
                        FrameFault.TOO_MANY_PARTIAL));
    }

    private static String packet(int total, int serial, int type, int bytes) {
        return String.format("%02x000000%02x000000%02x00%02x00", total, serial, bytes, type) + "aa".repeat(bytes);
    }

    private static byte[] bytes(String hex) {
        return java.util.HexFormat.of().parseHex(hex);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNameTheFaultHoweverTheBytesCome(Bad bad) {
        byte[] bytes = bytes(bad.hex);
        for (int piece = 1; piece <= bytes.length; piece++) {
            FrameReceiver receiver = new FrameReceiver(bad.framing.decoder(), payload -> {});
            int size = piece;
            FrameException e = assertThrows(FrameException.class, () -> {
                for (int at = 0; at < bytes.length; at += size) {
                    receiver.receive(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
                }
            });
            assertEquals(bad.fault, e.fault());
        }
    }

    @Test
    void shouldNotHoldMemoryForWhatIsOnlyAnnounced() {
        FrameReceiver receiver =
                new FrameReceiver(LengthFieldFraming.bigEndian(4, 1 << 30).decoder(), payload -> {});
        long before = org.linkport.contract.AllocatedBytes.of(Thread.currentThread());
        receiver.receive(ByteBuffer.wrap(bytes("3fffffff" + "00")));
        long allocated = org.linkport.contract.AllocatedBytes.of(Thread.currentThread()) - before;
        assertEquals(true, allocated < 64 << 10, () -> allocated + " bytes for a header of 1 GiB");
    }

    @Test
    void shouldRefusePayloadsThatTheFramingCannotCarry() {
        refuses(FOUR, new byte[101]);
        refuses(LengthFieldFraming.bigEndian(1, 1_000), new byte[256]);
        refuses(FOUR.withAllowsEmpty(false), new byte[0]);
        refuses(new VarintFraming(10, false), new byte[0]);
        refuses(new FixedFraming(5), new byte[4]);
        refuses(PackFraming.DEFAULT, new byte[0]);
        refuses(PackFraming.DEFAULT, new byte[(256 << 10) + 1]);
        refuses(DelimiterFraming.lines(10), "a\nb".getBytes(StandardCharsets.US_ASCII));
        refuses(DelimiterFraming.of(new byte[] {7, 7}, 10), new byte[] {1, 7});
        refuses(DelimiterFraming.of(new byte[] {7, 7}, 10), new byte[] {7, 7, 1});
        assertThrows(IllegalStateException.class, () -> SentBytes.of(FOUR.withHeader(2, 0, 2), List.of(new byte[1])));
    }

    private static void refuses(Framing framing, byte[] payload) {
        assertThrows(IllegalArgumentException.class, () -> SentBytes.of(framing, List.of(payload)));
    }

    @Test
    void shouldWriteWhatIsDocumented() {
        byte[] payload = {1, 2, 3};
        wire(LengthFieldFraming.bigEndian(4, 9), payload, "00000003010203");
        wire(LengthFieldFraming.littleEndian(3, 9).withHeader(2, -5, 5), payload, "0000" + "080000" + "010203");
        wire(LengthFieldFraming.bigEndian(2, 9).withHeader(0, 4, 6), payload, "0003" + "00000000" + "010203");
        wire(new VarintFraming(9, true), payload, "03010203");
        SentBytes.of(PacketFraming.DEFAULT, List.of(payload)); // low byte first: nobody else's matter
        wire(new PackFraming(5, 9), payload, "03004001" + "010203");
        wire(DelimiterFraming.lines(9), payload, "010203" + "0d0a");
        wire(
                PacketFraming.DEFAULT.withSizes(2, 9),
                payload,
                "03000000010000000200000001020300000001000000" + "0100000003");
    }

    private static void wire(Framing framing, byte[] payload, String hex) {
        assertEquals(hex, java.util.HexFormat.of().formatHex(SentBytes.of(framing, List.of(payload))));
    }
}
