/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.linkport.CloseReason.ADDRESS;
import static org.linkport.CloseReason.CONNECT_TIMEOUT;
import static org.linkport.CloseReason.HANDLER_ERROR;
import static org.linkport.CloseReason.LIMIT;
import static org.linkport.CloseReason.REFUSED;
import static org.linkport.CloseReason.UNREACHABLE;
import static org.linkport.CloseReason.UNRESOLVED;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.Linkport;
import org.linkport.Listener;

/**
 * Promise 6 for connects that make no link: one story, one reason, whatever the engine. Attacks the reason of the
 * failure, the address that it names, and that it is counted once and as no link that closed. {@link CloseReasonsTest}
 * has the stories of links.
 */
class ConnectReasonsTest {
    private static final ConnectOptions SHORT = ConnectOptions.DEFAULT.withTimeoutMillis(200);

    @RegisterExtension
    final Ports ports = new Ports();

    /** Starts a connect that fails, on a Linkport with room for one link. */
    @FunctionalInterface
    interface Attempt {
        CompletionStage<Link> begin(Ports ports, Linkport port) throws Exception;
    }

    /** One row of the table; {@code closes} are the links that end beside it. */
    record Row(String name, Attempt attempt, CloseReason reason, Map<CloseReason, Long> closes) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Row row(String name, Attempt attempt, CloseReason reason) {
        return new Row(name, attempt, reason, Map.of());
    }

    static Stream<Row> rows() {
        return Stream.of(
                row("nobody listens", ConnectReasonsTest::toNobody, REFUSED),
                row("no route", ConnectReasonsTest::toAGroup, UNREACHABLE),
                row("no answer in time", ConnectReasonsTest::toABusyServer, CONNECT_TIMEOUT),
                row("a name without address", ConnectReasonsTest::toANameOfNobody, UNRESOLVED),
                row("from an address of others", ConnectReasonsTest::fromElsewhere, ADDRESS),
                row("from an address in use", ConnectReasonsTest::fromATakenAddress, ADDRESS),
                row("to TCP port 0", (ports, port) -> connect(port, new InetSocketAddress("127.0.0.1", 0)), ADDRESS),
                new Row("beyond maxLinks", ConnectReasonsTest::oneTooMany, LIMIT, Map.of(CloseReason.SHUTDOWN, 1L)),
                row("shut down before", ConnectReasonsTest::afterShutdown, CloseReason.SHUTDOWN),
                row("shut down meanwhile", ConnectReasonsTest::duringShutdown, CloseReason.SHUTDOWN),
                new Row("no handler", ConnectReasonsTest::withoutHandler, HANDLER_ERROR, Map.of(HANDLER_ERROR, 1L)));
    }

    private static CompletionStage<Link> connect(Linkport port, InetSocketAddress address) {
        return connect(port, address, SHORT);
    }

    private static CompletionStage<Link> connect(Linkport port, InetSocketAddress address, ConnectOptions options) {
        return port.connect(address, options, link -> (same, data) -> {});
    }

    private static InetSocketAddress server(Ports ports) {
        return ports.listen(ports.open(), link -> new Recorder(ports)).address();
    }

    /** Keeps a TCP port from others, and does not listen. */
    private static InetSocketAddress taken(Ports ports) throws IOException {
        Socket bound = ports.closeLater(new Socket());
        bound.bind(Ports.loopback());
        return (InetSocketAddress) bound.getLocalSocketAddress();
    }

    private static CompletionStage<Link> toNobody(Ports ports, Linkport port) throws Exception {
        return connect(port, taken(ports));
    }

    /** TCP has no way to a group, whatever the routes of this machine. */
    private static CompletionStage<Link> toAGroup(Ports ports, Linkport port) throws Exception {
        return connect(port, new InetSocketAddress("224.0.0.1", 9));
    }

    private static CompletionStage<Link> toABusyServer(Ports ports, Linkport port) throws Exception {
        return connect(port, ports.closeLater(new BusyServer()).address());
    }

    private static CompletionStage<Link> toANameOfNobody(Ports ports, Linkport port) {
        return connect(
                port,
                InetSocketAddress.createUnresolved("nobody", 1),
                SHORT.withTimeoutMillis(60_000).withResolver(host -> List.of()));
    }

    private static CompletionStage<Link> fromElsewhere(Ports ports, Linkport port) {
        InetSocketAddress documentation = new InetSocketAddress("198.51.100.1", 0); // RFC 5737: nobody's
        return connect(port, server(ports), SHORT.withLocalAddress(documentation));
    }

    private static CompletionStage<Link> fromATakenAddress(Ports ports, Linkport port) throws Exception {
        return connect(port, server(ports), SHORT.withLocalAddress(taken(ports)));
    }

    private static CompletionStage<Link> oneTooMany(Ports ports, Linkport port) {
        InetSocketAddress server = server(ports);
        ports.connect(port, server, new Recorder(ports));
        return connect(port, server);
    }

    private static CompletionStage<Link> afterShutdown(Ports ports, Linkport port) {
        InetSocketAddress server = server(ports);
        port.close();
        return connect(port, server);
    }

    private static CompletionStage<Link> duringShutdown(Ports ports, Linkport port) throws Exception {
        InetSocketAddress busy = ports.closeLater(new BusyServer()).address();
        CompletionStage<Link> connecting = connect(port, busy, SHORT.withTimeoutMillis(3_600_000));
        port.shutdown();
        return connecting;
    }

    private static CompletionStage<Link> withoutHandler(Ports ports, Linkport port) {
        ports.expectHandlerErrors(1);
        return port.connect(server(ports), link -> {
            throw new IllegalStateException("on purpose");
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldTellWhyThereIsNoLink(Row row) throws Exception {
        Linkport port = ports.open(ports.builder().maxLinks(1));
        ConnectFailedException failure =
                assertInstanceOf(ConnectFailedException.class, Await.failure(row.attempt.begin(ports, port)));
        assertEquals(row.reason, failure.reason());
        port.close();
        assertEquals(1, port.stats().connectsFailed());
        assertEquals(row.closes, port.stats().closes());
    }

    /** A listener on every address tells the wildcard as its own; who connects to that means this machine. */
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void shouldTakeTheWildcardForThisMachine(String wildcard) throws Exception {
        Linkport port = ports.open();
        Listener listener = port.listen(new InetSocketAddress(0), link -> new Recorder.Echo(ports));
        int tcpPort = listener.address().getPort();
        Link link = ports.connect(port, new InetSocketAddress(wildcard, tcpPort), new Recorder(ports));
        assertTrue(link.remoteAddress().getAddress().isLoopbackAddress(), () -> "" + link.remoteAddress());
        link.close();
    }
}
