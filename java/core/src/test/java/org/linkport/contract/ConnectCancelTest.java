/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Client;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.ReconnectPolicy;

/**
 * A connect that nobody wants any more gives its place back at once, not when its time is over. Attacks attempts at a
 * server that never answers, which lose a race or whose client is closed, under limits that leave no place to spare.
 */
class ConnectCancelTest {
    /** Longer than a test may wait for anything. */
    private static final ConnectOptions LONG =
            ConnectOptions.DEFAULT.withTimeoutMillis(3_600_000).withAttemptDelayMillis(10);

    private static final ReconnectPolicy POLICY = ReconnectPolicy.DEFAULT;

    @RegisterExtension
    final Ports ports = new Ports();

    private InetSocketAddress echoing() {
        return ports.listen(ports.open(), link -> new Recorder.Echo(ports)).address();
    }

    /** As soon as there is a place. */
    private void connectsSoon(Linkport port, InetSocketAddress address) {
        Recorder recorder = new Recorder(ports);
        Await.until("a place", () -> {
            try {
                port.connect(address, link -> recorder).toCompletableFuture().join();
                return true;
            } catch (CompletionException e) {
                return false;
            }
        });
        recorder.link().close();
        recorder.reason();
    }

    @Test
    void shouldGiveThePlaceOfALoserBack() throws Exception {
        Linkport port = ports.open(ports.builder().maxLinks(2));
        InetSocketAddress good = echoing();
        try (BusyServer busy = new BusyServer()) {
            for (int i = 0; i < 5; i++) {
                Recorder winner = new Recorder(ports);
                Link link = Await.value(port.connect(List.of(busy.address(), good), LONG, opened -> winner));
                assertEquals(good, link.remoteAddress());
                connectsSoon(port, good);
                link.close();
                winner.reason();
                connectsSoon(port, good);
            }
        }
        assertEquals(0, port.stats().systemErrors());
    }

    @Test
    void shouldGiveThePlaceOfAClosedClientBack() throws Exception {
        Linkport port = ports.open(ports.builder().maxLinks(1).workers(1));
        InetSocketAddress good = echoing();
        try (BusyServer busy = new BusyServer()) {
            for (int i = 0; i < 20; i++) {
                Client client = port.client(
                        List.of(busy.address()), LONG, POLICY, Client.Events.NONE, link -> new Recorder(ports));
                client.close();
                connectsSoon(port, good);
            }
        }
    }

    @Test
    void shouldGiveThePlacesOfARaceBackThatRanOutOfTime() throws Exception {
        Linkport port = ports.open(ports.builder().maxLinks(3));
        InetSocketAddress good = echoing();
        try (BusyServer busy = new BusyServer()) {
            List<InetSocketAddress> all = List.of(busy.address(), busy.address(), busy.address());
            for (int i = 0; i < 3; i++) {
                Await.failure(port.connect(all, LONG.withTimeoutMillis(100), link -> new Recorder(ports)));
                connectsSoon(port, good);
            }
        }
    }

    @Test
    void shouldEndWithAttemptsThatWereJustCancelled() throws Exception {
        Linkport port = ports.open();
        InetSocketAddress good = echoing();
        try (BusyServer busy = new BusyServer()) {
            List<InetSocketAddress> all = List.of(busy.address(), busy.address(), good);
            Recorder winner = new Recorder(ports);
            Await.value(port.connect(all, LONG, link -> winner));
            port.close();
            winner.reason();
        }
    }
}
