/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.bench;

import java.nio.ByteBuffer;
import java.util.Random;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;

/** A link to any server that sends back what it gets: nothing but the bytes of packets. */
final class RawEchoLink extends BenchLink implements LinkHandler {
    private static final int BEGINNINGS = 4_099;

    private final Link link;
    private final ByteBuffer view;
    private int number;
    private int received;
    private boolean same = true;

    /** Each packet begins at another place of it, so that no two neighbours are alike. */
    static ByteBuffer text(int packetBytes) {
        byte[] random = new byte[packetBytes + BEGINNINGS];
        new Random(1).nextBytes(random);
        return ByteBuffer.allocateDirect(random.length).put(random).flip();
    }

    RawEchoLink(CellRun run, Link link, ByteBuffer text) {
        super(run);
        this.link = link;
        this.view = text.duplicate();
    }

    private ByteBuffer part(int from, int to) {
        int beginning = number % BEGINNINGS;
        return view.limit(beginning + to).position(beginning + from);
    }

    @Override
    void ask() {
        number++;
        received = 0;
        same = true;
        link.send(part(0, packetBytes()));
    }

    @Override
    public void onReceive(Link from, ByteBuffer data) {
        while (data.hasRemaining() && received < packetBytes()) {
            take(data);
            if (received == packetBytes()) {
                answered(packetBytes(), same);
            }
        }
    }

    private void take(ByteBuffer data) {
        int count = Math.min(data.remaining(), packetBytes() - received);
        int end = data.limit();
        data.limit(data.position() + count);
        same &= data.equals(part(received, received + count));
        data.position(data.limit()).limit(end);
        received += count;
    }

    @Override
    public void onClose(Link ending, CloseReason reason, int osCode) {
        ended(reason);
    }
}
