/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.linkport.Link;

/** Keeps what a session tells; tests override what it does. */
class KeptSession implements SessionHandler {
    final CompletableFuture<Session> opened = new CompletableFuture<>();
    final CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
    final CompletableFuture<Long> unacknowledged = new CompletableFuture<>();
    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<Gap> gaps = new CopyOnWriteArrayList<>();
    final List<Link> links = new CopyOnWriteArrayList<>();
    final AtomicInteger unlinks = new AtomicInteger();
    final AtomicInteger writable = new AtomicInteger();

    static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void onOpen(Session session) {
        opened.complete(session);
    }

    @Override
    public void onLink(Session session, Link link) {
        links.add(link);
    }

    @Override
    public void onUnlink(Session session) {
        unlinks.incrementAndGet();
    }

    @Override
    public void onMessage(Session session, ByteBuffer payload) {
        messages.add(StandardCharsets.US_ASCII.decode(payload).toString());
    }

    @Override
    public void onWritable(Session session) {
        writable.incrementAndGet();
    }

    @Override
    public void onGap(Session session, Gap gap) {
        gaps.add(gap);
    }

    @Override
    public void onEnd(Session session, SessionEnd end, long left) {
        unacknowledged.complete(left);
        ended.complete(end);
    }
}
