/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import java.util.Set;
import org.linkport.protocol.conversation.Protocol;

/** What both sides say of the protocol of files. Any thread. */
abstract class FileProtocol implements Protocol {
    @Override
    public final String name() {
        return FileWire.NAME;
    }

    @Override
    public final Range types() {
        return FileWire.TYPES;
    }

    @Override
    public final Range kinds() {
        return FileWire.KINDS;
    }

    @Override
    public final Set<String> permissions() {
        return Set.of(FileWire.READ_PERMISSION, FileWire.WRITE_PERMISSION);
    }
}
