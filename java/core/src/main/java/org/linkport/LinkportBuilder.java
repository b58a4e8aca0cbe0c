/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.util.Arrays;
import org.linkport.internal.EngineChoice;

/** Collects {@link LinkportOptions}; each value is checked when {@link #open} is called. Not thread-safe. */
public final class LinkportBuilder {
    private Engine engine = LinkportOptions.DEFAULT.engine();
    private int workers = LinkportOptions.DEFAULT.workers();
    private int maxLinks = LinkportOptions.DEFAULT.maxLinks();
    private long maxPendingBytes = LinkportOptions.DEFAULT.maxPendingBytes();
    private int receiveChunkBytes = LinkportOptions.DEFAULT.receiveChunkBytes();
    private int receiveChunks = LinkportOptions.DEFAULT.receiveChunks();
    private int shutdownMillis = LinkportOptions.DEFAULT.shutdownMillis();
    private String name = LinkportOptions.DEFAULT.name();
    private WorkerOptions eachWorker = LinkportOptions.DEFAULT.eachWorker();
    private boolean jmx;

    LinkportBuilder() {}

    /** See {@link LinkportOptions#engine}. */
    public LinkportBuilder engine(Engine value) {
        engine = value;
        return this;
    }

    /** See {@link LinkportOptions#workers}. */
    public LinkportBuilder workers(int value) {
        workers = value;
        return this;
    }

    /** See {@link LinkportOptions#maxLinks}. */
    public LinkportBuilder maxLinks(int value) {
        maxLinks = value;
        return this;
    }

    /** See {@link LinkportOptions#maxPendingBytes}. */
    public LinkportBuilder maxPendingBytes(long value) {
        maxPendingBytes = value;
        return this;
    }

    /** See {@link LinkportOptions#receiveChunkBytes} and {@link LinkportOptions#receiveChunks}. */
    public LinkportBuilder receiveMemory(int chunkBytes, int chunks) {
        receiveChunkBytes = chunkBytes;
        receiveChunks = chunks;
        return this;
    }

    /** See {@link LinkportOptions#shutdownMillis}. */
    public LinkportBuilder shutdownMillis(int value) {
        shutdownMillis = value;
        return this;
    }

    /** See {@link LinkportOptions#name}. */
    public LinkportBuilder name(String value) {
        name = value;
        return this;
    }

    /**
     * Whether JMX shows it, as a {@link LinkportMXBean}: from {@link #open} to the end of its shutdown, and by default
     * not. Of several with one name the others are shown as {@code NAME-2}, {@code NAME-3} and so on.
     */
    public LinkportBuilder jmx(boolean value) {
        jmx = value;
        return this;
    }

    /**
     * Has each worker call that on its thread, before it has a link; the result is its {@link Worker#attachment}, which
     * handlers reach by {@code link.worker()}. If one throws, {@link #open} fails.
     */
    public LinkportBuilder onWorkerStart(WorkerOptions.StartHook hook) {
        eachWorker = eachWorker.withOnStart(hook);
        return this;
    }

    /**
     * Has each worker that has started call that on its thread, after the last callback of its links. What it throws is
     * logged and counted as of a handler.
     */
    public LinkportBuilder onWorkerStop(WorkerOptions.StopHook hook) {
        eachWorker = eachWorker.withOnStop(hook);
        return this;
    }

    /**
     * Has each worker run on one logical processor alone: worker 0 on the first of these, and so on, as many as there are
     * workers. They are counted from 0; on Windows 64 to each processor group. Only {@link Engine#IOCP} can; elsewhere
     * {@link #open} is refused.
     *
     * @throws IllegalArgumentException if there is none, or one is out of range
     */
    public LinkportBuilder affinity(int... processors) {
        if (processors.length == 0) {
            throw new IllegalArgumentException("affinity is empty and must name a processor for each worker");
        }
        eachWorker = eachWorker.withAffinity(Arrays.stream(processors).boxed().toList());
        return this;
    }

    /**
     * Has each worker that has nothing to do look for events for that long before it sleeps; by default, and with 0, it
     * sleeps at once. Worth it where an answer must not wait for a thread to be woken: one link that asks and answers in
     * turn is about twice as fast. The price is the CPU time of the processor that spins, all of it while links are busy;
     * so it is for machines with a processor for each worker and more. A worker whose last pause was longer sleeps at once:
     * what is idle costs nothing. Spinning counts as waiting in {@link WorkerStats#waitNanos}.
     *
     * @param value 0 to 10,000 microseconds; 50 suits peers on the same machine or network
     * @throws IllegalArgumentException if it is out of range
     */
    public LinkportBuilder spinMicros(int value) {
        eachWorker = eachWorker.withSpinMicros(value);
        return this;
    }

    /** The options as they stand, checked. */
    public LinkportOptions options() {
        return new LinkportOptions(
                engine,
                workers,
                maxLinks,
                maxPendingBytes,
                receiveChunkBytes,
                receiveChunks,
                shutdownMillis,
                name,
                eachWorker);
    }

    /**
     * Starts the workers, and waits until each has.
     *
     * @throws IllegalArgumentException naming the option, its value and its range
     * @throws WorkerFailedException if a start hook throws, or its processor is none of this machine, naming the worker
     * @throws UnsupportedOperationException if {@link #affinity} is wanted and the engine cannot bind threads
     * @throws IllegalStateException if {@link #jmx} is wanted and this JVM runs without the module java.management
     * @throws EngineUnavailableException if the engine asked for cannot run here, naming the cause
     */
    public Linkport open() {
        return EngineChoice.open(options(), jmx);
    }
}
