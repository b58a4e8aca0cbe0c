/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Attacks the rule that a link is in its worker's mailbox once, however its requests are applied meanwhile. */
class LinkRequestsTest {
    private final LinkRequests requests = new LinkRequests();

    @Test
    void shouldPostForTheFirstRequestOnly() {
        assertTrue(requests.addForeign(LinkRequests.FLOW));
        assertFalse(requests.addForeign(LinkRequests.CLOSE));
        requests.delivered();
        assertEquals(LinkRequests.FLOW | LinkRequests.CLOSE, requests.takeAll());
        assertTrue(requests.addForeign(LinkRequests.ABORT));
    }

    @Test
    void shouldNotPostAgainWhileItIsInTheMailbox() {
        assertTrue(requests.addForeign(LinkRequests.MESSAGES));
        requests.add(LinkRequests.FLOW);
        assertEquals(LinkRequests.MESSAGES | LinkRequests.FLOW, requests.takeAll()); // for the worker's own sake
        assertFalse(requests.addForeign(LinkRequests.MESSAGES));
        requests.delivered();
        assertEquals(LinkRequests.MESSAGES, requests.takeAll());
        assertEquals(0, requests.takeAll());
    }
}
