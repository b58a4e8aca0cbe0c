/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks the views of receive chunks of both sizes: each is as large as its chunk, and none overlaps another. */
class ReceiveMemoryTest {
    @ParameterizedTest
    @CsvSource({"65536,64,48,256", "1024,4,3,1", "1024,2,2,0", "3072,9,7,2", "5120,8,6,2", "8192,7,6,2"})
    void shouldCutWhatTheNativeLibraryCuts(int chunkBytes, int count, int large, int small) {
        ReceiveMemory memory = new ReceiveMemory(chunkBytes, count);
        for (int i = 0; i < large + small; i++) {
            int size = i < large ? chunkBytes : Math.min(chunkBytes, 4_096);
            ByteBuffer view = memory.view(i, size);
            assertEquals(size, view.capacity());
            while (view.hasRemaining()) {
                view.put((byte) (i + 1));
            }
        }
        for (int i = 0; i < large + small; i++) {
            ByteBuffer view = memory.view(i, i < large ? chunkBytes : Math.min(chunkBytes, 4_096));
            while (view.hasRemaining()) {
                assertEquals((byte) (i + 1), view.get());
            }
        }
        assertThrows(IndexOutOfBoundsException.class, () -> memory.view(large + small, 1));
    }
}
