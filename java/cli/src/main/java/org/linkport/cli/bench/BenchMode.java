/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

/** What links do. */
enum BenchMode {
    /** A packet goes up, the server has counted it, the next. */
    UPLOAD("a packet to the server, which counts it, then the next"),
    /** A packet is asked for, comes down, the next. */
    DOWNLOAD("a packet from the server, then the next"),
    /** A packet goes up and comes back, the next. */
    ECHO("a packet to the server and back, then the next"),
    /** Packets go up without waiting; what counts is what the server got. */
    ONE_WAY("packets to the server without waiting for it");

    private final String text;

    BenchMode(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** As on the command line. */
    String word() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
