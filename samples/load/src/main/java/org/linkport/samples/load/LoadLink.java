/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.samples.load;

import java.nio.ByteBuffer;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;

/** One link: a message, the same bytes back, the next message. */
final class LoadLink implements LinkHandler {
    private final LoadRun run;
    private final Pattern pattern;
    private final ByteBuffer view;
    private long message;
    private int received;
    private boolean ending;

    LoadLink(LoadRun run, Pattern pattern, int number) {
        this.run = run;
        this.pattern = pattern;
        this.view = pattern.view();
        this.message = number;
    }

    @Override
    public void onOpen(Link link) {
        link.attach(this);
        run.opened();
    }

    /** Begins to send. On the link's worker, once every link is open. */
    void start(Link link) {
        sendNext(link);
    }

    private void sendNext(Link link) {
        received = 0;
        message++;
        link.send(Pattern.set(view, message, 0, pattern.messageBytes()));
    }

    @Override
    public void onReceive(Link link, ByteBuffer data) {
        while (data.hasRemaining()) {
            compare(data);
            if (received == pattern.messageBytes()) {
                messageDone(link);
            }
        }
    }

    private void compare(ByteBuffer data) {
        int count = Math.min(data.remaining(), pattern.messageBytes() - received);
        int end = data.limit();
        data.limit(data.position() + count);
        if (!data.equals(Pattern.set(view, message, received, received + count))) {
            run.mismatch();
        }
        data.position(data.limit()).limit(end);
        received += count;
    }

    private void messageDone(Link link) {
        run.messageDone(pattern.messageBytes());
        if (run.isSending()) {
            sendNext(link);
        } else if (!ending) {
            ending = true;
            link.close();
        }
    }

    @Override
    public void onClose(Link link, CloseReason reason, int osCode) {
        run.closed(ending, reason, osCode);
    }
}
