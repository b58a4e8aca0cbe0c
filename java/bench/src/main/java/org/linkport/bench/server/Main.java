/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * A server as a process: {@code NAME --tcp-port N --mode echo|framed|sink}. Says {@code ready tcp_port=N} when it
 * accepts, answers each line {@code stats} with {@link JvmCounters} and {@code collect} when it has collected its
 * garbage, and ends with its standard input.
 */
public final class Main {
    private Main() {}

    /** Runs it. */
    public static void main(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("usage: NAME --tcp-port N --mode echo|framed|sink");
        }
        try (BenchServer server = Servers.named(args[0]).start(ServerRequest.parse(args, 1))) {
            System.out.println("ready tcp_port=" + server.tcpPort());
            serve();
        }
        System.exit(0); // some peers leave threads behind
    }

    private static void serve() throws IOException {
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            if (line.equals("stats")) {
                System.out.println(JvmCounters.read().line());
            } else if (line.equals("collect")) {
                System.gc();
                System.out.println("collected");
            } else {
                System.err.println("not understood: " + line);
            }
        }
    }
}
