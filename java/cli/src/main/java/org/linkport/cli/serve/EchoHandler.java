/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import java.nio.ByteBuffer;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.SendResult;

/** Sends back every byte; while the peer does not read what it gets back, nothing more is read from it. */
final class EchoHandler implements LinkHandler {
    static final EchoHandler ANY = new EchoHandler();

    private EchoHandler() {}

    @Override
    public void onReceive(Link link, ByteBuffer data) {
        if (link.send(data) == SendResult.CONGESTED) {
            link.pause();
        }
    }

    @Override
    public void onWritable(Link link) {
        link.resume();
    }
}
