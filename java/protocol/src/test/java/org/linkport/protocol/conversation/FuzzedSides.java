/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.conversation;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.AttemptLimits;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.login.Users;
import org.linkport.protocol.message.Request;

/** Both sides of a conversation as the fuzzers feed them, with a protocol that counts what it is told. */
public final class FuzzedSides implements Protocol, ProtocolHandler {
    private static final ConversationOptions OPTIONS = ConversationOptions.DEFAULT.withHeartbeat(0, 1);
    private static final Access ACCESS = Access.of(
                    Users.of(List.of(Users.line("alice", "secret", java.util.Set.of("talk"), 4_096))))
            .withAnonymous("talk")
            .withLimits(AttemptLimits.DEFAULT.withDelayMillis(0, 0));

    private int opened;
    private int told;

    /** Told nothing so far. */
    public FuzzedSides() {}

    /** The handler of an accepted link. */
    public LinkHandler server(Link link) {
        return new Conversations(OPTIONS, ACCESS, List.of(this)).handlerFor(link);
    }

    /** The handler of a link that was connected; {@code begun} has what becomes of it. */
    public LinkHandler client(List<CompletionStage<Conversation>> begun) {
        ClientSide side = new ClientSide(OPTIONS, new Routes(List.of(this)), Credentials.anonymous());
        begun.add(side.begun());
        return side.linkHandler();
    }

    /** How often the protocol was opened. */
    public int opened() {
        return opened;
    }

    /** How often it was told something. */
    public int told() {
        return told;
    }

    @Override
    public String name() {
        return "talk";
    }

    @Override
    public Range types() {
        return new Range(1, 9);
    }

    @Override
    public Range kinds() {
        return new Range(0x60, 0x6F);
    }

    @Override
    public ProtocolHandler open(Conversation conversation) {
        opened++;
        return this;
    }

    private void isTold() {
        if (opened != 1) {
            throw new AssertionError("told something before anybody was logged in");
        }
        told++;
    }

    @Override
    public void onRequest(Request request) {
        isTold();
        request.reply(request.body());
    }

    @Override
    public void onMessage(int type, ByteBuffer body) {
        isTold();
    }

    @Override
    public void onPayload(int kind, ByteBuffer payload) {
        isTold();
    }
}
