/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.Link;
import org.linkport.Link.SendOutcome;
import org.linkport.internal.buffer.ChunkCache;
import org.linkport.internal.buffer.ChunkPool;
import org.linkport.internal.buffer.SendItem;

/**
 * Attacks the queue of bytes with random appends, of copies and of lent memory, and partial consumption, against an array
 * of bytes.
 */
class OutboundTest {
    private final ChunkPool pool = new ChunkPool(buffer -> 0);
    private final ChunkCache cache = new ChunkCache(pool);
    private final Lent.Queue ended = new Lent.Queue();
    private final List<Integer> handedOver = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private int lent;
    private final Outbound outbound = new Outbound(cache, ended);

    private byte[] pending() {
        ByteBuffer[] gather = new ByteBuffer[100_000];
        int used = outbound.gather(gather);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < used; i++) {
            byte[] part = new byte[gather[i].remaining()];
            gather[i].get(part);
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldBehaveLikeAnArrayOfBytes(long seed) {
        Random random = new Random(seed);
        byte[] model = new byte[0];
        for (int step = 0; step < 2_000; step++) {
            if (random.nextInt(5) < 3) {
                byte[] message = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 100_000 : 900)];
                random.nextBytes(message);
                append(message, random.nextInt(3));
                int old = model.length;
                model = Arrays.copyOf(model, old + message.length);
                System.arraycopy(message, 0, model, old, message.length);
                assertTrue(outbound.hasUnsubmitted());
            } else if (model.length > 0) {
                int count = 1 + random.nextInt(Math.min(model.length, 70_000));
                outbound.consume(count);
                model = Arrays.copyOfRange(model, count, model.length);
            }
            assertEquals(model.length, outbound.bytes());
            assertEquals(model.length == 0, outbound.isEmpty());
            if (step % 16 == 0) {
                assertArrayEquals(model, pending());
                assertFalse(outbound.hasUnsubmitted());
            }
        }
        assertArrayEquals(model, pending());
        outbound.clear();
        giveBack();
        assertEquals(0, pool.out() + cache.out());
        assertEquals(0, outbound.bytes());
        assertEquals(numbers(0, handedOver.size()), handedOver);
        assertEquals(numbers(handedOver.size(), lent), dropped);
    }

    private void append(byte[] message, int form) {
        switch (form) {
            case 0 -> outbound.append(pool.copy(ByteBuffer.wrap(message))); // as another thread does
            case 1 -> outbound.append(ByteBuffer.wrap(message));
            default -> lend(message);
        }
    }

    private void lend(byte[] message) {
        int number = lent++;
        outbound.appendLent(LentMemory.of(
                null,
                ByteBuffer.allocateDirect(message.length).put(message).flip(),
                0,
                (Link link, SendOutcome outcome) ->
                        (outcome == SendOutcome.HANDED_OVER ? handedOver : dropped).add(number)));
    }

    private void giveBack() {
        for (Lent each = ended.poll(); each != null; each = ended.poll()) {
            each.run();
        }
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    @Test
    void shouldGiveLentMemoryBackOnceInOrderWhenItsLastByteIsConsumed() {
        outbound.append(ByteBuffer.allocate(10));
        lend(new byte[20]);
        lend(new byte[30]);
        outbound.append(ByteBuffer.allocate(5));
        lend(new byte[1]);
        outbound.consume(29);
        giveBack();
        assertEquals(List.of(), handedOver);
        outbound.consume(1);
        giveBack();
        assertEquals(List.of(0), handedOver);
        outbound.consume(32);
        giveBack();
        assertEquals(List.of(0, 1), handedOver);
        outbound.clear();
        giveBack();
        assertEquals(List.of(0, 1), handedOver);
        assertEquals(List.of(2), dropped);
        assertEquals(0, pool.out() + cache.out());
    }

    @Test
    void shouldGiveBackLentMemoryOfNoBytesInItsTurn() {
        lend(new byte[0]); // nothing is before it
        giveBack();
        assertEquals(List.of(0), handedOver);
        assertTrue(outbound.isEmpty());
        outbound.append(ByteBuffer.allocate(10));
        SendItem copy = outbound.nextUnsubmitted();
        copy.submit();
        lend(new byte[0]);
        lend(new byte[0]);
        assertTrue(outbound.hasUnsubmitted());
        outbound.consume(9);
        giveBack();
        assertEquals(List.of(0), handedOver);
        outbound.consume(1);
        giveBack();
        assertEquals(List.of(0, 1, 2), handedOver);
        assertFalse(outbound.hasUnsubmitted());
        assertTrue(outbound.isEmpty());
        lend(new byte[7]);
        assertEquals(7, outbound.nextUnsubmitted().unsubmittedCharge());
    }

    @Test
    void shouldSubmitEveryByteOnce() {
        Random random = new Random(5);
        long appended = 0;
        long submitted = 0;
        for (int step = 0; step < 1_000; step++) {
            byte[] message = new byte[1 + random.nextInt(3_000)];
            append(message, random.nextInt(3));
            appended += message.length;
            if (random.nextBoolean()) {
                for (SendItem item = outbound.nextUnsubmitted(); item != null; item = outbound.nextUnsubmitted()) {
                    submitted += item.unsubmittedCharge();
                    item.submit();
                }
                assertEquals(appended, submitted);
                assertFalse(outbound.hasUnsubmitted());
            }
            if (submitted == appended) {
                outbound.consume(random.nextInt((int) outbound.bytes() + 1));
            }
        }
        outbound.clear();
        assertEquals(0, pool.out() + cache.out());
    }

    @Test
    void shouldGatherNoMoreThanItIsGivenRoomFor() {
        outbound.append(ByteBuffer.allocate(1 << 20));
        ByteBuffer[] room = new ByteBuffer[3];
        assertEquals(3, outbound.gather(room));
        assertFalse(outbound.isEmpty());
        outbound.clear();
    }
}
