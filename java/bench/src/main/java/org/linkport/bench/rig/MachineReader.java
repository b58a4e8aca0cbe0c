/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.rig;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.linkport.bench.result.Cell;
import org.linkport.bench.result.Machine;
import org.linkport.bench.server.ServerMode;

/** Looks at this machine, and at what the servers are made of. */
final class MachineReader {
    private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");
    private static final Pattern MEMORY = Pattern.compile("MemTotal:\\s+(\\d+) kB");
    private static final Pattern PROCESSOR = Pattern.compile("(?m)^processor\\s*:");
    private static final int KIB_IN_MIB = 1_024;

    private MachineReader() {}

    static Machine read(Programs programs, Path libraries) throws IOException {
        Matcher memory = MEMORY.matcher(Files.readString(Path.of("/proc/meminfo")));
        long memoryMib = memory.find() ? Long.parseLong(memory.group(1)) / KIB_IN_MIB : 0;
        // This JVM is pinned to one processor, and would see only that.
        long cores = PROCESSOR
                .matcher(Files.readString(Path.of("/proc/cpuinfo")))
                .results()
                .count();
        return new Machine(
                (int) cores, memoryMib, kernel(), congestion(programs), jdk(programs.java()), versions(libraries));
    }

    /** Its version, without the name that somebody gave their build of it. */
    private static String kernel() {
        String version = System.getProperty("os.version", "");
        int end = version.indexOf('-');
        return System.getProperty("os.name") + " " + (end < 0 ? version : version.substring(0, end));
    }

    /** As a link to the floor has it, since the system can have one by default and another on a route. */
    private static String congestion(Programs programs) {
        try (ServerProcess floor = ServerProcess.start(programs, programs.floor(), ServerMode.ECHO);
                LoadProcess load = LoadProcess.start(programs, floor, Cell.echo(1, 1))) {
            return load.congestion();
        }
    }

    private static String jdk(Path java) throws IOException {
        Process process = new ProcessBuilder(java.toString(), "--version").start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return text.lines().skip(1).findFirst().orElse("unknown").trim();
    }

    private static SortedMap<String, String> versions(Path libraries) {
        SortedMap<String, String> versions = new TreeMap<>();
        try (Stream<Path> jars = Files.list(libraries)) {
            jars.map(jar -> JAR.matcher(jar.getFileName().toString()))
                    .filter(Matcher::matches)
                    .forEach(name -> versions.put(name.group(1), name.group(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions;
    }
}
