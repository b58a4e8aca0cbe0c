/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.linkport.contract.AllocatedBytes;

/**
 * Attacks every framing with its own frames in pieces of every kind: one byte at a time, parted at each place, at
 * random, all at once. What comes out is what went in, lent where it lay in one piece, and without an allocation.
 */
class FramingsTest {
    private static final long TOLERANCE_BYTES = 16 << 10;

    static List<FramingCase> cases() {
        return FramingCase.all();
    }

    /** Collects copies. */
    private static FrameReceiver collecting(Framing framing, List<byte[]> into) {
        return new FrameReceiver(framing.decoder(), payload -> {
            byte[] copy = new byte[payload.remaining()];
            payload.get(copy);
            into.add(copy);
        });
    }

    private static void checkSame(List<byte[]> expected, List<byte[]> actual) {
        assertEquals(expected.size(), actual.size(), "payloads");
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), "payload " + i);
        }
    }

    private static void receive(FrameReceiver receiver, byte[] bytes, int from, int to) {
        // as a link does: direct memory, not at its beginning, with other bytes behind
        ByteBuffer chunk = ByteBuffer.allocateDirect(to - from + 20);
        chunk.position(7).put(bytes, from, to - from);
        receiver.receive(chunk.flip().position(7));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellPayloadsThatComeByteByByte(FramingCase framed) {
        List<byte[]> told = new ArrayList<>();
        FrameReceiver receiver = collecting(framed.framing(), told);
        byte[] bytes = SentBytes.of(framed.framing(), framed.payloads());
        for (int i = 0; i < bytes.length; i++) {
            receive(receiver, bytes, i, i + 1);
        }
        checkSame(framed.payloads(), told);
        assertTrue(receiver.isBetweenFrames());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellPayloadsThatArePartedAnywhere(FramingCase framed) {
        byte[] bytes = SentBytes.of(framed.framing(), framed.payloads());
        for (int cut = 0; cut <= bytes.length; cut++) {
            List<byte[]> told = new ArrayList<>();
            FrameReceiver receiver = collecting(framed.framing(), told);
            receive(receiver, bytes, 0, cut);
            receive(receiver, bytes, cut, bytes.length);
            checkSame(framed.payloads(), told);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellPayloadsInRandomPieces(FramingCase framed) {
        byte[] bytes = SentBytes.of(framed.framing(), framed.payloads());
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<byte[]> told = new ArrayList<>();
            FrameReceiver receiver = collecting(framed.framing(), told);
            for (int at = 0; at < bytes.length; ) {
                int end = Math.min(bytes.length, at + random.nextInt(1, seed % 2 == 0 ? 2_000 : 20));
                receive(receiver, bytes, at, end);
                at = end;
            }
            int used = seed;
            assertEquals(framed.payloads().size(), told.size(), () -> "seed " + used);
            checkSame(framed.payloads(), told);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTellWhereverTheProgramStopsAndGoesOn(FramingCase framed) {
        byte[] bytes = SentBytes.of(framed.framing(), framed.payloads());
        List<byte[]> told = new ArrayList<>();
        FrameReceiver[] self = new FrameReceiver[1];
        self[0] = new FrameReceiver(framed.framing().decoder(), payload -> {
            byte[] copy = new byte[payload.remaining()];
            payload.get(copy);
            told.add(copy);
            self[0].stop();
        });
        receive(self[0], bytes, 0, bytes.length / 2);
        receive(self[0], bytes, bytes.length / 2, bytes.length);
        for (int i = 1; i < framed.payloads().size(); i++) {
            assertEquals(i, told.size(), "one payload after each start");
            self[0].go();
        }
        checkSame(framed.payloads(), told);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldLendWhatLiesInOnePiece(FramingCase framed) {
        for (byte[] payload : framed.payloads()) {
            byte[] bytes = SentBytes.of(framed.framing(), List.of(payload));
            ByteBuffer chunk =
                    ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            boolean split =
                    framed.framing() instanceof PacketFraming packets && payload.length > packets.maxPacketBytes();
            new FrameReceiver(framed.framing().decoder(), told -> {
                        if (!split) {
                            assertSame(chunk, told);
                        }
                    })
                    .receive(chunk);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldBeMidwayAfterEveryTruncation(FramingCase framed) {
        byte[] bytes = SentBytes.of(framed.framing(), framed.payloads());
        List<Integer> ends = new ArrayList<>();
        List<byte[]> told = new ArrayList<>();
        FrameReceiver receiver = collecting(framed.framing(), told);
        for (int i = 0; i < bytes.length; i++) {
            int before = told.size();
            receive(receiver, bytes, i, i + 1);
            if (told.size() > before) {
                ends.add(i + 1);
            }
            assertEquals(told.size() > before, receiver.isBetweenFrames(), "after byte " + i);
        }
        assertEquals(framed.payloads().size(), ends.size());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldAllocateNothingAtSteadyState(FramingCase framed) {
        byte[] bytes = SentBytes.of(framed.framing(), framed.payloads());
        ByteBuffer chunk = ByteBuffer.allocateDirect(bytes.length).put(bytes);
        int[] count = {0};
        FrameReceiver receiver = new FrameReceiver(framed.framing().decoder(), payload -> count[0]++);
        int piece = bytes.length / 2 + 1; // every second frame crosses
        boolean assembles = framed.framing() instanceof PacketFraming; // an object for each message it puts together
        long before = 0;
        int rounds = 4_000;
        for (int round = 0; round < 2 * rounds; round++) {
            if (round == rounds) {
                before = AllocatedBytes.of(Thread.currentThread());
            }
            receiver.receive(chunk.limit(piece).position(0));
            receiver.receive(chunk.limit(bytes.length).position(piece));
        }
        long allocated = AllocatedBytes.of(Thread.currentThread()) - before;
        assertEquals(2 * rounds * framed.payloads().size(), count[0]);
        long allowed =
                TOLERANCE_BYTES + (assembles ? 200L * rounds * framed.payloads().size() : 0);
        assertTrue(allocated < allowed, () -> allocated + " bytes were allocated");
    }
}
