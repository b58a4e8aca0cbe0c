/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import java.net.InetSocketAddress;

/** A bound socket that produces links. */
public interface Listener extends AutoCloseable {
    /** The address it is bound to, with the real TCP port. */
    InetSocketAddress address();

    /** False once {@link #close} was called or the {@link Linkport} shut down. */
    boolean isOpen();

    /** Stops accepting. Links it produced live on. Returns at once; idempotent. */
    @Override
    void close();
}
