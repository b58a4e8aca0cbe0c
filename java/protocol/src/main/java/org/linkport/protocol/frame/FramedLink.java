/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkTimer;
import org.linkport.LinkportException;
import org.linkport.SendFile;
import org.linkport.SendResult;
import org.linkport.protocol.Carrier;
import org.linkport.protocol.value.ValueException;

/** A link that carries payloads in frames. Any thread, unless a method says otherwise. */
public final class FramedLink implements Carrier {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final Link link;
    private final FrameHandler handler;
    private volatile Coding coding;

    /* where the callbacks run */
    private final FrameReceiver receiver;
    private boolean failed;
    private boolean receiveEnded;

    /** What a framing means for this link; exchanged as a whole. */
    private record Coding(Framing framing, FrameEncoder encoder) {
        static Coding of(Framing framing) {
            return new Coding(framing, framing.encoder());
        }
    }

    FramedLink(Link link, Framing framing, FrameHandler handler) {
        this.link = link;
        this.handler = handler;
        this.coding = Coding.of(framing);
        this.receiver = new FrameReceiver(framing.decoder(), this::tell);
    }

    /** The link below. What is sent there directly is in no frame; who pauses there still gets what was received. */
    public Link link() {
        return link;
    }

    /** The framing in use. */
    public Framing framing() {
        return coding.framing;
    }

    /**
     * Uses another framing, after a handshake for instance: for what is sent from now on, and for the bytes received behind
     * the payload that is being told. Where the link's callbacks run; use {@link #execute} elsewhere.
     */
    public void switchTo(Framing framing) {
        coding = Coding.of(framing);
        try {
            receiver.decodeWith(framing.decoder());
        } catch (FrameException | ValueException e) {
            fail(e);
        }
    }

    /**
     * What the framing said of the payload that is being told, besides its end: the type of a packet; 0 where framings say
     * nothing. Within {@link FrameHandler#onFrame}.
     */
    public int tag() {
        return receiver.decoder().tag();
    }

    /** Sends a payload with a tag; otherwise as {@link #send(ByteBuffer)}. */
    public SendResult send(int tag, ByteBuffer payload) {
        return coding.encoder.send(link, tag, EMPTY, payload);
    }

    @Override
    public SendResult send(ByteBuffer payload) {
        return coding.encoder.send(link, 0, EMPTY, payload);
    }

    @Override
    public SendResult send(ByteBuffer head, ByteBuffer body) {
        return coding.encoder.send(link, 0, head, body);
    }

    /**
     * Sends {@code head}, which is copied, and behind it {@code count} bytes of a file, which are not, as one payload. Otherwise
     * as {@link Link#send(SendFile, long, long, Link.SendCallback)}.
     *
     * @throws IllegalArgumentException if the payload is longer than the framing allows
     * @throws UnsupportedOperationException if the framing must see the bytes of a payload: lines, delimiters, packets
     */
    public SendResult send(ByteBuffer head, SendFile file, long position, int count, Link.SendCallback callback) {
        return coding.encoder.send(link, 0, head, file, position, count, callback);
    }

    @Override
    public int maxPayloadBytes() {
        return coding.framing.maxPayloadBytes();
    }

    /** No further payload is told until {@link #resume}, not even of what was received. Where the callbacks run. */
    public void pause() {
        receiver.stop();
        link.pause();
    }

    /** Tells payloads again: what was received, then what comes. Any thread. */
    public void resume() {
        link.execute(this::goOn);
    }

    private void goOn() {
        if (!receiver.isStopped() || failed) {
            return;
        }
        link.resume(); // first: what is told now may pause again
        try {
            receiver.go();
        } catch (FrameException | ValueException e) {
            fail(e);
        }
        if (receiveEnded) {
            tellReceiveEnd();
        }
    }

    @Override
    public boolean isOpen() {
        return link.isOpen();
    }

    @Override
    public void close() {
        link.close();
    }

    @Override
    public boolean execute(Runnable task) {
        return link.execute(task);
    }

    @Override
    public LinkTimer schedule(long delayMillis, Runnable task) {
        return link.schedule(delayMillis, task);
    }

    /** Ends the link as a breach of the rules does, from outside {@code onFrame} too. Where the callbacks run. */
    public void fail(FrameException error) {
        if (failed) {
            return;
        }
        failed = true;
        receiver.stop();
        handler.onFrameError(this, error);
        if (link.isOpen()) {
            link.abort(CloseReason.PROTOCOL_ERROR);
        }
    }

    void received(ByteBuffer data) {
        if (!failed) {
            try {
                receiver.receive(data);
            } catch (FrameException | ValueException e) {
                fail(e);
            }
        }
    }

    void receiveEnded() {
        receiveEnded = true;
        tellReceiveEnd();
    }

    private void tellReceiveEnd() {
        if (receiver.isStopped() || failed) {
            return; // what was received comes first
        }
        receiveEnded = false;
        if (receiver.isBetweenFrames()) {
            handler.onReceiveEnd(this);
        } else {
            fail(new FrameException(FrameFault.TRUNCATED, "the peer ended in the middle of a frame"));
        }
    }

    void ended() {
        receiver.end();
    }

    private void fail(LinkportException breach) {
        fail(breach instanceof FrameException e ? e : new FrameException((ValueException) breach));
    }

    private void tell(ByteBuffer payload) {
        if (link.isOpen() && !failed) {
            handler.onFrame(this, payload);
        }
    }

    @Override
    public String toString() {
        return "FramedLink[" + link + "]";
    }
}
