/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.linkport.cli.RunningServer;
import org.linkport.contract.Ports;

/** The server's console: is where the server says, has the server's figures, and ends with it. Attacks the token of a file. */
class ServeConsoleTest {
    private static final String TOKEN = "a-token-of-our-own";

    @RegisterExtension
    final Ports ports = new Ports();

    @TempDir
    Path folder;

    private static String read(URI address) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
        assertEquals(200, connection.getResponseCode(), address::toString);
        return new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldBeWhereTheServerSays() throws Exception {
        URI console;
        try (RunningServer server = RunningServer.start("--console", "0")) {
            console = URI.create(server.lineAfter("console: "));
            assertTrue(read(console.resolve("/")).contains("main.js"));
            assertTrue(read(console.resolve("/health")).contains("\"ready\":true"));
            assertTrue(read(console.resolve("/metrics")).contains("linkport_links_open_links{name=\"linkport\"} 0.0"));
            assertEquals(0, server.end());
        }
        assertThrows(IOException.class, () -> read(console.resolve("/")));
    }

    @Test
    void shouldTakeTheTokenOfAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN + "\nof the console\n");
        try (RunningServer server = RunningServer.start("--console", "*:0", "--console-token-file", file.toString())) {
            URI console = URI.create(server.lineAfter("console: "));
            assertEquals("token=" + TOKEN, console.getFragment());
            HttpURLConnection refused =
                    (HttpURLConnection) console.resolve("/stats.json").toURL().openConnection();
            assertEquals(401, refused.getResponseCode());
        }
    }
}
