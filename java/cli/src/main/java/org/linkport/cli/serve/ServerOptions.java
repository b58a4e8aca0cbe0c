/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.LinkportBuilder;
import org.linkport.protocol.file.store.FileRoot;
import org.linkport.protocol.log.LogTail;
import org.linkport.protocol.login.Access;

/**
 * What a {@link Server} is to be.
 *
 * @param port its engine, workers and limits
 * @param access who may log in where all protocols are spoken
 * @param log its log, for those who follow it
 * @param files what it stores; null for nothing
 * @param listen where all protocols are spoken; at least one
 * @param echo where every byte is sent back; may be empty
 */
public record ServerOptions(
        LinkportBuilder port,
        Access access,
        LogTail log,
        @Nullable FileRoot files,
        List<InetSocketAddress> listen,
        List<InetSocketAddress> echo) {
    /** Copies the lists. */
    public ServerOptions {
        listen = List.copyOf(listen);
        echo = List.copyOf(echo);
        if (listen.isEmpty()) {
            throw new IllegalArgumentException("listen is empty and must name an address");
        }
    }
}
