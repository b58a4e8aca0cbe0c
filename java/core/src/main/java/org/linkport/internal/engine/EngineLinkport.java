/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.linkport.Client;
import org.linkport.CloseReason;
import org.linkport.ConnectOptions;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.LinkportOptions;
import org.linkport.LinkportStats;
import org.linkport.Links;
import org.linkport.ListenFailedException;
import org.linkport.ListenOptions;
import org.linkport.Listener;
import org.linkport.ReconnectPolicy;
import org.linkport.SendFile;
import org.linkport.WorkerFailedException;
import org.linkport.internal.buffer.ChunkPool;

/** The root object above both engines: starts the workers, and ends when the last of them has. */
public final class EngineLinkport implements Linkport {
    /** Those that could not end: the system may still write to their memory, so it must not be collected. */
    private static final Queue<EngineLinkport> UNENDED = new ConcurrentLinkedQueue<>();

    private final LinkportOptions options;
    private final EngineRuntime runtime;
    private final ChunkPool pool;
    private final List<WorkerLoop> workers = new ArrayList<>();
    private final AtomicInteger openLinks = new AtomicInteger();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AllLinks links = new AllLinks(workers, openLinks);
    private final AtomicInteger running;
    private final AtomicInteger nextWorker = new AtomicInteger();
    private final AtomicBoolean shutDown = new AtomicBoolean();
    private final AtomicReference<@Nullable Throwable> endedFor = new AtomicReference<>();
    private volatile Runnable atEnd = () -> {};
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private EngineLinkport(LinkportOptions options, EngineRuntime runtime) {
        this.options = options;
        this.runtime = runtime;
        this.pool = new ChunkPool(runtime::addressOf);
        this.running = new AtomicInteger(options.workers());
    }

    /** Starts the workers of an engine. On failure the runtime is closed. */
    public static EngineLinkport start(LinkportOptions options, EngineRuntime runtime, FailureLog failures) {
        EngineLinkport port = new EngineLinkport(options, runtime);
        try {
            PendingBudget budget = PendingBudget.of(options.maxPendingBytes(), options.workers());
            for (int i = 0; i < options.workers(); i++) {
                String name = options.name() + "-" + i;
                LinkTable table = new LinkTable(port.openLinks);
                port.workers.add(new WorkerLoop(
                        i, name, options.eachWorker(), table, runtime, port.pool, budget, failures, port::workerEnded));
            }
        } catch (Throwable failure) {
            runtime.close();
            throw failure;
        }
        port.startWorkers();
        port.awaitStarted();
        return port;
    }

    private void startWorkers() {
        int started = 0;
        try {
            for (WorkerLoop worker : workers) {
                worker.start();
                started++;
            }
        } catch (Throwable failure) { // no more threads
            for (int i = started; i < workers.size(); i++) {
                workerEnded(null);
            }
            shutdown();
            throw failure;
        }
    }

    /** Has something done when all workers have ended, before anybody is told. Before the program has this object. */
    public void atEnd(Runnable task) {
        atEnd = task;
    }

    private void awaitStarted() {
        for (WorkerLoop worker : workers) {
            Throwable failure = worker.awaitStarted();
            if (failure != null) {
                close();
                throw new WorkerFailedException(worker.name(), failure);
            }
        }
    }

    /** @param gaveUpFor why the worker ended without its engine, or null */
    private void workerEnded(@Nullable Throwable gaveUpFor) {
        if (gaveUpFor != null) {
            endedFor.compareAndSet(null, gaveUpFor);
        }
        if (running.decrementAndGet() > 0) {
            return;
        }
        try {
            atEnd.run();
            runtime.close();
        } catch (Throwable failure) {
            endedFor.compareAndSet(null, failure);
        }
        Throwable failure = endedFor.get();
        if (failure == null) {
            ended.complete(null);
        } else {
            UNENDED.add(this);
            ended.completeExceptionally(failure);
        }
    }

    @Override
    public Listener listen(InetSocketAddress address, ListenOptions listenOptions, LinkHandler.Factory handlers) {
        Objects.requireNonNull(handlers, "handlers");
        checkSupported(listenOptions.link());
        if (shutDown.get()) {
            throw new ListenFailedException(address, ListenFailedException.Reason.SHUTDOWN, 0, null);
        }
        if (address.isUnresolved()) {
            throw new ListenFailedException(address, ListenFailedException.Reason.UNRESOLVED, 0, null);
        }
        if (!listenOptions.dualStack() && isWildcardV6(address)) {
            throw new UnsupportedOperationException(
                    "dualStack is false and must be true for [::]: java.nio has no IPv6 alone; 0.0.0.0 is IPv4 alone");
        }
        if (listenOptions.sharedTcpPort() && !runtime.canShareTcpPorts()) {
            throw new UnsupportedOperationException("sharedTcpPort is true and must be false on Engine." + engine()
                    + ": this system has no TCP ports that listeners share (SO_REUSEPORT)");
        }
        LinkHandler.Factory limited = AddressLimit.of(listenOptions.maxLinksPerAddress(), handlers);
        EngineListener listener = new EngineListener(runtime.listen(address, listenOptions, limited), shutDown::get);
        listeners.removeIf(other -> !other.isOpen());
        listeners.add(listener);
        return listener;
    }

    private static boolean isWildcardV6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address
                && address.getAddress().isAnyLocalAddress();
    }

    private void checkSupported(LinkOptions asked) {
        String refusal = runtime.refusal(asked.socket());
        if (refusal != null) {
            throw new UnsupportedOperationException(refusal);
        }
    }

    @Override
    public CompletionStage<Link> connect(
            InetSocketAddress address, ConnectOptions connectOptions, LinkHandler.Factory handlers) {
        Objects.requireNonNull(handlers, "handlers");
        checkSupported(connectOptions.link());
        if (address.isUnresolved()) {
            return connect(List.of(address), connectOptions, handlers);
        }
        WorkerLoop worker = nextWorker();
        ConnectRequest request = new ConnectRequest(worker, address, connectOptions, handlers, null);
        if (shutDown.get() || !worker.post(request)) {
            request.failed(CloseReason.SHUTDOWN, 0, null);
        }
        return request.result().minimalCompletionStage();
    }

    private WorkerLoop nextWorker() {
        return workers.get(Math.floorMod(nextWorker.getAndIncrement(), workers.size()));
    }

    @Override
    public CompletionStage<Link> connect(
            List<InetSocketAddress> addresses, ConnectOptions connectOptions, LinkHandler.Factory handlers) {
        Objects.requireNonNull(handlers, "handlers");
        checkSupported(connectOptions.link());
        ConnectRace race = new ConnectRace(nextWorker(), addressesOf(addresses), connectOptions, handlers, null);
        race.start();
        return race.result().minimalCompletionStage();
    }

    @Override
    public Client client(
            List<InetSocketAddress> addresses,
            ConnectOptions connectOptions,
            ReconnectPolicy policy,
            Client.Events events,
            LinkHandler.Factory handlers) {
        Objects.requireNonNull(connectOptions, "options");
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(handlers, "handlers");
        checkSupported(connectOptions.link());
        EngineClient client =
                new EngineClient(nextWorker(), addressesOf(addresses), connectOptions, policy, events, handlers);
        client.start();
        return client;
    }

    private static List<InetSocketAddress> addressesOf(List<InetSocketAddress> addresses) {
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses is empty: there must be one to connect to");
        }
        return List.copyOf(addresses);
    }

    @Override
    public SendFile openFile(Path path) throws IOException {
        if (!path.getFileSystem().equals(FileSystems.getDefault())) {
            throw new IllegalArgumentException("not of the default file system: " + path);
        }
        // First: to open a pipe would wait for somebody to write to it.
        if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
            throw new FileSystemException(path.toString(), null, "not a regular file");
        }
        return new OpenFile(runtime, path, runtime.openFile(path));
    }

    @Override
    public Links links() {
        return links;
    }

    @Override
    public List<Listener> listeners() {
        return listeners.stream().filter(Listener::isOpen).toList();
    }

    @Override
    public Engine engine() {
        return runtime.engine();
    }

    @Override
    public LinkportOptions options() {
        return options;
    }

    @Override
    public LinkportStats stats() {
        return StatsSnapshot.of(workers, pool);
    }

    @Override
    public CompletionStage<Void> shutdown() {
        if (shutDown.compareAndSet(false, true)) {
            for (WorkerLoop worker : workers) {
                worker.post(() -> worker.stop(options.shutdownMillis()), () -> {});
            }
        }
        return ended.minimalCompletionStage();
    }

    @Override
    public void awaitShutdown() throws InterruptedException {
        if (inCallback()) {
            throw new IllegalStateException("a callback cannot wait for its own end: use shutdown()");
        }
        try {
            ended.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("shutdown failed", e.getCause());
        }
        for (WorkerLoop worker : workers) {
            worker.join();
        }
    }

    @Override
    public void close() {
        shutdown();
        if (inCallback()) {
            return;
        }
        boolean interrupted = false;
        while (!isShutDownCompletely()) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits; false if it was interrupted. */
    private boolean isShutDownCompletely() {
        try {
            awaitShutdown();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    private boolean inCallback() {
        return workers.stream().anyMatch(worker -> worker.isCurrentThread() || DispatchLane.isCurrentOf(worker));
    }

    @Override
    public String toString() {
        return "Linkport[" + options.name() + " engine=" + engine() + " workers=" + workers.size() + " links="
                + links.count() + "]";
    }
}
