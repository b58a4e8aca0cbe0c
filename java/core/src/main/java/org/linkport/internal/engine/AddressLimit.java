/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetAddress;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.linkport.CloseReason;
import org.linkport.ForwardingHandler;
import org.linkport.Link;
import org.linkport.LinkHandler;

/**
 * How many links of one listener a remote address may have. One beyond that is reset before the program hears of it. An
 * IPv4-mapped IPv6 address is its IPv4 address for Java already. Any thread.
 */
final class AddressLimit implements LinkHandler.Factory {
    private static final LinkHandler NOBODY = (link, data) -> {};

    private final int max;
    private final LinkHandler.Factory handlers;
    private final ConcurrentHashMap<InetAddress, Integer> links = new ConcurrentHashMap<>();

    private AddressLimit(int max, LinkHandler.Factory handlers) {
        this.max = max;
        this.handlers = handlers;
    }

    /** @param max 0 for no limit */
    static LinkHandler.Factory of(int max, LinkHandler.Factory handlers) {
        return max == 0 ? handlers : new AddressLimit(max, handlers);
    }

    @Override
    public LinkHandler handlerFor(Link link) {
        InetAddress address = link.remoteAddress().getAddress();
        if (!take(address)) {
            link.abort(CloseReason.ADDRESS_LIMIT);
            return NOBODY;
        }
        try {
            LinkHandler made = handlers.handlerFor(link);
            return new Counted(Objects.requireNonNull(made, "the handler factory returned null"), address);
        } catch (Throwable failure) {
            give(address);
            throw failure;
        }
    }

    private boolean take(InetAddress address) {
        boolean[] taken = new boolean[1];
        links.compute(address, (key, count) -> {
            int before = count == null ? 0 : count;
            taken[0] = before < max;
            return taken[0] ? before + 1 : before;
        });
        return taken[0];
    }

    private void give(InetAddress address) {
        links.compute(address, (key, count) -> count == null || count == 1 ? null : count - 1);
    }

    /** The handler of a link that has a place, which it gives back as it ends. */
    private final class Counted extends ForwardingHandler {
        private final InetAddress address;

        Counted(LinkHandler inner, InetAddress address) {
            super(inner);
            this.address = address;
        }

        @Override
        public void onClose(Link link, CloseReason reason, int osCode) {
            give(address);
            super.onClose(link, reason, osCode);
        }
    }
}
