/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.LoginDesk;

/**
 * A server: what it speaks with each link that is accepted, and with whom.
 *
 * <pre>{@code
 * Conversations server = new Conversations(ConversationOptions.DEFAULT, access, List.of(files, log));
 * port.listen(new InetSocketAddress(9000), server);
 * }</pre>
 *
 * Any thread.
 */
public final class Conversations implements LinkHandler.Factory {
    private final ConversationOptions options;
    private final LoginDesk desk;
    private final Routes routes;
    private final Map<Long, Conversation> open = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @throws IllegalArgumentException if two protocols have the same name, types or kinds */
    public Conversations(ConversationOptions options, Access access, List<? extends Protocol> protocols) {
        this.options = Objects.requireNonNull(options, "options");
        this.desk = new LoginDesk(Objects.requireNonNull(access, "access"));
        this.routes = new Routes(protocols);
    }

    /** The handler of an accepted link. */
    @Override
    public LinkHandler handlerFor(Link link) {
        return new ServerSide(this, link).linkHandler();
    }

    /** Those that have begun and not ended; weakly consistent. */
    public Collection<Conversation> open() {
        return java.util.Collections.unmodifiableCollection(open.values());
    }

    /** The one on the link of that {@linkplain Link#id id}. */
    public Optional<Conversation> find(long linkId) {
        return Optional.ofNullable(open.get(linkId));
    }

    /**
     * Says {@link Goodbye#STOPPING} in all conversations, and to whoever comes now, and closes their links.
     *
     * @return completes when those that are open now have {@linkplain Conversation#ended ended}
     */
    public CompletionStage<Void> stop() {
        stopping = true;
        List<Conversation> all = List.copyOf(open.values());
        all.forEach(each -> each.close(stopped()));
        return CompletableFuture.allOf(
                all.stream().map(each -> each.ended().toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
    }

    static Goodbye stopped() {
        return new Goodbye(Goodbye.STOPPING, "the server is being stopped");
    }

    boolean isStopping() {
        return stopping;
    }

    ConversationOptions options() {
        return options;
    }

    LoginDesk desk() {
        return desk;
    }

    Routes routes() {
        return routes;
    }

    void began(Conversation conversation) {
        open.put(conversation.link().id(), conversation);
        if (stopping) { // and may not have seen this one
            conversation.close(stopped());
        }
    }

    void ended(Conversation conversation) {
        open.remove(conversation.link().id(), conversation);
    }
}
