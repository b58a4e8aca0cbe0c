/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.linkport.CloseReason;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.SendOptions;
import org.linkport.SendResult;

/**
 * Direct memory that runs out under a message, in a JVM of its own that has little. Attacks the answer, the reason that
 * both ends are told, and a link beside it, which must not notice.
 */
class ShortageTest {
    private static final int TOO_MUCH = 64 << 20;

    /** What the other JVM runs: its argument names the engine and the thread that sends too much. */
    static final class TooMuch {
        private TooMuch() {}

        public static void main(String[] args) throws Exception {
            Wine.prepare();
            String[] words = args[0].split(",", -1);
            try (Linkport port = Linkport.builder()
                    .engine(Engine.valueOf(words[0]))
                    .workers(1)
                    .receiveMemory(16 << 10, 4)
                    .open()) {
                new TooMuch().play(port, words[1].equals("worker"));
            }
        }

        private final CompletableFuture<Link> sender = new CompletableFuture<>();
        private final CompletableFuture<CloseReason> here = new CompletableFuture<>();
        private final CompletableFuture<CloseReason> there = new CompletableFuture<>();
        private final CompletableFuture<SendResult> answer = new CompletableFuture<>();
        private final CompletableFuture<String> echoed = new CompletableFuture<>();

        private void play(Linkport port, boolean onWorker) throws Exception {
            LinkOptions much = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(1, 2, 2L * TOO_MUCH));
            InetSocketAddress address = port.listen(
                            Ports.loopback(), ListenOptions.DEFAULT.withLink(much), link -> new Sender())
                    .address();
            port.connect(address, link -> new Waiting(there))
                    .toCompletableFuture()
                    .get();
            Link link = sender.get();
            if (onWorker) {
                link.execute(() -> answer.complete(link.send(ByteBuffer.allocate(TOO_MUCH))));
            } else {
                answer.complete(link.send(ByteBuffer.allocate(TOO_MUCH)));
            }
            System.out.println("answer=" + answer.get());
            if (!onWorker) {
                link.send(ByteBuffer.wrap(new byte[] {1})); // nothing of the other was queued, so this is all there is
                link.close();
            }
            System.out.println("here=" + here.get() + " there=" + there.get());
            InetSocketAddress echo = port.listen(Ports.loopback(), other -> (same, data) -> same.send(data))
                    .address();
            port.connect(echo, other -> new Asking()).toCompletableFuture().get();
            System.out.println("echoed=" + echoed.get());
        }

        private final class Sender extends Waiting {
            Sender() {
                super(here);
            }

            @Override
            public void onOpen(Link link) {
                sender.complete(link);
            }
        }

        private static class Waiting implements LinkHandler {
            private final CompletableFuture<CloseReason> end;

            Waiting(CompletableFuture<CloseReason> end) {
                this.end = end;
            }

            @Override
            public void onReceive(Link link, ByteBuffer data) {}

            @Override
            public void onClose(Link link, CloseReason reason, int osCode) {
                end.complete(reason);
            }
        }

        private final class Asking implements LinkHandler {
            @Override
            public void onOpen(Link link) {
                link.send(new byte[] {'o', 'k'});
            }

            @Override
            public void onReceive(Link link, ByteBuffer data) {
                echoed.complete("" + (char) data.get(0));
                link.close();
            }
        }
    }

    private String run(String thread) throws IOException, InterruptedException {
        return OtherJvm.run(TooMuch.class, Ports.ENGINE + "," + thread, "-XX:MaxDirectMemorySize=24m")
                .replace("\r\n", "\n");
    }

    /** Half of the message may be queued by then, and half a message must not arrive. */
    @Test
    void shouldEndTheLinkWhoseWorkerRanShort() throws Exception {
        assertEquals("answer=REJECTED\nhere=NO_RESOURCES there=RESET\nechoed=o\n", run("worker"));
    }

    /** Another thread copies before it queues, so nothing has happened to the link. */
    @Test
    void shouldRejectWhatAnotherThreadHasNoMemoryFor() throws Exception {
        assertEquals("answer=REJECTED\nhere=LOCAL_CLOSE there=PEER_CLOSE\nechoed=o\n", run("other"));
    }
}
