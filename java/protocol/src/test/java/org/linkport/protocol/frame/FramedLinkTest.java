/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.linkport.CloseReason;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.SendOptions;
import org.linkport.contract.Await;
import org.linkport.contract.Bytes;
import org.linkport.contract.Peer;
import org.linkport.contract.Ports;
import org.linkport.protocol.value.LengthForm;
import org.linkport.protocol.value.ValueReader;

/** Framed links between real sockets: what is told, when the link ends and why, pauses, another framing half-way. */
class FramedLinkTest {
    private static final LengthFieldFraming LENGTH = LengthFieldFraming.bigEndian(4, 1 << 20);

    @RegisterExtension
    final Ports ports = new Ports();

    /** Keeps what it is told; tests override what it does. */
    private static class Keeper implements FrameHandler {
        final CompletableFuture<FramedLink> opened = new CompletableFuture<>();
        final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        final CompletableFuture<FrameFault> fault = new CompletableFuture<>();
        final List<byte[]> payloads = new CopyOnWriteArrayList<>();
        final AtomicInteger ends = new AtomicInteger();

        @Override
        public void onOpen(FramedLink link) {
            opened.complete(link);
        }

        @Override
        public void onFrame(FramedLink link, ByteBuffer payload) {
            byte[] copy = new byte[payload.remaining()];
            payload.duplicate().get(copy);
            payloads.add(copy);
        }

        @Override
        public void onFrameError(FramedLink link, FrameException error) {
            fault.complete(error.fault());
        }

        @Override
        public void onReceiveEnd(FramedLink link) {
            ends.incrementAndGet();
            link.close();
        }

        @Override
        public void onClose(FramedLink link, CloseReason reason, int osCode) {
            closed.complete(reason);
        }
    }

    private static final class Echo extends Keeper {
        @Override
        public void onFrame(FramedLink link, ByteBuffer payload) {
            assertTrue(link.send(link.tag(), payload).isAccepted());
        }
    }

    private Peer peerOf(Framing framing, Keeper handler) {
        return peerOf(ports.open(), LinkOptions.DEFAULT, framing, handler);
    }

    private Peer peerOf(Linkport port, LinkOptions options, Framing framing, Keeper handler) {
        Peer peer = ports.peer(
                ports.listen(port, options, link -> framing.around(handler)).address());
        Await.value(handler.opened);
        return peer;
    }

    static List<FramingCase> cases() {
        return FramingCase.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldEchoInEveryFraming(FramingCase framed) {
        Echo echo = new Echo();
        Peer peer = peerOf(framed.framing(), echo);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.addAll(framed.payloads());
        }
        byte[] bytes = SentBytes.of(framed.framing(), all);
        peer.send(bytes);
        Bytes.assertSame(bytes, peer.read(bytes.length));
        peer.shutdownOutput().expectEnd();
        assertEquals(CloseReason.PEER_CLOSE, Await.value(echo.closed));
        assertEquals(1, echo.ends.get());
    }

    @Test
    void shouldKeepFramesOfManyThreadsWhole() {
        int threads = 4;
        int frames = 300;
        Keeper keeper = new Keeper();
        PacketFraming packets = PacketFraming.DEFAULT.withSizes(50, 10_000).withPartial(64, 1 << 20);
        Peer peer = peerOf(packets, keeper);
        FramedLink link = Await.value(keeper.opened);
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            senders.add(new Thread(() -> {
                for (int i = 0; i < frames; i++) {
                    byte[] payload = Bytes.pattern(i % 400, thread);
                    assertTrue(link.send(thread, ByteBuffer.wrap(payload)).isAccepted());
                }
            }));
        }
        senders.forEach(Thread::start);
        int[] next = new int[threads];
        FrameReceiver[] self = new FrameReceiver[1];
        self[0] = new FrameReceiver(packets.decoder(), payload -> {
            int thread = self[0].decoder().tag();
            byte[] copy = new byte[payload.remaining()];
            payload.get(copy);
            assertArrayEquals(Bytes.pattern(next[thread]++ % 400, thread), copy);
        });
        while (next[0] + next[1] + next[2] + next[3] < threads * frames) {
            self[0].receive(ByteBuffer.wrap(peer.read(1)));
        }
        senders.forEach(Await::end);
    }

    @Test
    void shouldResetALinkThatBreaksTheRules() {
        Keeper keeper = new Keeper();
        Peer peer = peerOf(LENGTH, keeper);
        peer.send(new byte[] {0, 0, 0, 1, 42, 0x7F, -1, -1, -1, 0, 0, 0, 1, 43});
        assertEquals(FrameFault.TOO_LONG, Await.value(keeper.fault));
        assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(keeper.closed));
        peer.expectReset();
        assertEquals(1, keeper.payloads.size(), "payloads before the fault, and none behind it");
    }

    @Test
    void shouldLetTheHandlerHaveTheLastWord() {
        Keeper keeper = new Keeper() {
            @Override
            public void onFrameError(FramedLink link, FrameException error) {
                link.send(ByteBuffer.wrap("no".getBytes(StandardCharsets.US_ASCII)));
                link.close();
            }
        };
        Peer peer = peerOf(DelimiterFraming.lines(3), keeper);
        peer.send("abcdef");
        assertEquals("no\r\n", new String(peer.readToEnd(), StandardCharsets.US_ASCII));
        peer.close();
        assertEquals(CloseReason.LOCAL_CLOSE, Await.value(keeper.closed));
    }

    @Test
    void shouldTakeAValueThatCannotBeReadForThePeersFault() {
        Keeper keeper = new Keeper() {
            @Override
            public void onFrame(FramedLink link, ByteBuffer payload) {
                new ValueReader(payload, payload.order()).block(LengthForm.U16, 100);
            }
        };
        Peer peer = peerOf(LENGTH, keeper);
        peer.send(new byte[] {0, 0, 0, 3, 0, 9, 1});
        assertEquals(FrameFault.MALFORMED, Await.value(keeper.fault));
        assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(keeper.closed));
    }

    @Test
    void shouldTellAnEndInTheMiddleOfAFrame() {
        for (int cut = 1; cut < 7; cut++) {
            Keeper keeper = new Keeper();
            Peer peer = peerOf(LENGTH, keeper);
            byte[] frame = {0, 0, 0, 3, 1, 2, 3};
            peer.send(java.util.Arrays.copyOf(frame, cut)).shutdownOutput();
            assertEquals(FrameFault.TRUNCATED, Await.value(keeper.fault));
            assertEquals(CloseReason.PROTOCOL_ERROR, Await.value(keeper.closed));
            assertEquals(0, keeper.ends.get());
        }
    }

    @Test
    void shouldReadWhatIsBehindAHandshakeInTheNewFraming() {
        Keeper keeper = new Keeper() {
            @Override
            public void onFrame(FramedLink link, ByteBuffer payload) {
                super.onFrame(link, payload);
                if (link.framing() instanceof DelimiterFraming) {
                    link.switchTo(LENGTH);
                    link.send(ByteBuffer.wrap(new byte[] {9}));
                }
            }
        };
        byte[] hello = "hello\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] second = SentBytes.of(LENGTH, List.of(new byte[] {1, 2}, new byte[0], new byte[] {'\n'}));
        byte[] all = ByteBuffer.allocate(hello.length + second.length)
                .put(hello)
                .put(second)
                .array();
        for (int cut = 1; cut < all.length; cut += 3) {
            keeper.payloads.clear();
            Keeper each = keeper;
            Linkport port = ports.open();
            Peer peer = ports.peer(
                    ports.listen(port, link -> DelimiterFraming.lines(100).around(each))
                            .address());
            peer.send(java.util.Arrays.copyOf(all, cut));
            if (cut >= hello.length) {
                assertArrayEquals(new byte[] {0, 0, 0, 1, 9}, peer.read(5));
            }
            peer.send(java.util.Arrays.copyOfRange(all, cut, all.length));
            Await.until("four payloads", () -> each.payloads.size() == 4);
            assertArrayEquals(new byte[] {'\n'}, each.payloads.get(3));
        }
    }

    @Test
    void shouldHoldBackPayloadsWhilePaused() {
        Keeper keeper = new Keeper() {
            @Override
            public void onFrame(FramedLink link, ByteBuffer payload) {
                super.onFrame(link, payload);
                link.pause();
            }
        };
        Peer peer = peerOf(LENGTH, keeper);
        FramedLink link = Await.value(keeper.opened);
        int frames = 50;
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < frames; i++) {
            payloads.add(Bytes.pattern(1_000, i));
        }
        peer.send(SentBytes.of(LENGTH, payloads)).shutdownOutput();
        for (int i = 1; i <= frames; i++) {
            int expected = i;
            Await.until("payload " + i, () -> keeper.payloads.size() >= expected);
            assertEquals(expected, keeper.payloads.size());
            assertEquals(0, keeper.ends.get(), "the end comes behind what was received before");
            link.resume();
        }
        assertEquals(CloseReason.PEER_CLOSE, Await.value(keeper.closed));
        assertArrayEquals(payloads.get(frames - 1), keeper.payloads.get(frames - 1));
    }

    @Test
    void shouldTellNothingOnceTheHandlerHasClosed() {
        Keeper keeper = new Keeper() {
            @Override
            public void onFrame(FramedLink link, ByteBuffer payload) {
                super.onFrame(link, payload);
                link.close();
            }
        };
        Peer peer = peerOf(LENGTH, keeper);
        peer.send(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, -1});
        peer.expectEnd();
        peer.close();
        Await.value(keeper.closed);
        assertEquals(1, keeper.payloads.size());
    }

    @Test
    void shouldResetALinkThatCannotTakeTheRestOfAMessage() {
        Keeper keeper = new Keeper();
        LinkOptions narrow = LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(0, 1_000, 1_000));
        Peer peer = peerOf(ports.open(), narrow, PacketFraming.DEFAULT.withSizes(100, 1 << 20), keeper);
        FramedLink link = Await.value(keeper.opened);
        link.execute(
                () -> assertEquals(false, link.send(ByteBuffer.allocate(2_000)).isAccepted()));
        assertEquals(CloseReason.OVERFLOW, Await.value(keeper.closed));
        peer.close();
    }

    @Test
    void shouldEndALinkWhoseHandlerFails() {
        ports.expectHandlerErrors(1);
        Keeper keeper = new Keeper() {
            @Override
            public void onFrame(FramedLink link, ByteBuffer payload) {
                throw new IllegalStateException("on purpose");
            }
        };
        Peer peer = peerOf(LENGTH, keeper);
        peer.send(new byte[] {0, 0, 0, 0});
        assertEquals(CloseReason.HANDLER_ERROR, Await.value(keeper.closed));
    }
}
