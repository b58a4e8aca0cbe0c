/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.cli.TcpAddress;
import org.linkport.protocol.conversation.Conversation;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.conversation.Protocol;
import org.linkport.protocol.file.FileServer;
import org.linkport.protocol.file.FileServerOptions;
import org.linkport.protocol.links.LinkControl;
import org.linkport.protocol.log.LogFollow;
import org.linkport.protocol.throughput.Throughput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The server that {@code linkport serve} runs: all protocols on one TCP port, and what stands beside. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    /** For files, and for lists of very many links. */
    private static final int BLOCKING_THREADS = 8;

    private final Linkport port;
    private final Conversations conversations;
    private final ExecutorService blocking =
            Executors.newFixedThreadPool(BLOCKING_THREADS, task -> new Thread(task, "linkport-blocking"));
    private final List<Listener> listeners = new ArrayList<>();
    private final List<Listener> echoListeners = new ArrayList<>();
    private final List<ServerPart> parts = new ArrayList<>();

    private Server(Linkport port, ServerOptions options) {
        this.port = port;
        this.conversations = new Conversations(ConversationOptions.DEFAULT, options.access(), protocols(options));
    }

    private List<Protocol> protocols(ServerOptions options) {
        List<Protocol> protocols = new ArrayList<>();
        if (options.files() != null) {
            protocols.add(new FileServer(port, options.files(), blocking, FileServerOptions.DEFAULT));
        }
        protocols.add(Throughput.server());
        protocols.add(LinkControl.server(port, this::conversation, blocking));
        protocols.add(LogFollow.server(options.log()));
        return protocols;
    }

    private Optional<Conversation> conversation(long linkId) {
        return conversations.find(linkId);
    }

    /**
     * Starts it. Blocks until it listens everywhere, and until every part has started.
     *
     * @throws org.linkport.LinkportException naming the address and the cause; nothing is left behind
     */
    public static Server start(ServerOptions options, List<ServerPart.Starter> starters) {
        Server server = new Server(options.port().open(), options);
        try {
            server.listen(options);
            starters.forEach(each -> server.parts.add(each.start(server)));
            return server;
        } catch (RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void listen(ServerOptions options) {
        options.listen().forEach(address -> listeners.add(listen("all protocols", address, conversations)));
        options.echo().forEach(address -> echoListeners.add(listen("echo", address, link -> EchoHandler.ANY)));
    }

    private Listener listen(String what, InetSocketAddress address, LinkHandler.Factory handlers) {
        Listener listener = port.listen(address, handlers);
        LOG.info("{} on {}, engine {}", what, TcpAddress.text(listener.address()), port.engine());
        return listener;
    }

    /** What it runs on. */
    public Linkport port() {
        return port;
    }

    /** Who talks to it. */
    public Conversations conversations() {
        return conversations;
    }

    /** Where all protocols are spoken, with the real TCP ports. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(Listener::address).toList();
    }

    /** Where every byte is sent back, with the real TCP ports. */
    public List<InetSocketAddress> echoAddresses() {
        return echoListeners.stream().map(Listener::address).toList();
    }

    /** What stands beside. */
    public List<ServerPart> parts() {
        return List.copyOf(parts);
    }

    /** Blocks until it has ended, by {@link #close} or by {@code port().shutdown()}. */
    public void awaitEnd() throws InterruptedException {
        port.awaitShutdown();
    }

    /** Ends the parts, then the links gracefully. Blocks until nothing of it runs; any thread, idempotent. */
    @Override
    public void close() {
        for (int i = parts.size() - 1; i >= 0; i--) {
            parts.get(i).close();
        }
        conversations.stop(); // each peer hears why its link ends
        port.close();
        blocking.shutdown();
        LOG.info("stopped");
    }
}
