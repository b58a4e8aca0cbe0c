/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.micro;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.linkport.ConnectOptions;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;

/** A Linkport with one silent link to itself, for what cannot be tried without one. */
public final class OneLink implements AutoCloseable {
    private final Linkport port =
            Linkport.builder().engine(Engine.NIO).workers(1).open();
    private final Link link;

    /** Connects it. */
    public OneLink(LinkOptions options) {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        InetSocketAddress address =
                port.listen(any, accepted -> (self, data) -> {}).address();
        link = port.connect(address, ConnectOptions.DEFAULT.withLink(options), connected -> (self, data) -> {})
                .toCompletableFuture()
                .join();
    }

    /** Its owner. */
    public Linkport port() {
        return port;
    }

    /** The end that connected. */
    public Link link() {
        return link;
    }

    @Override
    public void close() {
        port.close();
    }
}
