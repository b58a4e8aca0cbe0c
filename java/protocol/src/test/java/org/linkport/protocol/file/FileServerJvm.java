/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.linkport.Engine;
import org.linkport.Linkport;
import org.linkport.contract.Await;
import org.linkport.contract.Wine;
import org.linkport.protocol.conversation.ConversationOptions;
import org.linkport.protocol.conversation.Conversations;
import org.linkport.protocol.file.store.FileRoot;
import org.linkport.protocol.login.Access;

/** A server of files in a JVM of its own with a heap of 64 MiB. It is told and tells by files, as Wine likes it. */
final class FileServerJvm implements AutoCloseable {
    private static final boolean WINDOWS = File.separatorChar == '\\';
    private static final String READY = "ready ";
    private static final String PEAK = "peak ";

    private final Process process;
    private final Path output;
    private final Path stop;

    FileServerJvm(Path root, Path scratch, Engine engine) throws IOException {
        output = scratch.resolve("server.out");
        stop = scratch.resolve("server.stop");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", WINDOWS ? "java.exe" : "java")
                .toString());
        command.addAll(Wine.jvmOptions());
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-cp"));
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(FileServerJvm.class.getName());
        command.addAll(List.of(root.toString(), stop.toString(), engine.name()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private String printed() {
        try {
            return Files.readString(output, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    private long number(String what) {
        int at = printed().indexOf(what);
        int end = at < 0 ? -1 : printed().indexOf('\n', at);
        return end < 0
                ? -1
                : Long.parseLong(printed().substring(at + what.length(), end).strip());
    }

    InetSocketAddress address() {
        Await.until(this::printed, () -> number(READY) >= 0 || !process.isAlive());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), (int) number(READY));
    }

    /** Ends it; the most that was in its heap at once, in bytes. */
    long peakHeapBytes() throws IOException {
        Files.writeString(stop, "");
        Await.until(this::printed, () -> !process.isAlive());
        long peak = number(PEAK);
        if (peak < 0 || printed().contains("OutOfMemory")) {
            throw new AssertionError("the server did not end well: " + printed());
        }
        return peak;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Await.until("the end of the server", () -> !process.isAlive());
    }

    /** Serves until it is told to stop. */
    public static void main(String[] args) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(4);
        Engine engine = Engine.valueOf(args[2]);
        try (Linkport port = Linkport.builder().engine(engine).workers(2).open()) {
            FileServer files = new FileServer(port, FileRoot.open(Path.of(args[0])), pool, FileServerOptions.DEFAULT);
            Conversations served =
                    new Conversations(ConversationOptions.DEFAULT, Access.everybody("files"), List.of(files));
            InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            System.out.println(READY + port.listen(any, served).address().getPort());
            while (!Files.exists(Path.of(args[1]))) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        pool.shutdown();
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(each -> each.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(java.lang.management.MemoryUsage::getUsed)
                .sum();
        System.out.println(PEAK + peak);
    }
}
