/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.links;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.conversation.ProtocolHandler;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.message.Request;
import org.linkport.protocol.value.ValueException;

/** Attacks an operator's client with a server whose answers are too short or too long: each request says so, and the link stays. */
class WrongAnswersTest {
    @RegisterExtension
    final Ports ports = new Ports();

    /** Answers everything with so many bytes. */
    private record Wrong(int bytes) implements Protocol {
        @Override
        public String name() {
            return LinkControl.NAME;
        }

        @Override
        public Range types() {
            return new Range(LinkControl.LIST, LinkControl.STATS);
        }

        @Override
        public Set<String> permissions() {
            return Set.of();
        }

        @Override
        public ProtocolHandler open(Conversation conversation) {
            return new ProtocolHandler() {
                @Override
                public void onRequest(Request request) {
                    request.reply(ByteBuffer.allocate(bytes));
                }
            };
        }
    }

    private static void cannotBeRead(CompletionStage<?> answer) {
        assertInstanceOf(ValueException.class, Await.failure(answer));
    }

    @Test
    void shouldSayThatAnAnswerCannotBeRead() {
        for (int bytes : new int[] {0, 7}) {
            InetSocketAddress address = ports.listen(
                            ports.open(),
                            new Conversations(
                                    ConversationOptions.DEFAULT, Access.everybody("links"), List.of(new Wrong(bytes))))
                    .address();
            Conversation conversation = Await.value(Conversation.connect(
                    ports.open(), address, Credentials.anonymous(), List.of(LinkControl.client(notice -> {}))));
            LinkClient operator = conversation.handler(LinkClient.class).orElseThrow();
            cannotBeRead(operator.close(1, false));
            cannotBeRead(operator.send(1, new byte[1]));
            cannotBeRead(operator.list(new LinkQuery(LinkQuery.Sort.ID, false, "", 1)));
            cannotBeRead(operator.stats());
            assertTrue(conversation.link().isOpen());
        }
    }
}
