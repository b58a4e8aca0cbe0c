/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.Map;

/** How often each of many has failed of late, for a limited number of them. Any thread. */
final class FailureCounts {
    private final int max;
    private final int lockMillis;
    private final Map<String, Failures> failures; // the one that failed longest ago first; under the lock

    private record Failures(int count, long lastMillis) {}

    FailureCounts(int max, int lockMillis, int remembered) {
        this.max = max;
        this.lockMillis = lockMillis;
        this.failures = new LimitedMap<>(remembered);
    }

    synchronized boolean isLocked(String who, long nowMillis) {
        return countOf(who, nowMillis) >= max;
    }

    /** Returns the new count. */
    synchronized int add(String who, long nowMillis) {
        int count = countOf(who, nowMillis) + 1;
        failures.remove(who); // so that it is the youngest
        failures.put(who, new Failures(count, nowMillis));
        return count;
    }

    synchronized void forget(String who) {
        failures.remove(who);
    }

    synchronized int size() {
        return failures.size();
    }

    private int countOf(String who, long nowMillis) {
        Failures known = failures.get(who);
        return known == null || nowMillis - known.lastMillis >= lockMillis ? 0 : known.count;
    }
}
