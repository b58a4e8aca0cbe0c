/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Connecting over several addresses (Happy Eyeballs): the first that answers wins, the others leave no trace. Attacks it
 * with addresses that refuse, never answer or do not exist, resolvers that fail or block, and a shutdown meanwhile.
 */
class ConnectRaceTest {
    private static final ConnectOptions OPTIONS = ConnectOptions.DEFAULT.withTimeoutMillis(20_000);

    @RegisterExtension
    final Ports ports = new Ports();

    private final Linkport port = ports.open();
    private final AtomicInteger handlers = new AtomicInteger();

    /** Nobody listens there, and nobody else can. */
    private InetSocketAddress refusing() throws Exception {
        Socket bound = ports.closeLater(new Socket());
        bound.bind(Ports.loopback());
        return (InetSocketAddress) bound.getLocalSocketAddress();
    }

    private InetSocketAddress echoing() {
        return ports.listen(port, link -> new Recorder.Echo(ports)).address();
    }

    private CompletionStage<Link> connect(ConnectOptions options, InetSocketAddress... addresses) {
        return port.connect(List.of(addresses), options, link -> {
            handlers.incrementAndGet();
            return new Recorder(ports);
        });
    }

    private void checkOnlyOneWasOpened(Link link) {
        assertEquals(1, handlers.get());
        link.close();
        Await.until("closed", () -> port.links().count() == 0);
        assertEquals(2, port.stats().linksOpened(), "both ends of one link");
        assertEquals(0, port.stats().connectsFailed());
    }

    @Test
    void shouldTryTheNextAtOnceWhenOneFails() throws Exception {
        InetSocketAddress good = echoing();
        ConnectOptions patient = OPTIONS.withAttemptDelayMillis(60_000);
        Link link = Await.value(connect(patient, refusing(), refusing(), good));
        assertEquals(good, link.remoteAddress());
        checkOnlyOneWasOpened(link);
    }

    @Test
    void shouldTryTheNextBesideOneThatDoesNotAnswer() throws Exception {
        try (BusyServer busy = new BusyServer()) {
            InetSocketAddress good = echoing();
            Link link = Await.value(connect(OPTIONS.withAttemptDelayMillis(10), busy.address(), good));
            assertEquals(good, link.remoteAddress());
            checkOnlyOneWasOpened(link);
        }
    }

    @Test
    void shouldDropOneThatConnectsTooLate() {
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        InetSocketAddress address = listener.address();
        for (int i = 0; i < 50; i++) { // both often connect in one step
            InetSocketAddress[] same = {address, address, address};
            Await.value(connect(OPTIONS.withAttemptDelayMillis(10), same)).abort();
        }
        assertEquals(50, handlers.get());
    }

    @Test
    void shouldFailWithEveryAttemptWhenAllFail() throws Exception {
        InetSocketAddress first = refusing();
        InetSocketAddress second = refusing();
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("nowhere", 1);
        UnknownHostException unknown = new UnknownHostException("on purpose");
        ConnectOptions options = OPTIONS.withResolver(host -> {
            throw unknown;
        });
        ConnectFailedException failure = assertInstanceOf(
                ConnectFailedException.class, Await.failure(connect(options, first, unresolved, second)));
        assertEquals(CloseReason.REFUSED, failure.reason());
        List<ConnectFailedException> each = List.of(failure.getSuppressed()).stream()
                .map(ConnectFailedException.class::cast)
                .toList();
        assertEquals(
                List.of(unresolved, first, second),
                each.stream().map(ConnectFailedException::address).toList());
        assertSame(unknown, each.get(0).getCause());
        assertEquals(0, handlers.get());
        assertEquals(1, port.stats().connectsFailed());
    }

    @Test
    void shouldResolveANameAndTryAllItsAddresses() throws Exception {
        InetSocketAddress good = echoing();
        InetAddress elsewhere = InetAddress.getByName("127.0.0.99"); // nobody listens on that TCP port there
        ConnectOptions options = OPTIONS.withResolver(host -> {
            assertEquals("server.example", host);
            assertTrue(Thread.currentThread().getName().startsWith("linkport-resolver"));
            return List.of(elsewhere, good.getAddress());
        });
        InetSocketAddress name = InetSocketAddress.createUnresolved("server.example", good.getPort());
        Link link = Await.value(port.connect(name, options, l -> new Recorder(ports)));
        assertEquals(good.getPort(), link.remoteAddress().getPort());
        link.close();
    }

    @Test
    void shouldTellThatANameHasNoAddress() {
        InetSocketAddress name = InetSocketAddress.createUnresolved("server.example", 1);
        for (ConnectOptions options : List.of(OPTIONS.withResolver(host -> List.of()), OPTIONS.withResolver(host -> {
            throw new StackOverflowError("on purpose");
        }))) {
            ConnectFailedException failure =
                    assertInstanceOf(ConnectFailedException.class, Await.failure(connect(options, name)));
            assertEquals(CloseReason.UNRESOLVED, failure.reason());
            assertEquals(name, failure.address());
            assertEquals(1, failure.getSuppressed().length);
        }
    }

    @Test
    void shouldDelayNoWorkerWhileAResolverBlocks() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Linkport single = ports.open(ports.builder().workers(1));
        ConnectOptions options = OPTIONS.withTimeoutMillis(100).withResolver(host -> {
            inside.countDown();
            try {
                assertTrue(leave.await(Await.SECONDS, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return List.of(InetAddress.getLoopbackAddress());
        });
        InetSocketAddress name = InetSocketAddress.createUnresolved("slow.example", 1);
        CompletionStage<Link> blocked = single.connect(name, options, link -> new Recorder(ports));
        Await.latch(inside);
        Recorder echo = new Recorder.Echo(ports);
        Peer peer = ports.peer(ports.listen(single, link -> echo).address());
        assertEquals("x", peer.send("x").readText(1));
        ConnectFailedException failure = assertInstanceOf(ConnectFailedException.class, Await.failure(blocked));
        assertEquals(CloseReason.CONNECT_TIMEOUT, failure.reason());
        CompletionStage<Link> atShutdown =
                single.connect(name, options.withTimeoutMillis(60_000), link -> new Recorder(ports));
        Await.value(single.shutdown());
        failure = assertInstanceOf(ConnectFailedException.class, Await.failure(atShutdown));
        assertEquals(CloseReason.SHUTDOWN, failure.reason());
        leave.countDown();
    }

    @Test
    void shouldGiveUpAtTheTimeoutOfAll() throws Exception {
        try (BusyServer busy = new BusyServer()) {
            ConnectOptions options = OPTIONS.withTimeoutMillis(400).withAttemptDelayMillis(50);
            long start = System.nanoTime();
            ConnectFailedException failure = assertInstanceOf(
                    ConnectFailedException.class, Await.failure(connect(options, busy.address(), busy.address())));
            assertEquals(CloseReason.CONNECT_TIMEOUT, failure.reason());
            assertEquals(2, failure.getSuppressed().length);
            assertTrue(System.nanoTime() - start >= 395_000_000L, "too early");
        }
    }

    @Test
    void shouldEndWithTheLinkport() throws Exception {
        try (BusyServer busy = new BusyServer()) {
            CompletionStage<Link> connecting = connect(OPTIONS, busy.address(), busy.address());
            Await.value(port.shutdown());
            ConnectFailedException failure = assertInstanceOf(ConnectFailedException.class, Await.failure(connecting));
            assertEquals(CloseReason.SHUTDOWN, failure.reason());
            ConnectFailedException late =
                    assertInstanceOf(ConnectFailedException.class, Await.failure(connect(OPTIONS, busy.address())));
            assertEquals(CloseReason.SHUTDOWN, late.reason());
        }
    }

    @Test
    void shouldFailWhenTheFactoryThrowsAndTryNoOther() {
        ports.expectHandlerErrors(1);
        InetSocketAddress good = echoing();
        ConnectFailedException failure = assertInstanceOf(
                ConnectFailedException.class, Await.failure(port.connect(List.of(good, good), OPTIONS, link -> {
                    throw new IllegalStateException("on purpose");
                })));
        assertEquals(CloseReason.HANDLER_ERROR, failure.reason());
        assertEquals("on purpose", failure.getCause().getMessage());
        assertThrows(IllegalArgumentException.class, () -> port.connect(List.of(), OPTIONS, link -> null));
    }
}
