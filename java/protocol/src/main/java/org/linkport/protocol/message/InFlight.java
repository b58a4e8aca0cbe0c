/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests that wait for an answer, by id. An id names a place and how often it was used before, so that neither a
 * search nor a collision is possible, and a late answer of 65,536 uses ago is needed to mislead it. Any thread.
 */
final class InFlight {
    private static final int PLACE_BITS = 16;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;

    /* all under the lock */
    private final @Nullable OpenRequest[] requests;
    private final short[] uses;
    private final int[] free;
    private int freeCount;
    private boolean ended;

    InFlight(int max) {
        requests = new OpenRequest[max];
        uses = new short[max];
        free = new int[max];
        for (int i = max - 1; i >= 0; i--) {
            free[freeCount++] = i;
        }
    }

    /** Gives it an id. Why it did not, or null. */
    synchronized RequestException.@Nullable Cause add(OpenRequest request) {
        if (ended) {
            return RequestException.Cause.ENDED;
        }
        if (freeCount == 0) {
            return RequestException.Cause.TOO_MANY;
        }
        int place = free[--freeCount];
        requests[place] = request;
        uses[place]++;
        request.sentAs(uses[place] << PLACE_BITS | place);
        return null;
    }

    /** The request of that id, which is free then; null if there is none. */
    synchronized @Nullable OpenRequest remove(int id) {
        int place = id & PLACE_MASK;
        OpenRequest request = place < requests.length ? requests[place] : null;
        if (request == null || request.id() != id) {
            return null;
        }
        requests[place] = null;
        free[freeCount++] = place;
        return request;
    }

    /** All of them; with {@code forEver}, none is added any more. */
    synchronized List<OpenRequest> removeAll(boolean forEver) {
        ended |= forEver;
        List<OpenRequest> all = new ArrayList<>();
        for (int place = 0; place < requests.length; place++) {
            OpenRequest request = requests[place];
            if (request != null) {
                all.add(request);
                requests[place] = null;
                free[freeCount++] = place;
            }
        }
        return all;
    }

    synchronized int count() {
        return requests.length - freeCount;
    }
}
