/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.capacity;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Holds connections open until its input ends, since one process may not have both ends of so many. */
final class LinkHolder {
    private LinkHolder() {}

    static ChildJvm start(int tcpPort, int count) throws IOException {
        return ChildJvm.start(LinkHolder.class, tcpPort, count);
    }

    /** Arguments: the TCP port, how many. */
    public static void main(String[] args) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
        List<SocketChannel> held = new ArrayList<>();
        for (int i = Integer.parseInt(args[1]); i > 0; i--) {
            held.add(SocketChannel.open(address));
        }
        System.in.transferTo(OutputStream.nullOutputStream());
        for (SocketChannel channel : held) {
            channel.close();
        }
    }
}
