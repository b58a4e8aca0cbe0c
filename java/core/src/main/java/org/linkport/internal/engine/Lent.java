/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.jspecify.annotations.Nullable;
import org.linkport.internal.buffer.SendItem;

/** What a link sends from where it is, one message. Its lender gets it back, once, by {@link #run}. */
interface Lent extends Runnable {
    /** The kernel has all of it. */
    void handedOver();

    /** Whether the program is told. */
    boolean concernsTheProgram();

    /** Gives it back, with what became of it. */
    @Override
    void run();

    /** What was lent on its way back, oldest first. The kernel does not touch it any more. Owner only, like what fills it. */
    final class Queue {
        private @Nullable SendItem first;
        private @Nullable SendItem last;

        /** @param item one that is {@link Lent} */
        void add(SendItem item) {
            item.next = null;
            if (last == null) {
                first = item;
            } else {
                last.next = item;
            }
            last = item;
        }

        @Nullable
        Lent poll() {
            SendItem item = first;
            if (item != null) {
                first = item.next;
                last = first == null ? null : last;
            }
            return (Lent) item;
        }
    }
}
