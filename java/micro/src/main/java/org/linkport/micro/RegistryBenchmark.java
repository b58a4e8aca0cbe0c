/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.micro;

import java.util.Optional;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Links;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What it costs to find a link by its id, from any thread. */
@State(Scope.Benchmark)
public class RegistryBenchmark {
    private OneLink one = new OneLink(LinkOptions.DEFAULT);
    private Links links = one.port().links();
    private long id;
    private long staleId;

    /** An id of the same slot, but of another generation, is stale. */
    @Setup
    public void connect() {
        id = one.link().id();
        staleId = id ^ 1L << 31;
    }

    /** Stops its threads. */
    @TearDown
    public void close() {
        one.close();
    }

    /** One that is open. */
    @Benchmark
    public Optional<Link> find() {
        return links.find(id);
    }

    /** One that has been closed. */
    @Benchmark
    public Optional<Link> findStale() {
        return links.find(staleId);
    }
}
