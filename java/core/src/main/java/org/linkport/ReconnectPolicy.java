/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

/**
 * When a {@link Client} connects again: ever later, and each client at a moment of its own, so that a server that comes
 * back is not met by all of them at once.
 *
 * @param firstDelayMillis before the first new attempt, in milliseconds; 1 to 3,600,000
 * @param factor by which each delay is longer than the last; 1 to 100
 * @param maxDelayMillis which no delay exceeds, in milliseconds; {@code firstDelayMillis} to 86,400,000
 * @param jitter share of each delay that is left to chance; 0 to 1
 * @param maxAttempts attempts in a row that may fail, after which the client gives up; 0 for no limit
 * @param giveUpMillis time without a link after which it gives up, in milliseconds; 0 for no limit
 * @param stableMillis a link that lasts as long is a success, after which everything begins anew, in milliseconds; one
 *     that ends earlier counts as an attempt that failed; 0 to 86,400,000
 */
public record ReconnectPolicy(
        int firstDelayMillis,
        double factor,
        int maxDelayMillis,
        double jitter,
        int maxAttempts,
        long giveUpMillis,
        int stableMillis) {
    private static final int DAY_MILLIS = 86_400_000;

    /** After half to one second, then twice as long each time up to a minute, for ever; stable after ten seconds. */
    public static final ReconnectPolicy DEFAULT = new ReconnectPolicy(1_000, 2, 60_000, 0.5, 0, 0, 10_000);

    /** Checks every range. */
    public ReconnectPolicy {
        OptionCheck.range("firstDelayMillis", firstDelayMillis, 1, 3_600_000);
        OptionCheck.share("factor", factor, 1, 100);
        OptionCheck.range("maxDelayMillis", maxDelayMillis, firstDelayMillis, DAY_MILLIS);
        OptionCheck.share("jitter", jitter, 0, 1);
        OptionCheck.range("maxAttempts", maxAttempts, 0, Integer.MAX_VALUE);
        OptionCheck.range("giveUpMillis", giveUpMillis, 0, Long.MAX_VALUE);
        OptionCheck.range("stableMillis", stableMillis, 0, DAY_MILLIS);
    }

    /** The same with other delays: the first, by which factor it grows, the longest, the share left to chance. */
    public ReconnectPolicy withDelays(int firstMillis, double by, int maxMillis, double chance) {
        return new ReconnectPolicy(firstMillis, by, maxMillis, chance, maxAttempts, giveUpMillis, stableMillis);
    }

    /** The same with other limits. */
    public ReconnectPolicy withLimits(int attempts, long millis) {
        return new ReconnectPolicy(firstDelayMillis, factor, maxDelayMillis, jitter, attempts, millis, stableMillis);
    }

    /** The same with another {@code stableMillis}. */
    public ReconnectPolicy withStableMillis(int value) {
        return new ReconnectPolicy(firstDelayMillis, factor, maxDelayMillis, jitter, maxAttempts, giveUpMillis, value);
    }

    /**
     * How long to wait.
     *
     * @param failures attempts in a row that have failed, from 1 on
     * @param chance from 0, for the longest, to 1
     * @return milliseconds
     */
    public long delayMillis(int failures, double chance) {
        double longest = Math.min(maxDelayMillis, firstDelayMillis * Math.pow(factor, failures - 1));
        return Math.max(1, Math.round(longest * (1 - jitter * chance)));
    }

    /**
     * Whether to give up.
     *
     * @param failures attempts in a row that have failed
     * @param withoutLinkMillis since the last link ended or the client began, in milliseconds
     */
    public boolean givesUp(int failures, long withoutLinkMillis) {
        return (maxAttempts > 0 && failures >= maxAttempts) || (giveUpMillis > 0 && withoutLinkMillis >= giveUpMillis);
    }
}
