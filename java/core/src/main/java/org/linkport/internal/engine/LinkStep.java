/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.linkport.CloseReason;

/** What a link does before a step of its worker: everything that was asked of it since the last one. Owner only. */
final class LinkStep {
    private LinkStep() {}

    /** Outside callbacks. */
    static void apply(EngineLink link, LinkRequests requests) {
        // Requests before messages: a message sent before a close by the same thread is then seen.
        int bits = requests.takeAll();
        LinkOutput output = link.output();
        output.takeForeign();
        output.giveBack();
        if (link.life().hasClosed()) {
            return;
        }
        if ((bits & LinkRequests.ABORT) != 0) {
            link.transport().abort(link.life().abortReason());
            return;
        }
        if (output.isDue(bits)) {
            link.transport().flush();
        }
        output.stepEnds();
        applyFlow(link, bits);
        applyEnd(link, requests, bits & LinkRequests.END);
    }

    private static void applyFlow(EngineLink link, int bits) {
        boolean asked = (bits & LinkRequests.FLOW) != 0 && link.life().isOpen();
        LinkClock clock = link.clock();
        if (asked && link.input().applyFlow(link.callbacks().isFull()) && clock != null) {
            clock.resumed();
        }
    }

    private static void applyEnd(EngineLink link, LinkRequests requests, int bits) {
        if (bits == 0 || link.life().hasClosed()) {
            return;
        }
        if (link.output().isAwaited()) {
            // A thread was told that its message is accepted and is about to queue it; its mail brings us back here.
            requests.add(bits);
            return;
        }
        link.output().end();
        if ((bits & LinkRequests.CLOSE) != 0) {
            link.transport()
                    .close(CloseReason.LOCAL_CLOSE, link.options().time().drainMillis());
        } else {
            link.transport().shutdownOutput();
        }
    }
}
