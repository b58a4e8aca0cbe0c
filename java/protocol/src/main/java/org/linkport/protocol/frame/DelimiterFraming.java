/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.linkport.Link;
import org.linkport.SendFile;
import org.linkport.SendResult;
import org.linkport.protocol.internal.OptionRange;

/** Payloads that end with a sequence of bytes, which is not part of them and must not be in them. */
public final class DelimiterFraming implements Framing {
    private static final byte CR = '\r';

    private final byte[] delimiter;
    private final int maxPayloadBytes;
    private final boolean dropsCr;
    private final byte[] written;

    private DelimiterFraming(byte[] delimiter, int maxPayloadBytes, boolean dropsCr, byte[] written) {
        OptionRange.check("delimiter.length", delimiter.length, 1, 64);
        OptionRange.check("maxPayloadBytes", maxPayloadBytes, 1, 1 << 30);
        this.delimiter = delimiter;
        this.maxPayloadBytes = maxPayloadBytes;
        this.dropsCr = dropsCr;
        this.written = written;
    }

    /**
     * Payloads that end with {@code delimiter}.
     *
     * @param delimiter 1 to 64 bytes
     * @param maxPayloadBytes 1 to 2^30
     */
    public static DelimiterFraming of(byte[] delimiter, int maxPayloadBytes) {
        byte[] own = delimiter.clone();
        return new DelimiterFraming(own, maxPayloadBytes, false, own);
    }

    /**
     * Lines: they end with LF, and one CR before it is not part of them. Written with CR LF.
     *
     * @param maxPayloadBytes 1 to 2^30, a CR included
     */
    public static DelimiterFraming lines(int maxPayloadBytes) {
        return new DelimiterFraming(
                new byte[] {'\n'}, maxPayloadBytes, true, "\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    /** Lines as {@link #lines}, but written with LF alone. */
    public static DelimiterFraming linesWithoutCr(int maxPayloadBytes) {
        return new DelimiterFraming(new byte[] {'\n'}, maxPayloadBytes, true, new byte[] {'\n'});
    }

    @Override
    public FrameDecoder decoder() {
        return new Decoder();
    }

    @Override
    public FrameEncoder encoder() {
        return new Encoder();
    }

    @Override
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    @Override
    public String toString() {
        return "DelimiterFraming[" + HexFormat.of().formatHex(delimiter) + ", at most " + maxPayloadBytes + "]";
    }

    private boolean endsAt(ByteBuffer source, int end) {
        int start = end - delimiter.length;
        for (int i = 0; i < delimiter.length; i++) {
            if (source.get(start + i) != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private final class Decoder extends FrameDecoder {
        private int searched; // bytes of the frame in which no delimiter ends

        @Override
        protected int frame(ByteBuffer source) {
            int start = source.position();
            int there = source.remaining();
            int last = (int) Math.min(there, (long) maxPayloadBytes + delimiter.length);
            byte lastByte = delimiter[delimiter.length - 1];
            for (int end = Math.max(searched + 1, delimiter.length); end <= last; end++) {
                if (source.get(start + end - 1) == lastByte && endsAt(source, start + end)) {
                    searched = 0;
                    found(source, start, end - delimiter.length);
                    return end;
                }
            }
            if (there >= (long) maxPayloadBytes + delimiter.length) {
                throw new FrameException(FrameFault.TOO_LONG, "no end within " + last + " bytes");
            }
            searched = there;
            return -(there + 1);
        }

        private void found(ByteBuffer source, int start, int bytes) {
            boolean cr = dropsCr && bytes > 0 && source.get(start + bytes - 1) == CR;
            payload(0, cr ? bytes - 1 : bytes);
        }
    }

    private final class Encoder extends FrameEncoder {
        Encoder() {
            super(maxPayloadBytes);
        }

        @Override
        protected void putHeader(ByteBuffer target, int tag, int payloadBytes) {}

        @Override
        protected SendResult send(
                Link link,
                int tag,
                ByteBuffer head,
                SendFile file,
                long position,
                int count,
                Link.SendCallback callback) {
            throw new UnsupportedOperationException("a region of a file may have a delimiter in it");
        }

        @Override
        protected SendResult send(Link link, int tag, ByteBuffer head, ByteBuffer body) {
            int bytes = checkedSize(head, body);
            if (!head.hasRemaining()) {
                checkEndless(body);
                return link.send(body, ending(written));
            }
            ByteBuffer whole = ByteBuffer.allocate(bytes);
            whole.put(head.duplicate()).put(body.duplicate()).flip();
            checkEndless(whole);
            SendResult result = link.send(whole, ending(written));
            if (result.isAccepted()) {
                head.position(head.limit());
                body.position(body.limit());
            }
            return result;
        }

        private static ByteBuffer ending(byte[] written) {
            return scratch().put(written).flip();
        }

        /** A delimiter inside, or one that begins at the end of the payload, would part it. */
        private void checkEndless(ByteBuffer payload) {
            for (int end = payload.position() + delimiter.length; end <= payload.limit(); end++) {
                if (endsAt(payload, end)) {
                    throw new IllegalArgumentException("the payload holds the delimiter");
                }
            }
            for (int own = 1; own < delimiter.length && own <= payload.remaining(); own++) {
                if (overlaps(payload, own)) {
                    throw new IllegalArgumentException("the payload ends with the beginning of the delimiter");
                }
            }
        }

        /** Whether the last {@code own} bytes of a payload make a delimiter with the first of the one behind. */
        private boolean overlaps(ByteBuffer payload, int own) {
            for (int i = 0; i < delimiter.length; i++) {
                byte there = i < own ? payload.get(payload.limit() - own + i) : written[i - own];
                if (there != delimiter[i]) {
                    return false;
                }
            }
            return true;
        }
    }
}
