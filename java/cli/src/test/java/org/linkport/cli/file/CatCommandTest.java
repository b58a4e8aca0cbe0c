/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.cli.ExitCode;
import org.linkport.cli.RunningServer;
import org.linkport.cli.Terminal;
import org.linkport.contract.Bytes;

/**
 * {@code cat} prints exactly the bytes of a file, over several reads: no line end is made another one, no charset is applied, and
 * nothing else is printed; and nothing at all of a file that is not there.
 */
class CatCommandTest {
    @TempDir
    Path folder;

    private static byte[] printed(RunningServer server, int exitCode, String path) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, false, StandardCharsets.UTF_8));
        try {
            Terminal cat =
                    Terminal.run("cat", "-s", server.serverOption(), "--engine", RunningServer.ENGINE_NAME, path);
            assertEquals(exitCode, cat.exitCode(), cat.err());
            assertEquals("", cat.out());
        } finally {
            System.out.flush();
            System.setOut(before);
        }
        return printed.toByteArray();
    }

    @Test
    void shouldPrintExactlyTheBytes() throws Exception {
        byte[] content = Bytes.pattern(2_000_003, 5);
        System.arraycopy("\r\n\n\r\0\u001A".getBytes(StandardCharsets.US_ASCII), 0, content, 1_000, 6);
        Files.write(folder.resolve("file"), content);
        Files.write(folder.resolve("empty"), new byte[0]);
        try (RunningServer server = RunningServer.start("--files", folder.toString())) {
            assertArrayEquals(content, printed(server, ExitCode.OK, "file"));
            assertArrayEquals(new byte[0], printed(server, ExitCode.OK, "empty"));
            assertArrayEquals(new byte[0], printed(server, ExitCode.NOT_FOUND, "none"));
        }
    }
}
