/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.buffer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks the free lists with many threads, and the counts that the leak checks rest on. */
class ChunkPoolTest {
    private final ChunkPool pool = new ChunkPool(buffer -> 1_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 512, 513, 4_096, 4_097, 65_536, 10_000_000})
    void shouldGiveTheSmallestChunkThatHoldsTheMessage(int bytes) {
        Chunk chunk = pool.take(bytes);
        int expected = bytes <= 512 ? 512 : bytes <= 4_096 ? 4_096 : 65_536;
        assertEquals(expected, chunk.capacity());
        assertEquals(1, pool.out());
        pool.give(chunk);
        assertEquals(0, pool.out());
    }

    @Test
    void shouldNeverGiveOneChunkTwice() {
        Set<Chunk> taken = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Long> addresses = new java.util.HashSet<>();
        for (int i = 0; i < 1_500; i++) { // several slabs
            Chunk chunk = pool.take(100);
            assertTrue(taken.add(chunk));
            addresses.add(chunk.unsubmittedAddress());
        }
        assertEquals(512, addresses.size()); // every slab claims to begin at the same address
        taken.forEach(pool::give);
        assertEquals(0, pool.out());
        assertTrue(taken.contains(pool.take(100)));
    }

    @Test
    void shouldCopyAMessageOfAnySize() {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        ByteBuffer message = ByteBuffer.wrap(bytes);
        Chunk first = pool.copy(message);
        assertEquals(0, message.remaining());
        ByteBuffer copied = ByteBuffer.allocate(bytes.length);
        for (Chunk chunk = first; chunk != null; chunk = chunk.nextChunk()) {
            copied.put(chunk.pendingBytes());
        }
        assertEquals(ByteBuffer.wrap(bytes), copied.flip());
        pool.giveAll(first);
        assertEquals(0, pool.out());
    }

    @Test
    void shouldCleanAChunkThatComesBack() {
        Chunk chunk = pool.take(10);
        chunk.append(ByteBuffer.wrap(new byte[10]));
        chunk.submit();
        chunk.consume(4);
        chunk.next = pool.take(10);
        pool.giveAll(chunk);
        Chunk again = pool.take(10);
        assertEquals(0, again.pending());
        assertEquals(0, again.unsubmitted());
        assertEquals(512, again.room());
        assertEquals(null, again.next);
        pool.give(again);
    }

    @Test
    void shouldCountWhatACacheAdopts() {
        ChunkCache cache = new ChunkCache(pool);
        Chunk message = pool.copy(ByteBuffer.allocate(150_000));
        assertEquals(3, pool.out());
        cache.adopt(message);
        assertEquals(0, pool.out());
        assertEquals(3, cache.out());
        for (Chunk chunk = message; chunk != null; ) {
            Chunk next = chunk.nextChunk();
            cache.give(chunk);
            chunk = next;
        }
        assertEquals(0, cache.out());
        Chunk kept = cache.take(100_000);
        cache.give(kept);
        assertSame(kept, cache.take(100_000));
        cache.give(kept);
        cache.drain();
        assertEquals(0, pool.out() + cache.out());
    }

    @Test
    void shouldTakeBytesAfterItsPendingOnesWereLookedAt() {
        Chunk chunk = pool.take(10);
        chunk.append(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        chunk.consume(chunk.pendingBytes().remaining() - 1);
        chunk.append(ByteBuffer.wrap(new byte[] {4}));
        Chunk other = pool.take(10);
        other.append(ByteBuffer.wrap(new byte[] {5, 6}));
        other.pendingBytes().get();
        chunk.append(other);
        assertEquals(ByteBuffer.wrap(new byte[] {3, 4, 5, 6}), chunk.pendingBytes());
        pool.give(chunk);
        pool.give(other);
    }

    @Test
    void shouldGrowTheChunksOfAGrowingQueue() {
        ChunkCache cache = new ChunkCache(pool);
        Chunk small = cache.take(10);
        Chunk medium = cache.takeAfter(small, 10);
        Chunk large = cache.takeAfter(medium, 10);
        assertNotEquals(small.capacity(), medium.capacity());
        assertEquals(65_536, large.capacity());
        assertEquals(65_536, cache.takeAfter(large, 10).capacity());
    }

    @Test
    void shouldKeepChunksApartUnderContention() throws InterruptedException {
        AtomicInteger mixed = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            byte mark = (byte) t;
            threads.add(new Thread(() -> {
                Random random = new Random(mark);
                List<Chunk> mine = new ArrayList<>();
                for (int i = 0; i < 40_000; i++) {
                    if (mine.size() < 20 && random.nextBoolean()) {
                        Chunk chunk = pool.take(1);
                        chunk.append(ByteBuffer.wrap(new byte[] {mark}));
                        mine.add(chunk);
                    } else if (!mine.isEmpty()) {
                        Chunk chunk = mine.remove(random.nextInt(mine.size()));
                        if (chunk.pending() != 1 || chunk.pendingBytes().get() != mark) {
                            mixed.incrementAndGet();
                        }
                        pool.give(chunk);
                    }
                }
                mine.forEach(pool::give);
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(0, mixed.get());
        assertEquals(0, pool.out());
    }
}
