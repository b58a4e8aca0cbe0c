/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A server as a process: {@code NAME --tcp-port N --mode echo|framed|sink}. Says {@code ready tcp_port=N} when it
 * accepts, answers each line {@code stats} with {@link JvmCounters} and {@code collect} when it has collected its
 * garbage, and ends with its standard input.
 */
public final class Main {
    private final PrintStream said;

    private Main(PrintStream said) {
        this.said = said;
    }

    /** Runs it, and ends the process: some peers leave threads behind. What they print goes to standard error. */
    public static void main(String[] args) {
        Main main = new Main(System.out);
        System.setOut(System.err);
        try {
            main.run(args);
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            System.exit(1);
        }
    }

    private void run(String[] args) throws IOException {
        if (args.length == 0) {
            throw new IllegalArgumentException("usage: NAME --tcp-port N --mode echo|framed|sink");
        }
        try (BenchServer server = Servers.named(args[0]).start(ServerRequest.parse(args, 1))) {
            said.println("ready tcp_port=" + server.tcpPort());
            serve();
        }
    }

    private void serve() throws IOException {
        // Not System.in, which asks how much is available: a pipe does not answer that under Wine.
        FileInputStream in = new FileInputStream(FileDescriptor.in);
        BufferedReader asked = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
        for (String line = asked.readLine(); line != null; line = asked.readLine()) {
            if (line.equals("stats")) {
                said.println(JvmCounters.read().line());
            } else if (line.equals("collect")) {
                System.gc();
                said.println("collected");
            } else {
                System.err.println("not understood: " + line);
            }
        }
    }
}
