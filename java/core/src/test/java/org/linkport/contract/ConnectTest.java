/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.AddressText;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.SendOptions;

/** Promise 11, connecting: a link, or a typed failure that names the address. Attacks every way not to connect. */
class ConnectTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private ConnectFailedException failure(Linkport port, InetSocketAddress address, ConnectOptions options) {
        ConnectFailedException failure = assertInstanceOf(
                ConnectFailedException.class,
                Await.failure(port.connect(address, options, link -> new Recorder(ports))));
        assertEquals(address, failure.address());
        assertTrue(failure.getMessage().contains(AddressText.of(address)), failure::getMessage);
        assertTrue(failure.getMessage().contains(failure.reason().name()), failure::getMessage);
        assertEquals(0, port.links().count());
        Await.until("counted", () -> port.stats().connectsFailed() == 1);
        return failure;
    }

    @Test
    void shouldConnectToAServerThatNobodyHereWrote() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            Linkport port = ports.open();
            Recorder recorder = new Recorder(ports);
            InetSocketAddress address = (InetSocketAddress) server.getLocalSocketAddress();
            Link link = ports.connect(port, address, recorder);
            Peer peer = ports.closeLater(new Peer(server.accept()));
            assertSame(recorder.link(), link);
            assertEquals(address, link.remoteAddress());
            assertEquals(peer.socket().getRemoteSocketAddress(), link.localAddress());
            link.send(new byte[1_000]);
            peer.read(1_000);
            peer.send("answer").shutdownOutput();
            peer.expectEnd();
            assertEquals(CloseReason.PEER_CLOSE, recorder.reason());
            assertEquals(6, recorder.receivedBytes());
        }
    }

    @Test
    void shouldCompleteOnTheWorkerAfterOnOpen() {
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        Recorder recorder = new Recorder(ports);
        CompletionStage<List<Object>> seen = port.connect(listener.address(), link -> recorder)
                .thenApply(link -> List.of(recorder.calls(), recorder.link() == link));
        assertEquals(List.of(List.of("open"), true), Await.value(seen));
        recorder.link().close();
    }

    @Test
    void shouldEchoBetweenTwoLinkports() {
        Linkport server = ports.open();
        Linkport client = ports.open();
        Listener listener = ports.listen(server, link -> new Recorder.Echo(ports));
        Recorder recorder = new Recorder(ports);
        Link link = ports.connect(client, listener.address(), recorder);
        byte[] bytes = Bytes.pattern(300_000, 14);
        link.send(bytes);
        recorder.awaitReceived(bytes.length);
        Bytes.assertSame(bytes, recorder.received());
        link.close();
        assertEquals(CloseReason.LOCAL_CLOSE, recorder.reason());
    }

    @Test
    void shouldTellThatNobodyListens() throws Exception {
        try (Socket bound = new Socket()) { // keeps the TCP port from others, and does not listen
            bound.bind(Ports.loopback());
            InetSocketAddress address = (InetSocketAddress) bound.getLocalSocketAddress();
            ConnectFailedException failure = failure(ports.open(), address, ConnectOptions.DEFAULT);
            assertEquals(CloseReason.REFUSED, failure.reason());
        }
    }

    @Test
    void shouldTellThatAHostHasNoAddress() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("no-such-host.invalid", 1);
        ConnectFailedException failure = failure(ports.open(), unresolved, ConnectOptions.DEFAULT);
        assertEquals(CloseReason.UNRESOLVED, failure.reason());
    }

    @Test
    void shouldGiveUpAtTheTimeout() throws Exception {
        try (BusyServer busy = new BusyServer()) {
            long start = System.nanoTime();
            ConnectOptions options = ConnectOptions.DEFAULT.withTimeoutMillis(400);
            ConnectFailedException failure = failure(ports.open(), busy.address(), options);
            assertEquals(CloseReason.CONNECT_TIMEOUT, failure.reason());
            assertTrue(System.nanoTime() - start >= 395_000_000L, "too early");
        }
    }

    @Test
    void shouldTakeTheLocalAddressItIsGiven() throws Exception {
        InetSocketAddress local;
        try (Socket free = new Socket()) {
            free.bind(Ports.loopback());
            local = (InetSocketAddress) free.getLocalSocketAddress();
        }
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        Recorder recorder = new Recorder(ports);
        ConnectOptions options = ConnectOptions.DEFAULT.withLocalAddress(local);
        Link link = Await.value(port.connect(listener.address(), options, l -> recorder));
        assertEquals(local, link.localAddress());
        link.abort(); // so that the TCP port is free at once
        recorder.reason();
    }

    @Test
    void shouldTellThatTheLocalAddressIsNotOurs() {
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        ConnectOptions options = ConnectOptions.DEFAULT.withLocalAddress(new InetSocketAddress("192.0.2.1", 0));
        assertEquals(
                CloseReason.ADDRESS, failure(port, listener.address(), options).reason());
    }

    @Test
    void shouldApplyItsLinkOptions() {
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        Recorder recorder = new Recorder(ports);
        ConnectOptions options = ConnectOptions.DEFAULT.withLink(
                LinkOptions.DEFAULT.withSend(SendOptions.DEFAULT.withPendingBytes(1, 2, 3)));
        Link link = Await.value(port.connect(listener.address(), options, l -> recorder));
        assertEquals(false, link.send(new byte[4]).isAccepted());
        assertEquals(true, link.send(new byte[3]).isAccepted());
        link.close();
    }
}
