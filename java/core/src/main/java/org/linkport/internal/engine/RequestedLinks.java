/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.jspecify.annotations.Nullable;

/** Links whose requests are to be applied before their worker's next step, each once, in the order of asking. Owner only. */
final class RequestedLinks {
    private @Nullable EngineLink first;
    private @Nullable EngineLink last;

    boolean isEmpty() {
        return first == null;
    }

    void add(EngineLink link) {
        if (link.isRequested) {
            return;
        }
        link.isRequested = true;
        if (last == null) {
            first = link;
        } else {
            last.nextRequested = link;
        }
        last = link;
    }

    /** Applies the requests of a link now if it is here and nobody else is. */
    void applyAlone(EngineLink link) {
        if (first == link && last == link) {
            first = null;
            last = null;
            link.isRequested = false;
            link.applyRequests();
        }
    }

    /** Applies the requests of those that are here now; what links ask for meanwhile waits for the next time. */
    void applyAll() {
        EngineLink lastNow = last;
        EngineLink applied = null;
        while (first != null && (applied == null || applied != lastNow)) {
            applied = first;
            first = applied.nextRequested;
            if (first == null) {
                last = null;
            }
            applied.nextRequested = null;
            applied.isRequested = false;
            applied.applyRequests();
        }
    }
}
