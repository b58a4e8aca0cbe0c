/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.io.IOException;

/** A file as one engine opens it, to send from. Any thread. */
public interface EngineFile {
    /** How many bytes it has now. */
    long sizeBytes() throws IOException;

    /** Gives the handle back. Once, when nobody sends from it. */
    void close() throws IOException;
}
