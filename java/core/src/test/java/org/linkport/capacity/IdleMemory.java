/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.linkport.Engine;
import org.linkport.Linkport;

/** Prints by how much the heap and the process grow for each of many connections that do nothing. */
final class IdleMemory {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final int count;
    private final long heapBefore;
    private final long processBefore;

    private IdleMemory(int count) {
        this.count = count;
        this.heapBefore = heapBytes();
        this.processBefore = processBytes();
    }

    /** Arguments: channels of the JVM, or links; how many. */
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[1]);
        if ("channels".equals(args[0])) {
            ofChannels(count);
        } else {
            ofLinks(count);
        }
    }

    private void print() {
        System.out.println((heapBytes() - heapBefore) / count + " " + (processBytes() - processBefore) / count);
    }

    private static long heapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long processBytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
                    .sum();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void ofChannels(int count) throws IOException {
        try (Selector selector = Selector.open();
                ServerSocketChannel server = ServerSocketChannel.open().bind(LOOPBACK, 1_024)) {
            int tcpPort = ((InetSocketAddress) server.getLocalAddress()).getPort();
            IdleMemory memory = new IdleMemory(count);
            try (ChildJvm holder = LinkHolder.start(tcpPort, count)) {
                for (int i = 0; i < count; i++) {
                    SocketChannel channel = server.accept();
                    channel.configureBlocking(false);
                    channel.register(selector, SelectionKey.OP_READ);
                }
                if (!holder.isAlive()) {
                    throw new AssertionError("the other ends are gone");
                }
                memory.print();
            }
        }
    }

    private static void ofLinks(int count) throws Exception {
        try (Linkport port = Linkport.builder()
                .engine(Engine.NIO)
                .maxLinks(count)
                .shutdownMillis(0)
                .open()) {
            Silent handler = Silent.of(count);
            int tcpPort = port.listen(LOOPBACK, link -> handler).address().getPort();
            IdleMemory memory = new IdleMemory(count);
            try (ChildJvm holder = LinkHolder.start(tcpPort, count)) {
                handler.awaitAll(holder);
                memory.print();
            }
        }
    }
}
