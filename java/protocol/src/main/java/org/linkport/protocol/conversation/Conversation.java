/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.linkport.CloseReason;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.SendResult;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.internal.OptionRange;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.login.User;
import org.linkport.protocol.message.Messages;

/** What is spoken on one link once both sides have greeted and somebody is logged in. Any thread; nothing blocks. */
public final class Conversation {
    private final FramedLink carrier;
    private final Messages messages;
    private final User user;
    private final OpenProtocols protocols;
    private final CompletableFuture<Goodbye> heard = new CompletableFuture<>();
    private final CompletableFuture<CloseReason> ended = new CompletableFuture<>();
    private volatile @Nullable Object attachment;

    Conversation(FramedLink carrier, Messages messages, User user, OpenProtocols protocols) {
        this.carrier = carrier;
        this.messages = messages;
        this.user = user;
        this.protocols = protocols;
    }

    /**
     * Connects, greets and logs in.
     *
     * @param protocols what this side speaks; those that the server and the user's permissions leave out are not opened
     * @return completes where the callbacks of the link run, after the protocols were opened; or fails with
     *     {@link org.linkport.ConnectFailedException} or {@link ConversationException}
     * @throws IllegalArgumentException if two protocols have the same name, types or kinds
     */
    public static CompletionStage<Conversation> connect(
            Linkport port,
            InetSocketAddress address,
            ConnectOptions connect,
            ConversationOptions options,
            Credentials credentials,
            List<? extends Protocol> protocols) {
        ClientSide side = new ClientSide(options, new Routes(protocols), credentials);
        port.connect(address, connect, link -> side.linkHandler()).whenComplete((link, failure) -> {
            if (failure != null) {
                side.notConnected(failure);
            }
        });
        return side.begun();
    }

    /** Connects with the default of every option. */
    public static CompletionStage<Conversation> connect(
            Linkport port, InetSocketAddress address, Credentials credentials, List<? extends Protocol> protocols) {
        return connect(port, address, ConnectOptions.DEFAULT, ConversationOptions.DEFAULT, credentials, protocols);
    }

    /** The link below. What is sent there directly is in no frame. */
    public Link link() {
        return carrier.link();
    }

    /** What carries it: payloads that begin with their kind. */
    public FramedLink carrier() {
        return carrier;
    }

    /** Its messages; types of any protocol may be sent. */
    public Messages messages() {
        return messages;
    }

    /** Who has logged in: at a server the peer, at a client itself, as far as the server told its permissions. */
    public User user() {
        return user;
    }

    /** The handler of that class, if its protocol is open here. */
    public <T extends ProtocolHandler> Optional<T> handler(Class<T> type) {
        return protocols.handler(type);
    }

    /** Whether the protocol of that name is spoken here. */
    public boolean speaks(String protocol) {
        return protocols.isOpen(protocol);
    }

    /** Sends a payload that is no message, copied. See {@link FramedLink#send(ByteBuffer, ByteBuffer)} for one in parts. */
    public SendResult send(int kind, ByteBuffer payload) {
        OptionRange.check("kind", kind, LinkKind.FIRST_OF_PROTOCOLS, LinkKind.LAST_OF_PROTOCOLS);
        return carrier.send(ByteBuffer.wrap(new byte[] {(byte) kind}), payload);
    }

    /** Whatever {@link #attach} was given last. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Keeps an object of the program with the conversation. */
    public void attach(@Nullable Object newAttachment) {
        attachment = newAttachment;
    }

    /** Says goodbye and closes the link gracefully. */
    public void close() {
        close(new Goodbye(Goodbye.DONE, ""));
    }

    /** Says that last word and closes the link gracefully. */
    public void close(Goodbye word) {
        ByteBuffer payload = Objects.requireNonNull(word, "word").payload();
        carrier.execute(
                () -> { // in one step, or the peer's answer to the word could come before the close
                    carrier.send(payload);
                    carrier.close();
                });
    }

    /** The last word of the peer; never completes if it says none. Completes where the callbacks of the link run. */
    public CompletionStage<Goodbye> heard() {
        return heard.minimalCompletionStage();
    }

    /** Completes once the link has closed and every {@link ProtocolHandler#onClose} has returned. */
    public CompletionStage<CloseReason> ended() {
        return ended.minimalCompletionStage();
    }

    void hears(Goodbye word) {
        heard.complete(word);
    }

    OpenProtocols protocols() {
        return protocols;
    }

    /** The link has closed. Where its callbacks run. */
    void end(CloseReason reason) {
        protocols.close(reason, () -> ended.complete(reason));
    }

    @Override
    public String toString() {
        return "Conversation[" + (user.isAnonymous() ? "nobody" : user.name()) + ", " + carrier.link() + "]";
    }
}
