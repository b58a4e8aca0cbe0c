/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.nio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.linkport.ConnectOptions;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Listener;
import org.linkport.SocketOptions;
import org.linkport.SocketOptions.KeepAlive;

/** Reads the options of links back from their channels: of accepted and of connected ones, asked for and not. */
class NioSocketOptionsTest {
    private static final SocketOptions ASKED = new SocketOptions(false, new KeepAlive(40, 5, 3), 50_000, 60_000);

    /** Receives nothing. */
    private static final class Silent implements LinkHandler {
        final CompletableFuture<Link> opened = new CompletableFuture<>();

        @Override
        public void onOpen(Link link) {
            opened.complete(link);
        }

        @Override
        public void onReceive(Link link, ByteBuffer data) {}
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    private static SocketChannel channelOf(Link link) throws ReflectiveOperationException {
        return (SocketChannel) field(field(link, "transport"), "channel");
    }

    private static void check(SocketOptions asked, SocketChannel channel) throws IOException {
        assertEquals(asked.noDelay(), channel.getOption(StandardSocketOptions.TCP_NODELAY));
        assertEquals(asked.keepAlive().isOn(), channel.getOption(StandardSocketOptions.SO_KEEPALIVE));
        assertEquals(-1, channel.getOption(StandardSocketOptions.SO_LINGER));
        if (asked.keepAlive().isOn()) {
            assertEquals(asked.keepAlive().idleSeconds(), channel.getOption(ExtendedSocketOptions.TCP_KEEPIDLE));
            assertEquals(
                    asked.keepAlive().intervalSeconds(), channel.getOption(ExtendedSocketOptions.TCP_KEEPINTERVAL));
            assertEquals(asked.keepAlive().probes(), channel.getOption(ExtendedSocketOptions.TCP_KEEPCOUNT));
            // Linux doubles what it is asked for, for its own book-keeping, and says so.
            assertSize(asked.receiveBufferBytes(), channel.getOption(StandardSocketOptions.SO_RCVBUF));
            assertSize(asked.sendBufferBytes(), channel.getOption(StandardSocketOptions.SO_SNDBUF));
        }
    }

    private static void assertSize(int asked, int read) {
        assertTrue(read == asked || read == 2 * asked, () -> read + " instead of " + asked);
    }

    private static void checkBoth(SocketOptions accepted, SocketOptions connected) throws Exception {
        Silent server = new Silent();
        Silent client = new Silent();
        LinkOptions acceptedOptions = LinkOptions.DEFAULT.withSocket(accepted);
        LinkOptions connectedOptions = LinkOptions.DEFAULT.withSocket(connected);
        try (Linkport port = Linkport.builder().engine(Engine.NIO).workers(1).open()) {
            Listener listener = port.listen(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    ListenOptions.DEFAULT.withLink(acceptedOptions),
                    link -> server);
            ConnectOptions options = ConnectOptions.DEFAULT.withLink(connectedOptions);
            port.connect(listener.address(), options, link -> client)
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            check(accepted, channelOf(server.opened.get(30, TimeUnit.SECONDS)));
            check(connected, channelOf(client.opened.get(30, TimeUnit.SECONDS)));
        }
    }

    @Test
    void shouldGiveThemToAcceptedLinks() throws Exception {
        checkBoth(ASKED, SocketOptions.DEFAULT);
    }

    @Test
    void shouldGiveThemToConnectedLinks() throws Exception {
        checkBoth(SocketOptions.DEFAULT, ASKED);
    }

    @Test
    void shouldNameWhatASystemLacks() {
        Set<SocketOption<?>> few = Set.of(ExtendedSocketOptions.TCP_KEEPIDLE, ExtendedSocketOptions.TCP_KEEPINTERVAL);
        SocketOptions times = SocketOptions.DEFAULT.withKeepAlive(KeepAlive.every(40, 5));
        assertNull(NioSocketOptions.refusal(SocketOptions.DEFAULT, Set.of()));
        assertNull(NioSocketOptions.refusal(times, few));
        assertEquals(
                "keepAlive.idleSeconds is 40 and must be 0: java.nio has no TCP_KEEPIDLE on this system",
                NioSocketOptions.refusal(times, Set.of()));
        assertEquals(
                "keepAlive.intervalSeconds is 5 and must be 0: java.nio has no TCP_KEEPINTERVAL on this system",
                NioSocketOptions.refusal(times, Set.of(ExtendedSocketOptions.TCP_KEEPIDLE)));
        assertEquals(
                "keepAlive.probes is 3 and must be 0: java.nio has no TCP_KEEPCOUNT on this system",
                NioSocketOptions.refusal(ASKED, few));
    }
}
