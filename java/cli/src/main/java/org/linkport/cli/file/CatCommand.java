/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.Callable;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.SystemReason;
import org.linkport.cli.client.ServerLink;
import org.linkport.cli.client.ServerOption;
import org.linkport.protocol.file.RemoteFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code linkport cat}: a file of a server to standard output, while it is read. */
@Command(
        name = "cat",
        description = "Prints a file of a server, byte by byte as it is; nothing is stored on this machine.",
        abbreviateSynopsis = true,
        sortOptions = false,
        mixinStandardHelpOptions = true)
public final class CatCommand implements Callable<Integer> {
    @Parameters(paramLabel = "REMOTE", description = "The file, with / between names.")
    private String remote;

    @Mixin
    private ServerOption server;

    /** For picocli, which sets the rest. */
    @SuppressWarnings("NullAway.Init")
    public CatCommand() {}

    @Override
    public Integer call() {
        try (FilesLink link = FilesLink.open(server, 1);
                RemoteFile file =
                        ServerLink.await("open '" + remote + "'", link.client().openFile(remote, Set.of()))) {
            print(file, System.out);
            return ExitCode.OK;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILED, "standard output cannot be written: " + SystemReason.of(e), e);
        }
    }

    private void print(RemoteFile file, OutputStream out) throws IOException {
        long position = 0;
        while (true) {
            ByteBuffer read = ServerLink.await("read '" + remote + "'", file.read(position, RemoteFile.BYTES_MAX));
            if (!read.hasRemaining()) {
                out.flush();
                return;
            }
            position += read.remaining();
            out.write(read.array(), read.arrayOffset() + read.position(), read.remaining());
        }
    }
}
