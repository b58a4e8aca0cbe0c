/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What an echo of 64 bytes costs through {@code lp_step} on a simulated Windows, a batch of them in each step: with events
 * read and commands written in Java, and with the same in C. Both hold what the simulator costs; the difference is the
 * boundary.
 */
@State(Scope.Thread)
public class StepBenchmark {
    private static final int MESSAGES = 64;
    private static final int EVENTS = 256;
    private static final int WORKERS = 1;
    private static final int CHUNK_BYTES = 4_096;
    private static final int CHUNKS = 8 * MESSAGES;

    /** Messages in a step. */
    @Param({"1", "4", "16", "64"})
    public int batch;

    private final ByteBuffer events = direct(EVENTS * Abi.EVENT_BYTES);
    private final ByteBuffer message = direct(SimulatedWindows.MESSAGE_BYTES);
    private long port;
    private long eventsAddress;
    private long messageAddress;
    private final Commands commands = commands();
    private int commandCount;

    private static Commands commands() {
        SimulatedWindows.load();
        return new Commands(() -> {
            throw new IllegalStateException("more commands than a step can have");
        });
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    /** Has that many links, with a peer each. */
    @Setup
    public void open() {
        eventsAddress = IocpNative.addressOf(events);
        messageAddress = IocpNative.addressOf(message);
        SimulatedWindows.begin();
        port = checked(IocpNative.create(WORKERS, MESSAGES, CHUNK_BYTES, CHUNKS, 0, 0));
        ByteBuffer address = direct(Abi.ADDRESS_BYTES);
        AddressRecord.write(address, 0, new InetSocketAddress("127.0.0.1", SimulatedWindows.TCP_PORT));
        long at = IocpNative.addressOf(address);
        long options = IocpNative.addressOf(direct(Abi.SOCKET_OPTIONS_BYTES));
        checked(IocpNative.listen(port, 0, at, MESSAGES, MESSAGES, 0, 0, 0, options, at));
        step();
        for (int peer = 0; peer < batch; peer++) {
            SimulatedWindows.connect(peer);
            step();
        }
        if (echoInJava() != MESSAGES * SimulatedWindows.MESSAGE_BYTES) {
            throw new IllegalStateException("not every message came back");
        }
    }

    private static long checked(long result) {
        if (result < 0) {
            throw new IllegalStateException("failure " + result);
        }
        return result;
    }

    /** Nothing stuck on the way, or the figure would stand for less than it says. */
    @TearDown
    public void check() {
        if (commandCount != 0 || echoInJava() != MESSAGES * SimulatedWindows.MESSAGE_BYTES) {
            throw new IllegalStateException("not every message came back");
        }
    }

    /** A step with nothing to do: the way into C and back, and a look at the port. */
    @Benchmark
    public int nothing() {
        return IocpNative.step(port, 0, 0, 0, eventsAddress, EVENTS, 0);
    }

    /** As the engine does it. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int echoInJava() {
        int answered = 0;
        for (int done = 0; done < MESSAGES; done += batch) {
            SimulatedWindows.write(batch);
            step();
            step();
            answered += SimulatedWindows.read(batch);
        }
        return answered;
    }

    /** With one look at the events, in C. */
    @Benchmark
    @OperationsPerInvocation(MESSAGES)
    public int echoInC() {
        int answered = 0;
        for (int done = 0; done < MESSAGES; done += batch) {
            SimulatedWindows.write(batch);
            commandCount = SimulatedWindows.step(port, commands.address(), commandCount, eventsAddress);
            commandCount = SimulatedWindows.step(port, commands.address(), commandCount, eventsAddress);
            answered += SimulatedWindows.read(batch);
        }
        return answered;
    }

    private void step() {
        int told = IocpNative.step(port, 0, commands.address(), commands.take(), eventsAddress, EVENTS, 0);
        for (int at = 0; at < told * Abi.EVENT_BYTES; at += Abi.EVENT_BYTES) {
            if (events.getInt(at + Abi.EVENT_KIND) == Abi.RECEIVED) {
                long link = events.getLong(at + Abi.EVENT_LINK);
                commands.add(Abi.SEND, link, SimulatedWindows.MESSAGE_BYTES, messageAddress, 0);
            }
        }
    }
}
