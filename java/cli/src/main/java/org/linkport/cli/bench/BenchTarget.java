/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.login.Credentials;
import org.linkport.protocol.throughput.Throughput;
import org.linkport.protocol.throughput.ThroughputClient;

/** What is measured, and how a link to it is opened. */
sealed interface BenchTarget {
    /** Opens one link; completes where its callbacks run, with what starts it. */
    CompletionStage<Opened> open(Linkport port, CellRun run);

    /** One open link. */
    record Opened(Link link, BenchLink bench) {}

    /** A server of ours. */
    record Spoken(InetSocketAddress address, ConnectOptions connect, Credentials credentials) implements BenchTarget {
        @Override
        public CompletionStage<Opened> open(Linkport port, CellRun run) {
            SpokenLink[] made = new SpokenLink[1];
            Throughput protocol = Throughput.client(client -> made[0] = new SpokenLink(run, client));
            return Conversation.connect(
                            port, address, connect, ConversationOptions.DEFAULT, credentials, List.of(protocol))
                    .thenApply(conversation -> opened(conversation, made[0]));
        }

        private static Opened opened(Conversation conversation, SpokenLink made) {
            if (conversation.handler(ThroughputClient.class).isEmpty()) {
                conversation.close();
                throw new IllegalStateException("the server does not speak '" + Throughput.NAME
                        + "' with this user; it needs that permission (serve --anonymous, or user add)");
            }
            return new Opened(conversation.link(), made);
        }
    }

    /** Any server that echoes. */
    record Raw(InetSocketAddress address, ConnectOptions connect) implements BenchTarget {
        @Override
        public CompletionStage<Opened> open(Linkport port, CellRun run) {
            RawEchoLink[] made = new RawEchoLink[1];
            ByteBuffer text = run.text();
            return port.connect(address, connect, link -> made[0] = new RawEchoLink(run, link, text))
                    .thenApply(link -> new Opened(link, made[0]));
        }
    }
}
