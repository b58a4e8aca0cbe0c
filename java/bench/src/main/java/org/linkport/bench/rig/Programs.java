/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.linkport.bench.result.ServerKind;
import org.linkport.bench.server.ServerMode;

/**
 * What can be started, and on which CPU.
 *
 * @param nativeFolder where the C programs are
 * @param classPath of the servers in Java
 * @param java the JVM of the servers
 * @param jvmOptions the same for all of them
 */
record Programs(Path nativeFolder, String classPath, Path java, List<String> jvmOptions) {
    private static final String LOAD_CPU = "0";
    private static final String SERVER_CPU = "1";
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx1g",
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

    private static final Map<String, List<String>> IN_C = Map.of(
            ServerKind.FLOOR,
            List.of("epoll_server"),
            "c-epoll2",
            List.of("epoll_server"),
            "c-uring",
            List.of("uring_server"),
            "c-corrupt",
            List.of("epoll_server", "--corrupt", "1"));

    static Programs of(Path nativeFolder, String classPath, Path java) {
        return new Programs(nativeFolder, classPath, java, JVM_OPTIONS);
    }

    /** The same with JVMs whose heap is as large as what lives in it, after a collection. */
    Programs withoutSlack() {
        List<String> options = new ArrayList<>(JVM_OPTIONS);
        options.addAll(NO_SLACK);
        return new Programs(nativeFolder, classPath, java, options);
    }

    /** Whether a server of that name is one in C, where there is neither heap nor warm-up. */
    static boolean isInC(String server) {
        return ServerKind.of(server) == ServerKind.RAW;
    }

    List<String> server(String name, ServerMode mode) {
        List<String> command = pinned(SERVER_CPU);
        List<String> inC = IN_C.get(name);
        if (inC != null) {
            command.add(nativeFolder.resolve(inC.get(0)).toString());
            command.addAll(inC.subList(1, inC.size()));
        } else {
            command.add(java.toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", classPath, "org.linkport.bench.server.Main", name));
        }
        // Raw C answers framed messages as the bytes they are: the floor of what an answer costs.
        ServerMode asked = inC != null && mode == ServerMode.FRAMED ? ServerMode.ECHO : mode;
        command.addAll(List.of("--tcp-port", "0", "--mode", asked.option()));
        return command;
    }

    List<String> load(List<String> options) {
        List<String> command = pinned(LOAD_CPU);
        command.add(nativeFolder.resolve("load").toString());
        command.addAll(options);
        return command;
    }

    private static List<String> pinned(String cpu) {
        return new ArrayList<>(List.of("taskset", "-c", cpu));
    }
}
