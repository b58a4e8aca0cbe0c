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
}
