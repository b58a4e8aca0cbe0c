/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rig drives processes: one that is silent, talks of other things, or outlives its input would hang a run for hours. */
final class MainTest {
    private static final int DEADLINE_SECONDS = 60;
    private static final int PIPELINED = 64;
    private static final Pattern READY = Pattern.compile("ready tcp_port=(\\d+)");
    private static final Pattern STATS =
            Pattern.compile("stats allocated_bytes=\\d+ gc_millis=\\d+ gc_count=\\d+ compile_millis=\\d+");

    static List<String> names() {
        return ServersTest.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void shouldServeAsAProcessUntilItsInputEnds(String name) throws Exception {
        Process server = start(name);
        // A read from a pipe cannot be interrupted, but ends with the process.
        CompletableFuture.delayedExecutor(DEADLINE_SECONDS, TimeUnit.SECONDS).execute(server::destroyForcibly);
        OutputStream asked = server.getOutputStream();
        try (BufferedReader said = server.inputReader(StandardCharsets.US_ASCII)) {
            Matcher ready = matched(READY, said.readLine());
            answersPipelinedFrames(Integer.parseInt(ready.group(1)));
            asked.write("stats\n".getBytes(StandardCharsets.US_ASCII));
            asked.flush();
            matched(STATS, said.readLine());
            asked.close();
            assertEquals(0, server.waitFor());
            assertNull(said.readLine());
        } finally {
            server.destroyForcibly().waitFor();
        }
    }

    private static Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        name,
                        "--tcp-port",
                        "0",
                        "--mode",
                        "framed")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Matcher matched(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(String.valueOf(line));
        assertTrue(matcher.matches(), line);
        return matcher;
    }

    private static void answersPipelinedFrames(int tcpPort) throws IOException {
        ByteBuffer frames = ByteBuffer.allocate(PIPELINED * (Frame.LENGTH_BYTES + PIPELINED));
        for (int size = 0; size < PIPELINED; size++) {
            frames.putInt(size);
            for (int i = 0; i < size; i++) {
                frames.put((byte) (size + i));
            }
        }
        byte[] bytes = new byte[frames.position()];
        frames.flip().get(bytes);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), tcpPort)) {
            socket.getOutputStream().write(bytes);
            assertArrayEquals(bytes, socket.getInputStream().readNBytes(bytes.length));
        }
    }
}
