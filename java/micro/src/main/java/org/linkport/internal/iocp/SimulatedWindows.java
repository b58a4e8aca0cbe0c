/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.iocp;

/** The natives of {@code native/bench/sim_step.c}: a simulated Windows in this process, and the peers of its links. */
final class SimulatedWindows {
    /** System property: the library that {@code ci/micro} built. */
    private static final String PATH = "linkport.micro.simulated";

    static final int TCP_PORT = 7_000;
    static final int MESSAGE_BYTES = 64;

    private SimulatedWindows() {}

    static void load() {
        String path = System.getProperty(PATH);
        if (path == null) {
            throw new IllegalStateException(PATH + " is not set; ci/micro sets it");
        }
        System.load(path);
    }

    /** Before anything else. */
    static native void begin();

    /** Peer number so comes to the listener on {@link #TCP_PORT}. */
    static native void connect(int peer);

    /** So many peers send a message each. */
    static native void write(int batch);

    /** They take what came; how many bytes that was. */
    static native int read(int batch);

    /** A step whose events become the commands of the next in C; how many. */
    static native int step(long port, long commands, int commandCount, long events);
}
