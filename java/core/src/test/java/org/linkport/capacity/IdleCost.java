/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.TimeUnit;
import org.linkport.Engine;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.TimeOptions;

/** Prints the steps and the processor time that workers take for many links that do nothing, with deadlines or without. */
final class IdleCost {
    private static final int SECONDS = 5;

    private IdleCost() {}

    /** Arguments: the idle times in milliseconds, or 0 for none; how many links. */
    public static void main(String[] args) throws Exception {
        int idleMillis = Integer.parseInt(args[0]);
        int count = Integer.parseInt(args[1]);
        TimeOptions times =
                TimeOptions.DEFAULT.withIdleMillis(idleMillis, idleMillis).withMaxIdleMillis(2 * idleMillis, 0);
        ListenOptions options = ListenOptions.DEFAULT.withLink(LinkOptions.DEFAULT.withTime(times));
        InetSocketAddress loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Silent silent = Silent.of(count);
        try (Linkport port = Linkport.builder()
                .engine(Engine.NIO)
                .name("measured")
                .maxLinks(count)
                .shutdownMillis(0)
                .open()) {
            int tcpPort =
                    port.listen(loopback, options, link -> silent).address().getPort();
            try (ChildJvm holder = LinkHolder.start(tcpPort, count)) {
                silent.awaitAll(holder);
                long steps = port.stats().steps();
                long nanos = workerNanos();
                TimeUnit.SECONDS.sleep(SECONDS); // what is measured is this time, in which nothing happens
                System.out.println(port.stats().steps() - steps + " " + (workerNanos() - nanos) / 1_000);
            }
        }
    }

    private static long workerNanos() throws IOException {
        long sum = 0;
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path task : tasks) {
                if (Files.readString(task.resolve("comm")).startsWith("measured-")) {
                    sum += new Scanner(Files.readString(task.resolve("schedstat"))).nextLong();
                }
            }
        }
        return sum;
    }
}
