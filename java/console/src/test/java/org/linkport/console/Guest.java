/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.contract.Await;

/** A handler that keeps its link and how it ended. */
final class Guest implements LinkHandler {
    private final CompletableFuture<Link> opened = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    @Override
    public void onOpen(Link link) {
        opened.complete(link);
    }

    @Override
    public void onReceive(Link link, ByteBuffer data) {}

    @Override
    public void onReceiveEnd(Link link) {
        link.close();
    }

    @Override
    public void onClose(Link link, CloseReason reason, int osCode) {
        closed.complete(reason);
    }

    Link link() {
        return Await.value(opened);
    }

    CloseReason reason() {
        return Await.value(closed);
    }
}
