/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.linkport.SendFile;
import org.linkport.protocol.file.store.ReadableFile;

/** A file of this machine, to be sent. */
record FileSource(ReadableFile file) implements Outgoing.Source {
    @Override
    public void read(long position, ByteBuffer into) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int count = file.channel().read(into, at);
            if (count < 0) {
                return;
            }
            at += count;
        }
    }

    @Override
    public SendFile sendFile() {
        return file.sendFile();
    }
}
