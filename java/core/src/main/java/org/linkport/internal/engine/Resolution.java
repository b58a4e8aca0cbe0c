/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.HostResolver;

/**
 * The addresses behind host names, in the order to try them, and the names that have none.
 *
 * @param addresses those that were found
 * @param failures of the names that have no address
 */
record Resolution(List<InetSocketAddress> addresses, List<ConnectFailedException> failures) {
    private static final int THREADS = 16;

    /** Of the JVM, since nothing can end a lookup that waits for a server; its threads end when they have no work. */
    private static final ThreadPoolExecutor RESOLVERS = new ThreadPoolExecutor(
            THREADS, THREADS, 2, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Resolution::thread);

    static {
        RESOLVERS.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "linkport-resolver");
        thread.setDaemon(true);
        return thread;
    }

    /** Resolves off the calling thread, and tells on that other thread. */
    static void of(List<InetSocketAddress> asked, HostResolver resolver, Consumer<Resolution> then) {
        RESOLVERS.execute(() -> then.accept(of(asked, resolver)));
    }

    private static Resolution of(List<InetSocketAddress> asked, HostResolver resolver) {
        Resolution found = new Resolution(new ArrayList<>(), new ArrayList<>());
        for (InetSocketAddress address : asked) {
            if (address.isUnresolved()) {
                found.add(address, resolver);
            } else {
                found.addresses.add(address);
            }
        }
        return found;
    }

    private void add(InetSocketAddress unresolved, HostResolver resolver) {
        try {
            List<InetAddress> found = resolver.addressesOf(unresolved.getHostString());
            for (InetAddress address : interleaved(found)) {
                addresses.add(new InetSocketAddress(address, unresolved.getPort()));
            }
            if (found.isEmpty()) {
                failures.add(new ConnectFailedException(unresolved, CloseReason.UNRESOLVED, 0, null));
            }
        } catch (Throwable failure) { // whatever a resolver throws, the connect must hear of it
            failures.add(new ConnectFailedException(unresolved, CloseReason.UNRESOLVED, 0, failure));
        }
    }

    /** The families by turns, that of the first address in front: one that does not work costs one delay, not many. */
    static List<InetAddress> interleaved(List<InetAddress> found) {
        ArrayDeque<InetAddress> first = new ArrayDeque<>();
        ArrayDeque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : found) {
            (address.getClass() == found.get(0).getClass() ? first : second).add(address);
        }
        List<InetAddress> turns = new ArrayList<>(found.size());
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                turns.add(first.remove());
            }
            if (!second.isEmpty()) {
                turns.add(second.remove());
            }
        }
        return turns;
    }
}
