/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.micro;

import org.linkport.Link;
import org.linkport.LinkOptions;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a call costs on its way through the lane of a link, with an executor that costs nothing: it runs at once. */
@State(Scope.Thread)
public class DispatchBenchmark {
    private final OneLink one = new OneLink(LinkOptions.DEFAULT.dispatch(Runnable::run));
    private Link link = one.link();
    private long calls;

    /** Of the link. */
    @Setup
    public void connect() {
        link = one.link();
    }

    /** Stops its threads. */
    @TearDown
    public void close() {
        one.close();
    }

    /** The lane is idle each time. */
    @Benchmark
    public long execute() {
        link.execute(() -> calls++);
        return calls;
    }
}
