/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.ConnectOptions;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Listener;
import org.linkport.SocketOptions;

/**
 * Options of sockets: buffers by what fits into them, an address that nobody can share, keepalive that is taken or
 * refused by name. Attacks options that are ignored. Tests of each engine read them back from the sockets.
 */
class SocketOptionsTest {
    private static final int LARGE = 200_000; // systems have limits of their own, not far above

    @RegisterExtension
    final Ports ports = new Ports();

    private static LinkOptions with(SocketOptions socket) {
        return LinkOptions.DEFAULT.withSocket(socket);
    }

    /** Receives nothing. */
    private static final class Paused extends Recorder {
        Paused(Ports ports) {
            super(ports);
        }

        @Override
        void opened(Link link) {
            link.pause();
        }
    }

    /** A peer that never waits; it offers little room of its own. */
    private SocketChannel peer(InetSocketAddress address) {
        try {
            SocketChannel peer = ports.closeLater(SocketChannel.open());
            peer.setOption(StandardSocketOptions.SO_SNDBUF, 8 << 10);
            peer.connect(address);
            peer.configureBlocking(false);
            return peer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int write(SocketChannel peer) {
        try {
            return peer.write(ByteBuffer.allocate(16 << 10));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void shouldTakeWhatFitsIntoALargeReceiveBuffer() {
        Paused paused = new Paused(ports);
        LinkOptions large = with(SocketOptions.DEFAULT.withBuffers(LARGE, 0));
        SocketChannel peer =
                peer(ports.listen(ports.open(), large, link -> paused).address());
        paused.link();
        int[] written = new int[1];
        Await.until(() -> "written " + written[0], () -> {
            written[0] += write(peer);
            return written[0] >= LARGE / 2;
        });
        assertEquals(0, paused.receivedBytes());
    }

    @Test
    void shouldTakeLittleIntoASmallReceiveBuffer() {
        Paused paused = new Paused(ports);
        LinkOptions small = with(SocketOptions.DEFAULT.withBuffers(4_096, 0));
        Linkport port = ports.open();
        SocketChannel peer = peer(ports.listen(port, small, link -> paused).address());
        paused.link();
        Peer echo = ports.peerOf(port, LinkOptions.DEFAULT, new Recorder.Echo(ports));
        int written = 0;
        for (int refusals = 0; refusals < 100; ) {
            int count = write(peer);
            written += count;
            if (count == 0) {
                refusals++;
                echo.send("x").read(1); // time goes by, in which more could come to fit
            }
        }
        int total = written;
        assertTrue(total < 64 << 10, () -> "written " + total);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldEchoWithEveryOption(boolean connects) {
        SocketOptions all = SocketOptions.DEFAULT
                .withNoDelay(false)
                .withKeepAlive(SocketOptions.KeepAlive.every(60, 5))
                .withBuffers(30_000, 40_000);
        Linkport port = ports.open();
        Recorder echo = new Recorder.Echo(ports);
        Listener listener = ports.listen(port, connects ? LinkOptions.DEFAULT : with(all), link -> echo);
        Recorder client = new Recorder(ports);
        LinkOptions asked = connects ? with(all) : LinkOptions.DEFAULT;
        Link link =
                Await.value(port.connect(listener.address(), ConnectOptions.DEFAULT.withLink(asked), opened -> client));
        byte[] message = Bytes.pattern(500_000, 8);
        link.send(message);
        client.awaitReceived(message.length);
        Bytes.assertSame(message, client.received());
    }

    @Test
    void shouldRefuseByNameWhatTheEngineCannotDo() {
        Linkport port = ports.open();
        LinkOptions probes = with(SocketOptions.DEFAULT.withKeepAlive(new SocketOptions.KeepAlive(60, 5, 3)));
        ListenOptions listen = ListenOptions.DEFAULT.withLink(probes);
        Recorder recorder = new Recorder(ports);
        if (Ports.ENGINE == Engine.NIO) {
            Listener listener = port.listen(Ports.loopback(), listen, link -> recorder);
            ports.peer(listener.address());
            assertEquals(listener.address(), recorder.link().localAddress());
            return;
        }
        String message = "keepAlive.probes is 3 and must be 0 on Engine.IOCP: Windows has its own number";
        UnsupportedOperationException refused = assertThrows(
                UnsupportedOperationException.class, () -> port.listen(Ports.loopback(), listen, link -> recorder));
        assertEquals(message, refused.getMessage());
        ConnectOptions connect = ConnectOptions.DEFAULT.withLink(probes);
        refused = assertThrows(
                UnsupportedOperationException.class, () -> port.connect(Ports.loopback(), connect, link -> recorder));
        assertEquals(message, refused.getMessage());
    }

    private static boolean connects(String host, int tcpPort) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, tcpPort));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void shouldTakeOneFamilyWhereBothAreNotWanted() {
        Linkport port = ports.open();
        InetSocketAddress any = new InetSocketAddress("0.0.0.0", 0);
        Listener both = port.listen(any, ListenOptions.DEFAULT, link -> new Recorder(ports));
        boolean hasV6 = connects("::1", both.address().getPort());
        assertTrue(connects("127.0.0.1", both.address().getPort()));
        Listener one = port.listen(any, ListenOptions.DEFAULT.withDualStack(false), link -> new Recorder(ports));
        assertTrue(connects("127.0.0.1", one.address().getPort()));
        assertFalse(hasV6 && connects("::1", one.address().getPort()));
    }

    @Test
    void shouldRefuseIpv6Alone() {
        ListenOptions options = ListenOptions.DEFAULT.withDualStack(false);
        InetSocketAddress any = new InetSocketAddress("::", 0);
        UnsupportedOperationException refused = assertThrows(
                UnsupportedOperationException.class,
                () -> ports.open().listen(any, options, link -> new Recorder(ports)));
        assertEquals(
                "dualStack is false and must be true for [::]: java.nio has no IPv6 alone; 0.0.0.0 is IPv4 alone",
                refused.getMessage());
    }

    @Test
    void shouldShareItsAddressWithNobody() throws IOException {
        Listener listener = ports.listen(ports.open(), link -> new Recorder(ports));
        try (ServerSocket other = new ServerSocket()) {
            other.setReuseAddress(true);
            assertThrows(BindException.class, () -> other.bind(listener.address()));
        }
        ports.peer(listener.address());
    }
}
