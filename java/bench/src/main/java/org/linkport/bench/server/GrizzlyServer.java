/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import org.glassfish.grizzly.Buffer;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainBuilder;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;
import org.glassfish.grizzly.filterchain.TransportFilter;
import org.glassfish.grizzly.nio.transport.TCPNIOServerConnection;
import org.glassfish.grizzly.nio.transport.TCPNIOTransport;
import org.glassfish.grizzly.nio.transport.TCPNIOTransportBuilder;
import org.glassfish.grizzly.strategies.SameThreadIOStrategy;

/**
 * Grizzly as its documentation has it: one selector runner; "I/O strategies" advises the same thread for work that never
 * blocks; "Quick start" has the echo filter, "FilterChain and filters" the one that splits messages and hands the remainder
 * back. Where many messages of a connection are answered at once it is {@code optimizedForMultiplexing}, for which it has
 * that option: the answers wait in the queue and leave together.
 */
final class GrizzlyServer implements BenchServer {
    private final TCPNIOTransport transport;
    private final TCPNIOServerConnection listener;

    private GrizzlyServer(TCPNIOTransport transport, TCPNIOServerConnection listener) {
        this.transport = transport;
        this.listener = listener;
    }

    static BenchServer start(ServerRequest request) throws IOException {
        TCPNIOTransport transport = TCPNIOTransportBuilder.newInstance()
                .setIOStrategy(SameThreadIOStrategy.getInstance())
                .setSelectorRunnersCount(1)
                .setTcpNoDelay(true)
                .setServerConnectionBackLog(ServerRequest.BACKLOG)
                .setOptimizedForMultiplexing(request.mode() == ServerMode.FRAMED)
                .build();
        transport.setProcessor(filters(request.mode()).build());
        TCPNIOServerConnection listener = transport.bind(request.address());
        transport.start();
        return new GrizzlyServer(transport, listener);
    }

    private static FilterChainBuilder filters(ServerMode mode) {
        FilterChainBuilder chain = FilterChainBuilder.stateless().add(new TransportFilter());
        return switch (mode) {
            case ECHO -> chain.add(new Echo());
            case FRAMED -> chain.add(new Frames()).add(new Echo());
            case SINK -> chain.add(new Sink());
        };
    }

    @Override
    public int tcpPort() {
        return ((InetSocketAddress) listener.getLocalAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
        transport.shutdownNow();
    }

    private static final class Echo extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) {
            Buffer message = context.getMessage();
            message.allowBufferDispose(true);
            context.write(message);
            return context.getStopAction();
        }
    }

    private static final class Frames extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) {
            Buffer input = context.getMessage();
            int size = input.remaining() < Frame.LENGTH_BYTES
                    ? Frame.LENGTH_BYTES
                    : Frame.bytes(input.getInt(input.position()));
            if (input.remaining() < size || input.remaining() < Frame.LENGTH_BYTES) {
                return context.getStopAction(input);
            }
            Buffer remainder = input.remaining() > size ? input.split(input.position() + size) : null;
            return context.getInvokeAction(remainder);
        }

        @Override
        public NextAction handleWrite(FilterChainContext context) {
            return context.getInvokeAction();
        }
    }

    private static final class Sink extends BaseFilter {
        @Override
        public NextAction handleRead(FilterChainContext context) {
            Buffer message = context.getMessage();
            message.dispose();
            return context.getStopAction();
        }
    }
}
