/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The log has the first login of each, then none for a while, then one with the number of those between; and not for ever many. */
class RecentLoginsTest {
    private final RecentLogins logins = new RecentLogins(60_000, 3);

    @Test
    void shouldTellTheFirstAndThenOneInAWhile() {
        assertEquals(0, logins.add("a", 1_000));
        assertEquals(RecentLogins.TOLD, logins.add("a", 1_000));
        assertEquals(RecentLogins.TOLD, logins.add("a", 60_999));
        assertEquals(0, logins.add("b", 60_999));
        assertEquals(2, logins.add("a", 61_000));
        assertEquals(RecentLogins.TOLD, logins.add("a", 120_999));
        assertEquals(1, logins.add("a", 500_000));
        assertEquals(0, logins.add("a", 1_000_000));
    }

    @Test
    void shouldForgetThoseThatWereToldLongestAgo() {
        for (int i = 0; i < 100; i++) {
            assertEquals(0, logins.add("user" + i, i));
        }
        assertEquals(3, logins.size());
        assertEquals(RecentLogins.TOLD, logins.add("user99", 100));
        assertEquals(0, logins.add("user0", 100));
    }
}
