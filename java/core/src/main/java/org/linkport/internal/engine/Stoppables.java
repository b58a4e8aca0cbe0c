/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.util.HashSet;
import java.util.Set;

/** What a worker ends first when it is told to stop. Owner only. */
final class Stoppables {
    private final Set<Stoppable> all = new HashSet<>();
    private boolean stopping;

    /** Something that goes on by itself until it is told. */
    interface Stoppable {
        /** Nothing will happen any more. On the worker. */
        void stopping();
    }

    /** False if the worker stops already. */
    boolean add(Stoppable stoppable) {
        return !stopping && all.add(stoppable);
    }

    /** It has ended by itself. */
    void remove(Stoppable stoppable) {
        all.remove(stoppable);
    }

    /** Tells all of them, and takes no more. */
    void stop() {
        stopping = true;
        Set.copyOf(all).forEach(Stoppable::stopping);
    }
}
