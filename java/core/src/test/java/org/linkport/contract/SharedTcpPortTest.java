/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Engine;
import org.linkport.Linkport;
import org.linkport.ListenFailedException;
import org.linkport.ListenOptions;
import org.linkport.Listener;

/**
 * Listeners that share a TCP port: where the system can, each gets connections and the last gets all; where it cannot,
 * listening is refused with the reason. Attacks listeners that share with one that does not.
 */
class SharedTcpPortTest {
    private static final ListenOptions SHARED = ListenOptions.DEFAULT.withSharedTcpPort(true);

    @RegisterExtension
    final Ports ports = new Ports();

    private static boolean canShare() {
        return Ports.ENGINE == Engine.NIO
                && !System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("windows");
    }

    private static void expectRefusal(Linkport port) {
        UnsupportedOperationException refusal = assertThrows(
                UnsupportedOperationException.class, () -> port.listen(Ports.loopback(), SHARED, link -> null));
        assertTrue(refusal.getMessage().startsWith("sharedTcpPort is true and must be false on Engine."));
        assertTrue(refusal.getMessage().contains("SO_REUSEPORT"), refusal::getMessage);
    }

    private Listener echo(Linkport port, InetSocketAddress address, ListenOptions options, AtomicInteger made) {
        return port.listen(address, options, link -> {
            made.incrementAndGet();
            return new Recorder.Echo(ports);
        });
    }

    @Test
    void shouldDealConnectionsOutOrSayThatItCannot() {
        Linkport port = ports.open();
        if (!canShare()) {
            expectRefusal(port);
            return;
        }
        AtomicInteger one = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        Listener first = echo(port, Ports.loopback(), SHARED, one);
        Listener second = echo(ports.open(), first.address(), SHARED, other);
        assertEquals(first.address(), second.address());
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < 64; i++) { // dealt out by a hash: all to one has a chance of 2 to the power of -63
            peers.add(ports.peer(first.address()).send("x"));
        }
        peers.forEach(peer -> assertEquals("x", peer.readText(1)));
        assertEquals(64, one.get() + other.get());
        assertTrue(one.get() > 0 && other.get() > 0, () -> one + " and " + other);
        port.close();
        int before = other.get();
        for (int i = 0; i < 8; i++) {
            assertEquals("x", ports.peer(second.address()).send("x").readText(1));
        }
        assertEquals(before + 8, other.get());
    }

    @Test
    void shouldRefuseToShareWithOneThatDoesNot() {
        Linkport port = ports.open();
        if (!canShare()) {
            expectRefusal(port);
            return;
        }
        AtomicInteger made = new AtomicInteger();
        Listener exclusive = echo(port, Ports.loopback(), ListenOptions.DEFAULT, made);
        Listener shared = echo(port, Ports.loopback(), SHARED, made);
        expectInUse(() -> echo(port, exclusive.address(), SHARED, made));
        expectInUse(() -> echo(port, shared.address(), ListenOptions.DEFAULT, made));
    }

    private static void expectInUse(Runnable listens) {
        assertEquals(
                ListenFailedException.Reason.ADDRESS_IN_USE,
                assertThrows(ListenFailedException.class, listens::run).reason());
    }
}
