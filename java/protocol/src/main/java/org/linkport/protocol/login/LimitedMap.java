/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.login;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of a limited number of names: the one that was put first goes when there are too many. One thread at a time. */
final class LimitedMap<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    private final int max;

    LimitedMap(int max) {
        this.max = max;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > max;
    }
}
