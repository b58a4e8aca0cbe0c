/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/** Attacks the water marks at their edges, and the end of admission. */
class PendingBytesTest {
    private final PendingBytes pending = new PendingBytes(SendOptions.DEFAULT.withPendingBytes(10, 20, 40), null);

    @Test
    void shouldAnswerByTheMarks() {
        assertEquals(SendResult.QUEUED, pending.admit(20));
        assertEquals(SendResult.CONGESTED, pending.admit(1));
        assertEquals(SendResult.CONGESTED, pending.admit(19));
        assertEquals(SendResult.REJECTED, pending.admit(1));
        assertEquals(40, pending.bytes());
    }

    @Test
    void shouldCrossOnceAtTheLowMark() {
        pending.admit(30);
        assertFalse(pending.handedOver(19));
        assertTrue(pending.handedOver(1));
        assertFalse(pending.handedOver(10));
    }

    @Test
    void shouldNotCrossWhenOthersWereToldMeanwhile() {
        pending.admit(30);
        pending.admit(10);
        assertFalse(pending.handedOver(20));
        assertTrue(pending.handedOver(20));
    }

    @Test
    void shouldAdmitNothingOnceShut() {
        pending.admit(15);
        pending.shut();
        pending.shut();
        assertEquals(SendResult.REJECTED, pending.admit(1));
        assertEquals(SendResult.REJECTED, pending.admit(0));
        assertEquals(15, pending.bytes());
        pending.handedOver(15);
        assertEquals(0, pending.bytes());
    }

    @Test
    void shouldForgetWhatWasWithdrawn() {
        pending.admit(15);
        pending.withdraw(15);
        assertEquals(SendResult.QUEUED, pending.admit(20));
    }

    private final PendingBytes wide =
            new PendingBytes(SendOptions.DEFAULT.withPendingBytes(5_000, 10_000, 20_000), null);

    @Test
    void shouldCountWhatItsWorkerSendsExactly() {
        for (int i = 1; i <= 4; i++) {
            assertEquals(SendResult.QUEUED, wide.admitOwn(10));
            assertEquals(10L * i, wide.bytes());
        }
        assertFalse(wide.handedOver(30));
        assertEquals(10, wide.bytes());
        assertEquals(10, wide.get(), "with nothing kept for the worker");
    }

    @Test
    void shouldAnswerItsWorkerByTheMarksAndTheLimit() {
        for (int sent = 1_000; sent <= 20_000; sent += 1_000) {
            assertEquals(sent <= 10_000 ? SendResult.QUEUED : SendResult.CONGESTED, wide.admitOwn(1_000));
            assertEquals(sent, wide.bytes());
        }
        assertEquals(SendResult.REJECTED, wide.admitOwn(1));
        assertFalse(wide.handedOver(14_999));
        assertTrue(wide.handedOver(1));
    }

    @Test
    void shouldKeepNothingForItsWorkerAfterTheStep() {
        wide.admitOwn(10);
        wide.admitOwn(10);
        assertTrue(wide.get() > 20, "a portion");
        wide.giveBack();
        assertEquals(20, wide.get());
    }

    @Test
    void shouldTellItsWorkerWhatOthersHaveHadAdmitted() {
        wide.admitOwn(10);
        wide.admitOwn(10);
        assertTrue(wide.admit(9_979).isAccepted());
        assertEquals(SendResult.QUEUED, wide.admitOwn(1));
        assertEquals(SendResult.CONGESTED, wide.admitOwn(1));
        assertEquals(10_001, wide.bytes());
    }

    @Test
    void shouldAdmitNothingOfAPortionOnceShut() {
        wide.admitOwn(10);
        wide.admitOwn(10);
        wide.shut();
        assertEquals(SendResult.REJECTED, wide.admitOwn(1));
        assertEquals(20, wide.bytes());
    }
}
