/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.Map;

/**
 * Which logins the log had of late, so that who comes with a new link every second does not fill it: one line for each name and
 * address in a while. For a limited number of them; any thread.
 */
final class RecentLogins {
    /** From {@link #add}: the log has it already. */
    static final int TOLD = -1;

    private final int quietMillis;
    private final Map<String, Told> told; // the one that was told longest ago first; under the lock

    private record Told(long atMillis, int since) {}

    RecentLogins(int quietMillis, int remembered) {
        this.quietMillis = quietMillis;
        this.told = new LimitedMap<>(remembered);
    }

    /** {@link #TOLD}, or how many there were since the one that the log has, for the line of this one. */
    synchronized int add(String who, long nowMillis) {
        Told last = told.get(who);
        if (last != null && nowMillis - last.atMillis < quietMillis) {
            told.put(who, new Told(last.atMillis, last.since + 1)); // in its place: it was told no later
            return TOLD;
        }
        told.remove(who); // so that it is the youngest
        told.put(who, new Told(nowMillis, 0));
        return last == null ? 0 : last.since;
    }

    synchronized int size() {
        return told.size();
    }
}
