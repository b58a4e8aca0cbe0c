/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Listener;

/**
 * The limit of links for one address: beyond it a connection is reset at once and counted, its place comes back with each
 * end. Attacks it with IPv4 through a listener that takes both families, other addresses, handlers that fail, and churn.
 */
class AddressLimitTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final AtomicInteger made = new AtomicInteger();
    private final List<Recorder> handlers = new CopyOnWriteArrayList<>();

    private Listener echo(Linkport port, InetSocketAddress address, int max) {
        return port.listen(address, ListenOptions.DEFAULT.withMaxLinksPerAddress(max), link -> {
            made.incrementAndGet();
            Recorder handler = new Recorder.Echo(ports);
            handlers.add(handler);
            return handler;
        });
    }

    private static Peer echoes(Peer peer) {
        assertEquals("x", peer.send("x").readText(1));
        return peer;
    }

    private static long refused(Linkport port) {
        return port.stats().closes().getOrDefault(CloseReason.ADDRESS_LIMIT, 0L);
    }

    @Test
    void shouldResetWhoIsBeyondTheLimitAndCountIt() {
        Linkport port = ports.open();
        Listener listener = echo(port, Ports.loopback(), 2);
        List<Peer> inside = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            inside.add(echoes(ports.peer(listener.address())));
        }
        for (int i = 0; i < 3; i++) {
            Peer.expectResetOf(listener.address());
        }
        Await.until("counted", () -> refused(port) == 3);
        assertEquals(2, made.get());
        inside.forEach(AddressLimitTest::echoes);
        inside.get(0).close();
        handlers.get(0).reason();
        echoes(ports.peer(listener.address()));
        Peer.expectResetOf(listener.address());
        assertEquals(3, made.get());
    }

    @Test
    void shouldTakeAMappedAddressForTheIpv4AddressItIs() throws Exception {
        Linkport port = ports.open();
        Listener listener = echo(port, new InetSocketAddress(0), 1); // IPv4 comes as mapped IPv6 here
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getByName("127.0.0.1"), listener.address().getPort());
        echoes(ports.peer(address));
        Peer.expectResetOf(address);
        Peer other = ports.closeLater(
                new Peer(new Socket(address.getAddress(), address.getPort(), InetAddress.getByName("127.0.0.2"), 0)));
        echoes(other);
        Await.until("counted", () -> refused(port) == 1);
    }

    @Test
    void shouldCountForEachListenerAlone() {
        Linkport port = ports.open();
        echoes(ports.peer(echo(port, Ports.loopback(), 1).address()));
        echoes(ports.peer(echo(port, Ports.loopback(), 1).address()));
        assertEquals(0, refused(port));
    }

    @Test
    void shouldGiveThePlaceBackWhenThereIsNoHandler() {
        ports.expectHandlerErrors(3);
        Linkport port = ports.open();
        Listener listener = port.listen(Ports.loopback(), ListenOptions.DEFAULT.withMaxLinksPerAddress(1), link -> {
            if (made.incrementAndGet() <= 3) {
                throw new IllegalStateException("on purpose");
            }
            return new Recorder.Echo(ports);
        });
        for (int i = 0; i < 3; i++) {
            Peer.expectResetOf(listener.address());
        }
        Await.until("all ended", () -> port.links().count() == 0);
        echoes(ports.peer(listener.address()));
        assertEquals(0, refused(port));
    }

    @Test
    void shouldLetEachInWhenTheOneBeforeHasEnded() {
        Linkport port = ports.open();
        Listener listener = echo(port, Ports.loopback(), 1);
        for (int i = 0; i < 100; i++) {
            try (Peer peer = Peer.connect(listener.address())) {
                echoes(peer);
            }
            handlers.get(i).reason();
        }
        assertEquals(100, made.get());
        assertEquals(0, refused(port));
    }

    @Test
    void shouldPassTheEndOn() {
        Linkport port = ports.open();
        Recorder recorder = new Recorder(ports) {
            @Override
            void received(Link link, ByteBuffer data) throws Exception {
                link.abort();
            }
        };
        LinkHandler.Factory handlers = link -> recorder;
        Listener listener = port.listen(Ports.loopback(), ListenOptions.DEFAULT.withMaxLinksPerAddress(1), handlers);
        ports.peer(listener.address()).send("x").expectReset();
        assertEquals(CloseReason.LOCAL_ABORT, recorder.reason());
        assertEquals(List.of("open", "receive", "close"), recorder.calls());
    }

    @Test
    void shouldRefuseValuesOutOfRange() {
        assertEquals(
                "maxLinksPerAddress is -1 and must be from 0 to 1000000",
                assertThrows(IllegalArgumentException.class, () -> ListenOptions.DEFAULT.withMaxLinksPerAddress(-1))
                        .getMessage());
    }
}
