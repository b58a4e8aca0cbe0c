/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

/** Failures are counted by address and by name, cost more and more, end in a lock and are forgotten; on a clock of the test. */
class AttemptsTest {
    private static final AttemptLimits LIMITS = AttemptLimits.DEFAULT
            .withDelayMillis(100, 1_000)
            .withLocks(5, 3, 60_000)
            .withRemembered(16);

    private long nowMillis = 1_000_000;
    private final Attempts attempts = new Attempts(LIMITS, () -> nowMillis);
    private final InetAddress one = address("192.0.2.1");
    private final InetAddress other = address("192.0.2.2");

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldWaitTwiceAsLongEachTimeUpToALimit() {
        assertEquals(100, attempts.failed(one, "a"));
        assertEquals(200, attempts.failed(one, "b"));
        assertEquals(400, attempts.failed(one, "c"));
        assertEquals(800, attempts.failed(one, "d"));
        assertEquals(1_000, attempts.failed(one, "e"));
        assertEquals(100, attempts.failed(other, "f"));
        assertEquals(200, attempts.failed(address("192.0.2.3"), "a"), "the name counts, too");
        assertEquals(1_000, LIMITS.delayMillis(Integer.MAX_VALUE));
    }

    @Test
    void shouldLockANameOutFromWhereverItIsTried() {
        for (int i = 1; i <= 3; i++) {
            assertFalse(attempts.isLocked("alice"));
            attempts.failed(address("192.0.2." + i), "alice");
        }
        assertTrue(attempts.isLocked("alice"));
        assertFalse(attempts.isLocked("bob"));
        assertFalse(attempts.isLocked(one));
        nowMillis += 59_999;
        assertTrue(attempts.isLocked("alice"));
        nowMillis += 1;
        assertFalse(attempts.isLocked("alice"));
        assertEquals(100, attempts.failed(other, "alice"), "all is forgotten");
    }

    @Test
    void shouldLockAnAddressOutWhateverNameItTries() {
        for (int i = 0; i < 5; i++) {
            assertFalse(attempts.isLocked(one));
            attempts.failed(one, "user" + i);
        }
        assertTrue(attempts.isLocked(one));
        assertFalse(attempts.isLocked(other));
    }

    @Test
    void shouldCountTheNetworkOfAnIpv6Address() {
        for (int i = 1; i <= 5; i++) {
            attempts.failed(address("2001:db8:0:1::" + i), "user" + i);
        }
        assertTrue(attempts.isLocked(address("2001:db8:0:1:ffff::9")));
        assertFalse(attempts.isLocked(address("2001:db8:0:2::1")));
    }

    @Test
    void shouldForgetWithASuccess() {
        attempts.failed(one, "alice");
        attempts.failed(one, "alice");
        attempts.succeeded(one, "alice");
        assertEquals(100, attempts.failed(one, "alice"));
    }

    @Test
    void shouldNotGrowWithWhoTries() {
        attempts.failed(one, "alice");
        for (int i = 0; i < 10_000; i++) {
            attempts.failed(address("198.51." + i / 250 + "." + i % 250), "user" + i);
            assertTrue(attempts.remembered() <= 16);
            if (i == 10) {
                attempts.failed(one, "alice"); // and is young again
            }
            if (i == 20) {
                attempts.failed(one, "alice");
                assertTrue(attempts.isLocked("alice"), "the younger ones are remembered");
            }
        }
    }

    @Test
    void shouldRefuseLimitsOutOfRange() {
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withPerLink(0));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withDelayMillis(10, 9));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withLocks(1, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> LIMITS.withRemembered(15));
    }
}
