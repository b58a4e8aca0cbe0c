/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.Listener;

/** 19,000 open links of one worker, both ends of 9,500 connections, over each of which 1 to 100 bytes were sent. */
final class ManyLinks implements AutoCloseable {
    private static final int CONNECTIONS = 9_500;
    private static final int AT_ONCE = 100;

    final Linkport port = Linkport.builder().workers(1).open();
    private final LinkHandler.Factory handlers = link -> (self, data) -> {};

    /** Connects, some at a time. */
    void connect() throws Exception {
        Listener listener = port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handlers);
        for (int made = 0; made < CONNECTIONS; made += AT_ONCE) {
            List<CompletableFuture<Link>> some = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                some.add(port.connect(listener.address(), handlers).toCompletableFuture());
            }
            for (int i = 0; i < AT_ONCE; i++) {
                some.get(i).get(60, TimeUnit.SECONDS).send(new byte[i + 1]);
            }
        }
        while (port.links().count() < 2 * CONNECTIONS) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        port.links().forEach(Link::abort);
        port.close();
    }
}
