/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * A bare loop over a {@link Selector}: what a library on java.nio is compared with. It reads once into a direct buffer that
 * all links share, writes at once, and asks for {@code OP_WRITE} only while bytes are left, as the Javadoc of the package
 * java.nio.channels has it; what is left is sent from where it lies, and another buffer takes its place.
 */
final class SelectorServer implements BenchServer {
    private final ServerSocketChannel listener;
    private final Selector selector;
    private final Wait wait;
    private final Kind kind;
    private final InputBuffers buffers = new InputBuffers();
    private final Thread loop = new Thread(this::run, "selector-loop");

    private SelectorServer(ServerSocketChannel listener, Wait wait, Kind kind) throws IOException {
        this.listener = listener;
        this.wait = wait;
        this.kind = kind;
        this.selector = Selector.open();
    }

    /** With the set of selected keys, and gathering writes where there is more than one answer. */
    static BenchServer startWithKeys(ServerRequest request) throws IOException {
        return start(request, SelectorServer::selectedKeys, kind(request.mode(), true));
    }

    /** The same by {@link Selector#select(Consumer)}, which needs no set. */
    static BenchServer startWithConsumer(ServerRequest request) throws IOException {
        return start(request, Selector::select, kind(request.mode(), true));
    }

    /** The same, but with a write of its own for each answer. */
    static BenchServer startWithSingleWrites(ServerRequest request) throws IOException {
        return start(request, Selector::select, kind(request.mode(), false));
    }

    private static Kind kind(ServerMode mode, boolean gathering) {
        return switch (mode) {
            case ECHO -> SelectorConnection.Echo::new;
            case FRAMED -> (key, buffers) -> new FramedSelectorConnection(key, buffers, gathering);
            case SINK -> SelectorConnection.Sink::new;
        };
    }

    private static BenchServer start(ServerRequest request, Wait wait, Kind kind) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        listener.bind(request.address(), ServerRequest.BACKLOG);
        listener.configureBlocking(false);
        SelectorServer server = new SelectorServer(listener, wait, kind);
        listener.register(server.selector, SelectionKey.OP_ACCEPT);
        server.loop.start();
        return server;
    }

    private static void selectedKeys(Selector selector, Consumer<SelectionKey> action) throws IOException {
        selector.select();
        for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
            SelectionKey key = keys.next();
            keys.remove();
            action.accept(key);
        }
    }

    private void run() {
        Consumer<SelectionKey> action = this::ready;
        try (selector) {
            while (listener.isOpen()) {
                wait.select(selector, action);
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof SelectorConnection connection) {
            connection.ready();
        } else if (key.isValid()) {
            accept();
        }
    }

    private void accept() {
        try {
            for (SocketChannel channel = listener.accept(); channel != null; channel = listener.accept()) {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
                key.attach(kind.connection(key, buffers));
            }
        } catch (IOException e) {
            if (listener.isOpen()) {
                System.err.println("not accepted: " + e);
            }
        }
    }

    @Override
    public int tcpPort() {
        return ((InetSocketAddress) listener.socket().getLocalSocketAddress()).getPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        selector.wakeup();
        BenchThreads.join(loop);
    }

    /** How a turn of the loop waits and learns what is ready. */
    private interface Wait {
        void select(Selector selector, Consumer<SelectionKey> action) throws IOException;
    }

    /** What becomes of an accepted channel. */
    private interface Kind {
        SelectorConnection connection(SelectionKey key, InputBuffers buffers);
    }
}
