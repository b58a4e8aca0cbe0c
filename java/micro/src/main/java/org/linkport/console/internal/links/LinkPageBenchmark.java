/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.console.internal.links;

import org.linkport.console.internal.json.Json;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What the console's page of links costs where 19,000 are open, see {@link ManyLinks}. */
@State(Scope.Benchmark)
public class LinkPageBenchmark {
    /** Part of an address that is looked for; empty for all links. */
    @Param({"", "127.0.0.1:4"})
    String filter = "";

    private final ManyLinks links = new ManyLinks();
    private LinkTable table = new LinkTable(links.port, null);

    /** Opens them. */
    @Setup
    public void connect() throws Exception {
        links.connect();
        table = new LinkTable(links.port, null);
    }

    /** Closes them all. */
    @TearDown
    public void close() {
        links.close();
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
        return LinkPages.page(query(), new LinkTable(links.port, table.lastTexts()));
    }
}
