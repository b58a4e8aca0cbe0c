/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.console.internal.json.Json;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the console's page of links costs where 19,000 are open: both ends of 9,500 connections. */
@State(Scope.Benchmark)
public class LinkPageBenchmark {
    private static final int CONNECTIONS = 9_500;
    private static final int AT_ONCE = 100;

    /** Part of an address that is looked for; empty for all links. */
    @Param({"", "127.0.0.1:4"})
    String filter = "";

    private final LinkHandler.Factory handlers = link -> (self, data) -> {};
    private Linkport port = Linkport.builder().workers(1).open();
    private LinkTable table = new LinkTable(port, null);

    /** Connects, some at a time. */
    @Setup
    public void connect() throws Exception {
        Listener listener = port.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), handlers);
        for (int made = 0; made < CONNECTIONS; made += AT_ONCE) {
            List<CompletableFuture<Link>> some = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                some.add(port.connect(listener.address(), handlers).toCompletableFuture());
            }
            for (CompletableFuture<Link> each : some) {
                each.get(60, TimeUnit.SECONDS);
            }
        }
        while (port.links().count() < 2 * CONNECTIONS) {
            Thread.onSpinWait();
        }
        table = new LinkTable(port, null);
    }

    /** Closes them all. */
    @TearDown
    public void close() {
        port.links().forEach(Link::abort);
        port.close();
    }

    private LinkQuery query() {
        return new LinkQuery(Column.AGE, true, 9_000, 50, filter, -1, null);
    }

    /** A page from the middle, within a second of the last look at all links. */
    @Benchmark
    public Json page() {
        return LinkPages.page(query(), table);
    }

    /** The same with a look at all links, as once a second: what a page costs at most. */
    @Benchmark
    public Json pageOfNewTable() {
        return LinkPages.page(query(), new LinkTable(port, table.lastTexts()));
    }
}
