/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.throughput;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Ports;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.login.Access;
import org.linkport.protocol.login.Credentials;

/**
 * Echo, upload and download over a real server: every size, more than fits the water marks, bytes that were changed on their
 * way are told, and peers that break the rules are ended.
 */
class ThroughputTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    private final class Told implements ThroughputClient.Events {
        @Override
        public void onEchoed(int payloadBytes, boolean same) {
            told.add("echoed " + payloadBytes + " " + same);
        }

        @Override
        public void onCounted(long payloads, long bytes, long wrong) {
            told.add("counted " + payloads + " " + bytes + " " + wrong);
        }

        @Override
        public void onData(int payloadBytes, boolean same) {
            told.add("data " + payloadBytes + " " + same);
        }

        @Override
        public void onClose(CloseReason reason) {
            closed.complete(reason);
        }
    }

    private ThroughputClient connect() {
        Conversations server = new Conversations(
                ConversationOptions.DEFAULT, Access.everybody(Throughput.NAME), List.of(Throughput.server()));
        Linkport port = ports.open();
        Conversation conversation = Await.value(Conversation.connect(
                port,
                ports.listen(port, server).address(),
                Credentials.anonymous(),
                List.of(Throughput.client(client -> new Told()))));
        return conversation.handler(ThroughputClient.class).orElseThrow();
    }

    private static void on(ThroughputClient client, Runnable task) {
        assertTrue(client.conversation().link().execute(task));
    }

    private String next() throws InterruptedException {
        String next = told.poll(Await.SECONDS, TimeUnit.SECONDS);
        assertTrue(next != null, () -> "nothing came; closed: " + closed);
        return next;
    }

    @Test
    void shouldEchoEverySize() throws InterruptedException {
        ThroughputClient client = connect();
        for (int bytes = Throughput.PAYLOAD_BYTES_MIN; bytes <= Throughput.PAYLOAD_BYTES_MAX; bytes = 2 * bytes) {
            int size = bytes;
            on(client, () -> client.echo(size));
            assertEquals("echoed " + size + " true", next());
        }
        on(client, () -> client.echo(Throughput.PAYLOAD_BYTES_MAX));
        assertEquals("echoed 1048576 true", next());
    }

    @Test
    void shouldEchoManyAtOnce() throws InterruptedException {
        ThroughputClient client = connect();
        on(client, () -> {
            for (int i = 0; i < 200; i++) {
                assertTrue(client.echo(10_000 + i).isAccepted());
            }
        });
        for (int i = 0; i < 200; i++) {
            assertEquals("echoed " + (10_000 + i) + " true", next());
        }
    }

    @Test
    void shouldCountWhatWasUploaded() throws InterruptedException {
        ThroughputClient client = connect();
        on(client, () -> {
            for (int i = 0; i < 50; i++) {
                assertTrue(client.upload(30_000).isAccepted());
            }
            client.count();
            client.upload(6);
            client.count();
        });
        assertEquals("counted 50 1500000 0", next());
        assertEquals("counted 51 1500006 0", next());
    }

    @Test
    void shouldNoticeAChangedUpload() throws InterruptedException {
        ThroughputClient client = connect();
        on(client, () -> {
            client.upload(100);
            byte[] changed = new byte[100];
            client.conversation()
                    .send(Throughput.UPLOAD, ByteBuffer.wrap(changed).putInt(0, 2));
            client.count();
        });
        assertEquals("counted 2 201 1", next());
    }

    @Test
    void shouldDownloadMoreThanFitsTheWaterMarks() throws InterruptedException {
        ThroughputClient client = connect();
        on(client, () -> client.download(300, 50_000));
        for (int i = 0; i < 300; i++) {
            assertEquals("data 50000 true", next());
        }
        on(client, () -> client.download(1, 6));
        assertEquals("data 6 true", next());
    }

    @Test
    void shouldEndPeersThatBreakTheRules() {
        breach(client -> client.conversation().send(0x6F, ByteBuffer.allocate(1)));
        breach(client -> client.conversation().send(Throughput.UPLOAD, ByteBuffer.allocate(3)));
        breach(client -> client.conversation().send(Throughput.COUNT, ByteBuffer.allocate(1)));
        breach(client -> client.conversation().send(Throughput.DOWNLOAD, ByteBuffer.allocate(7)));
        breach(client -> client.conversation()
                .send(Throughput.DOWNLOAD, ByteBuffer.allocate(8).putInt(0, -1).putInt(4, 6)));
        breach(client -> client.conversation()
                .send(Throughput.DOWNLOAD, ByteBuffer.allocate(8).putInt(0, 1).putInt(4, 5)));
        breach(client -> {
            client.download(100, Throughput.PAYLOAD_BYTES_MAX);
            client.download(1, 6);
        });
    }

    private void breach(Consumer<ThroughputClient> breaking) {
        ThroughputClient client = connect();
        on(client, () -> breaking.accept(client));
        assertEquals(3, Await.value(client.conversation().heard()).code());
    }
}
