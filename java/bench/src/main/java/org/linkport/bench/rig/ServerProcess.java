/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import org.linkport.bench.server.ServerMode;

/** A server, which stands still except while something is asked of it. */
final class ServerProcess implements AutoCloseable {
    private final ChildProcess process;
    private final int tcpPort;
    private final boolean jvm;
    private boolean warm;

    private ServerProcess(ChildProcess process, int tcpPort, boolean jvm) {
        this.process = process;
        this.tcpPort = tcpPort;
        this.jvm = jvm;
    }

    /** Returns when it accepts, and stands still. */
    static ServerProcess start(Programs programs, String name, ServerMode mode) {
        ChildProcess process = new ChildProcess(name, programs.server(name, mode));
        try {
            int tcpPort = (int) process.read("ready").number("tcp_port");
            process.signal(ChildProcess.Signal.STOP);
            return new ServerProcess(process, tcpPort, !Programs.isInC(name));
        } catch (ServerFailure e) {
            process.close();
            throw e;
        }
    }

    String name() {
        return process.name();
    }

    long pid() {
        return process.pid();
    }

    int tcpPort() {
        return tcpPort;
    }

    /** Whether its compiler has had its time, or there is none. */
    boolean isWarm() {
        return warm || !jvm;
    }

    void warmed() {
        warm = true;
    }

    /** Has it stand still, after something that went wrong. */
    void suspend() {
        process.signal(ChildProcess.Signal.STOP);
    }

    /** What its JVM has done so far; zeros of one that has none. */
    Jvm jvm() {
        if (!jvm) {
            return Jvm.NONE;
        }
        process.signal(ChildProcess.Signal.CONT);
        Answer answer = process.ask("stats", "stats");
        process.signal(ChildProcess.Signal.STOP);
        return new Jvm(
                answer.number("allocated_bytes"),
                answer.number("gc_millis"),
                answer.number("gc_count"),
                answer.number("compile_millis"));
    }

    /** Has its JVM drop what no longer lives. */
    void collect() {
        if (jvm) {
            process.signal(ChildProcess.Signal.CONT);
            process.ask("collect", "collected");
            process.signal(ChildProcess.Signal.STOP);
        }
    }

    @Override
    public void close() {
        process.signal(ChildProcess.Signal.CONT);
        process.close();
    }

    /**
     * What a JVM has done since it began.
     *
     * @param allocatedBytes heap memory it took
     * @param gcMillis time in collections
     * @param gcCount collections
     * @param compileMillis time in compilations that have ended
     */
    record Jvm(long allocatedBytes, long gcMillis, long gcCount, long compileMillis) {
        static final Jvm NONE = new Jvm(0, 0, 0, 0);
    }
}
