/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.AddressText;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenFailedException;
import org.linkport.ListenOptions;
import org.linkport.Listener;

/**
 * Promise 11, listening: every failure is a typed error that names the address, and leaves nothing behind. Also storms
 * of connections, and the life of a listener.
 */
class ListenTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private ListenFailedException failure(Linkport port, InetSocketAddress address) {
        ListenFailedException failure =
                assertThrows(ListenFailedException.class, () -> port.listen(address, link -> new Recorder(ports)));
        assertEquals(address, failure.address());
        assertTrue(failure.getMessage().contains(AddressText.of(address)), failure::getMessage);
        assertTrue(failure.getMessage().contains(failure.reason().name()), failure::getMessage);
        return failure;
    }

    @Test
    void shouldTellThatAnAddressIsInUse() throws Exception {
        Linkport port = ports.open();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            InetSocketAddress address = (InetSocketAddress) taken.getLocalSocketAddress();
            assertEquals(
                    ListenFailedException.Reason.ADDRESS_IN_USE,
                    failure(port, address).reason());
        }
        Listener own = ports.listen(port, link -> new Recorder(ports));
        assertEquals(
                ListenFailedException.Reason.ADDRESS_IN_USE,
                failure(port, own.address()).reason());
    }

    @Test
    void shouldTellThatAnAddressIsNotLocal() {
        InetSocketAddress documentation = new InetSocketAddress("192.0.2.1", 0); // RFC 5737: nobody's
        assertEquals(
                ListenFailedException.Reason.ADDRESS_NOT_LOCAL,
                failure(ports.open(), documentation).reason());
    }

    @Test
    void shouldTellThatAHostHasNoAddress() {
        InetSocketAddress unresolved = InetSocketAddress.createUnresolved("no-such-host.invalid", 1);
        assertEquals(
                ListenFailedException.Reason.UNRESOLVED,
                failure(ports.open(), unresolved).reason());
    }

    @Test
    void shouldFreeTheAddressAfterAFailure() throws Exception {
        Linkport port = ports.open();
        InetSocketAddress address;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = (InetSocketAddress) taken.getLocalSocketAddress();
            failure(port, address);
        }
        Listener listener = port.listen(address, link -> new Recorder.Echo(ports));
        ports.peer(listener.address()).send("x").read(1);
    }

    @Test
    void shouldTellItsRealAddress() {
        Listener listener = ports.listen(ports.open(), link -> new Recorder(ports));
        assertNotEquals(0, listener.address().getPort());
        assertTrue(listener.address().getAddress().isLoopbackAddress());
        assertTrue(listener.isOpen());
    }

    @Test
    void shouldTakeIpv4OnTheWildcard() {
        Linkport port = ports.open();
        Listener listener = port.listen(new InetSocketAddress(0), link -> new Recorder.Echo(ports));
        Peer peer =
                ports.peer(new InetSocketAddress("127.0.0.1", listener.address().getPort()));
        assertEquals("x", peer.send("x").readText(1));
        InetAddress seen = port.links().iterator().next().remoteAddress().getAddress();
        assertEquals("127.0.0.1", seen.getHostAddress());
    }

    @Test
    void shouldStopAcceptingAndLetItsLinksLive() {
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
        Peer peer = ports.peer(listener.address());
        peer.send("x").read(1);
        listener.close();
        listener.close();
        assertFalse(listener.isOpen());
        Await.until("refused", () -> refuses(listener.address()));
        assertEquals("still", peer.send("still").readText(5));
    }

    private static boolean refuses(InetSocketAddress address) {
        try (Socket socket = new Socket()) {
            socket.connect(address, 1_000);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void shouldBindTheAddressAgainAfterClose() {
        Linkport port = ports.open();
        Listener first = ports.listen(port, link -> new Recorder(ports));
        first.close();
        Await.until("bound again", () -> {
            try {
                port.listen(first.address(), link -> new Recorder.Echo(ports));
                return true;
            } catch (ListenFailedException e) {
                assertEquals(ListenFailedException.Reason.ADDRESS_IN_USE, e.reason());
                return false;
            }
        });
        assertEquals("x", ports.peer(first.address()).send("x").readText(1));
    }

    @Test
    void shouldServeManyListeners() {
        Linkport port = ports.open();
        for (int i = 0; i < 20; i++) {
            Listener listener = ports.listen(port, link -> new Recorder.Echo(ports));
            assertEquals("hello", ports.peer(listener.address()).send("hello").readText(5));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 64})
    void shouldLoseNoConnectionInAStorm(int acceptDepth) {
        int peersOfEach = 50;
        Linkport port = ports.open();
        ListenOptions options =
                ListenOptions.DEFAULT.withAcceptDepth(acceptDepth).withLink(LinkOptions.DEFAULT);
        Listener listener = port.listen(Ports.loopback(), options, link -> new Recorder.Echo(ports));
        AtomicInteger echoed = new AtomicInteger();
        List<Thread> storm = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            storm.add(new Thread(() -> {
                for (int i = 0; i < peersOfEach; i++) {
                    if ("ok".equals(ports.peer(listener.address()).send("ok").readText(2))) {
                        echoed.incrementAndGet();
                    }
                }
            }));
        }
        storm.forEach(Thread::start);
        storm.forEach(Await::end);
        assertEquals(4 * peersOfEach, echoed.get());
        assertEquals(4 * peersOfEach, port.links().count());
    }
}
