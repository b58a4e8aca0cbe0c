/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.samples.service;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Links;
import org.linkport.SendResult;

/** Echoes at once, but for lines that begin with {@code all }: their rest, with its newline, goes to every link. */
final class EchoHandler implements LinkHandler {
    private static final byte[] MARK = "all ".getBytes(US_ASCII);
    private static final int LINE_BYTES_MAX = 4_096;

    private final Links links;
    private final ByteBuffer line = ByteBuffer.allocate(LINE_BYTES_MAX);
    /** Bytes of the mark at the beginning of this line that were seen; more cannot come once it is an echo. */
    private int matched;

    private boolean echo;

    EchoHandler(Links links) {
        this.links = links;
    }

    @Override
    public void onReceive(Link link, ByteBuffer data) {
        while (data.hasRemaining()) {
            if (echo) {
                echoLine(link, data);
            } else if (matched < MARK.length) {
                match(link, data);
            } else if (!keep(link, data)) {
                return;
            }
        }
    }

    /** Sends what belongs to this line, which is all unless it ends here. */
    private void echoLine(Link link, ByteBuffer data) {
        int end = data.position();
        while (end < data.limit() && data.get(end) != '\n') {
            end++;
        }
        boolean ended = end < data.limit();
        ByteBuffer part = data.slice(data.position(), end - data.position() + (ended ? 1 : 0));
        data.position(data.position() + part.remaining());
        echo = !ended;
        send(link, part);
    }

    private void match(Link link, ByteBuffer data) {
        if (data.get(data.position()) == MARK[matched]) {
            data.get();
            matched++;
            return;
        }
        if (matched > 0) {
            send(link, ByteBuffer.wrap(MARK, 0, matched));
        }
        matched = 0;
        echo = true;
    }

    private boolean keep(Link link, ByteBuffer data) {
        if (!line.hasRemaining()) {
            link.abort(); // a longer line is no use of this service
            return false;
        }
        byte next = data.get();
        line.put(next);
        if (next == '\n') {
            line.flip();
            links.broadcast(line);
            line.clear();
            matched = 0;
        }
        return true;
    }

    /** While the peer does not read what it gets back, nothing more is read from it. */
    private static void send(Link link, ByteBuffer data) {
        if (link.send(data) == SendResult.CONGESTED) {
            link.pause();
        }
    }

    @Override
    public void onWritable(Link link) {
        link.resume();
    }
}
