/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.IOException;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;

/** What the system said about a file, for a message that names the file already. */
public final class SystemReason {
    private SystemReason() {}

    /** "there is no such file or directory", and what else has no class name and no path in it. */
    public static String of(IOException error) {
        FileException known = FileException.of(error, "");
        return known.failure() == FileFailure.SYSTEM
                ? known.detail()
                : known.failure().text();
    }
}
