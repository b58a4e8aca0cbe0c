/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import org.linkport.protocol.internal.OptionRange;

/**
 * What failed logins cost. They are counted for each remote address (IPv6: for each /64) and for each name, whether there
 * is such a user or not; a login that succeeds sets both back. Who locks a name out keeps its owner out, too: that is the
 * price of a limit that many addresses together cannot get around.
 *
 * @param perLink failures on one link after which it is closed; 1 to 1,000
 * @param firstDelayMillis how long the answer to a first failure waits, in milliseconds; it doubles with each further one;
 *     0 for no wait, to 60,000
 * @param maxDelayMillis the longest wait; {@code firstDelayMillis} to 60,000
 * @param perAddress failures from one address after which it is locked out; 1 to 1,000,000
 * @param perUser failures for one name after which it is locked out; 1 to 1,000,000
 * @param lockMillis how long somebody is locked out, in milliseconds, and how long without a failure until the earlier
 *     ones are forgotten; 1 to 86,400,000
 * @param remembered addresses, and as many names, of which failures are remembered; beyond that the one whose last
 *     failure is longest ago is forgotten; 16 to 1,000,000
 */
public record AttemptLimits(
        int perLink,
        int firstDelayMillis,
        int maxDelayMillis,
        int perAddress,
        int perUser,
        int lockMillis,
        int remembered) {
    /** 3 on a link, waits from 250 ms to 8 s, 20 from an address, 10 for a name, locked for 5 minutes, 10,000 of each. */
    public static final AttemptLimits DEFAULT = new AttemptLimits(3, 250, 8_000, 20, 10, 300_000, 10_000);

    /** Checks every range. */
    public AttemptLimits {
        OptionRange.check("perLink", perLink, 1, 1_000);
        OptionRange.check("firstDelayMillis", firstDelayMillis, 0, 60_000);
        OptionRange.check("maxDelayMillis", maxDelayMillis, firstDelayMillis, 60_000);
        OptionRange.check("perAddress", perAddress, 1, 1_000_000);
        OptionRange.check("perUser", perUser, 1, 1_000_000);
        OptionRange.check("lockMillis", lockMillis, 1, 86_400_000);
        OptionRange.check("remembered", remembered, 16, 1_000_000);
    }

    /** The same with another {@code perLink}. */
    public AttemptLimits withPerLink(int value) {
        return new AttemptLimits(value, firstDelayMillis, maxDelayMillis, perAddress, perUser, lockMillis, remembered);
    }

    /** The same with other waits. */
    public AttemptLimits withDelayMillis(int first, int max) {
        return new AttemptLimits(perLink, first, max, perAddress, perUser, lockMillis, remembered);
    }

    /** The same, but somebody is locked out after so many failures, for so long. */
    public AttemptLimits withLocks(int newPerAddress, int newPerUser, int newLockMillis) {
        return new AttemptLimits(
                perLink, firstDelayMillis, maxDelayMillis, newPerAddress, newPerUser, newLockMillis, remembered);
    }

    /** The same with another {@code remembered}. */
    public AttemptLimits withRemembered(int value) {
        return new AttemptLimits(perLink, firstDelayMillis, maxDelayMillis, perAddress, perUser, lockMillis, value);
    }

    int delayMillis(int failures) {
        int doublings = Math.min(failures - 1, 16);
        return (int) Math.min(maxDelayMillis, (long) firstDelayMillis << doublings);
    }
}
