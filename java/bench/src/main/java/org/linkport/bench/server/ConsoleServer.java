/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.linkport.console.Console;
import org.linkport.console.ConsoleOptions;

/** {@link LinkportServer} with a console beside it that takes its samples, and somebody who looks on. */
final class ConsoleServer implements BenchServer {
    private final BenchServer server;
    private final Console console;
    private final Socket viewer;

    private ConsoleServer(BenchServer server, Console console) throws IOException {
        this.server = server;
        this.console = console;
        this.viewer = new Socket(console.address().getHost(), console.address().getPort());
        OutputStream out = viewer.getOutputStream();
        out.write("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        Thread reader = new Thread(this::look, "viewer");
        reader.setDaemon(true);
        reader.start();
    }

    static BenchServer start(ServerRequest request) throws IOException {
        LinkportServer server = LinkportServer.startNio(request);
        try {
            return new ConsoleServer(server, Console.start(server.port(), ConsoleOptions.DEFAULT.withLoopback(0)));
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void look() {
        try (InputStream in = viewer.getInputStream()) {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The console is closed, and so is its stream.
        }
    }

    @Override
    public int tcpPort() {
        return server.tcpPort();
    }

    @Override
    public void close() throws IOException {
        console.close();
        server.close();
    }
}
