/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.linkport.bench.result.ServerKind;
import org.linkport.bench.server.ServerMode;

/**
 * What can be started, and on which CPU.
 *
 * @param nativeFolder where the C programs are
 * @param classPath of the servers in Java, as the JVM wants it
 * @param java the JVM of the servers
 * @param jvmOptions the same for all of them
 * @param wine what runs the servers under Wine; null for servers of this system
 */
record Programs(
        Path nativeFolder,
        String classPath,
        Path java,
        List<String> jvmOptions,
        @Nullable Wine wine) {
    /**
     * Servers for Windows.
     *
     * @param folder where those in C are
     * @param server its process, which does part of their work
     */
    record Wine(Path folder, long server) {}

    private static final String LOAD_CPU = "0";
    private static final String SERVER_CPU = "1";
    /** With the cache of boxed numbers, since the JDK's selector boxes the descriptor of each link that is ready. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-XX:AutoBoxCacheMax=20000",
            "--enable-native-access=ALL-UNNAMED",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
    /** A young generation of one size that is there from the start, and no old one but what lives. */
    private static final List<String> NO_SLACK = List.of(
            "-Xms10m",
            "-Xmn8m",
            "-XX:+AlwaysPreTouch",
            "-XX:MinHeapFreeRatio=1",
            "-XX:MaxHeapFreeRatio=2",
            "-XX:-ShrinkHeapInSteps");

    /** The selector of its JDK corrupts its heap under Wine. */
    private static final List<String> WINE_JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.WindowsSelectorProvider");

    private static final Map<String, List<String>> IN_C = Map.of(
            ServerKind.FLOOR,
            List.of("epoll_server"),
            "c-epoll2",
            List.of("epoll_server"),
            "c-uring",
            List.of("uring_server"),
            "c-epoll-file",
            List.of("epoll_server", "--file-calls", "1"),
            "c-corrupt",
            List.of("epoll_server", "--corrupt", "1"));

    static Programs of(Path nativeFolder, String classPath, Path java, @Nullable Wine wine) {
        List<String> options = wine == null ? JVM_OPTIONS : WINE_JVM_OPTIONS;
        return new Programs(nativeFolder, classPath, java, options, wine);
    }

    /** The server that all others are compared with. */
    String floor() {
        return wine == null ? ServerKind.FLOOR : ServerKind.FLOOR_OF_WINDOWS;
    }

    /** The same with JVMs whose heap is as large as what lives in it, after a collection. */
    Programs withoutSlack() {
        List<String> options = new ArrayList<>(jvmOptions);
        options.addAll(NO_SLACK);
        return new Programs(nativeFolder, classPath, java, options, wine);
    }

    /** Whether a server of that name is one in C, where there is neither heap nor warm-up. */
    static boolean isInC(String server) {
        return ServerKind.of(server) == ServerKind.RAW;
    }

    List<String> server(String name, ServerMode mode) {
        return server(name, mode, 0);
    }

    /** @param tcpPort where it accepts, 0 for any free one */
    List<String> server(String name, ServerMode mode, int tcpPort) {
        List<String> command = pinned(SERVER_CPU);
        command.addAll(isInC(name) ? inC(name) : inJava(name));
        // Raw C answers framed messages as the bytes they are: the floor of what an answer costs.
        ServerMode asked = isInC(name) && mode == ServerMode.FRAMED ? ServerMode.ECHO : mode;
        command.addAll(List.of("--tcp-port", Integer.toString(tcpPort), "--mode", asked.option()));
        return command;
    }

    private List<String> inC(String name) {
        if (wine != null) {
            return List.of("wine", wine.folder.resolve("iocp_server.exe").toString());
        }
        List<String> program = new ArrayList<>(IN_C.getOrDefault(name, List.of(name)));
        program.set(0, nativeFolder.resolve(program.get(0)).toString());
        return program;
    }

    private List<String> inJava(String name) {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", classPath, "org.linkport.bench.server.Main", name));
        return command;
    }

    List<String> load(List<String> options) {
        List<String> command = pinned(LOAD_CPU);
        command.add(nativeFolder.resolve("load").toString());
        command.addAll(options);
        if (wine != null) {
            command.addAll(List.of("--also", Long.toString(wine.server)));
        }
        return command;
    }

    private static List<String> pinned(String cpu) {
        return new ArrayList<>(List.of("taskset", "-c", cpu));
    }
}
