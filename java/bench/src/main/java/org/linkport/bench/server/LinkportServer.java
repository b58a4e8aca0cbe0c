/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.nio.ByteBuffer;
import org.linkport.Engine;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.Linkport;
import org.linkport.ListenOptions;
import org.linkport.Listener;
import org.linkport.SendResult;

/** Linkport itself, with one worker and its defaults. */
final class LinkportServer implements BenchServer {
    private static final int SPIN_MICROS = 50;
    private static final ListenOptions OPTIONS = ListenOptions.DEFAULT.withBacklog(ServerRequest.BACKLOG);

    private final Linkport port;
    private final Listener listener;

    private LinkportServer(Linkport port, Listener listener) {
        this.port = port;
        this.listener = listener;
    }

    static LinkportServer startNio(ServerRequest request) {
        return start(Linkport.builder().engine(Engine.NIO).workers(1).open(), request);
    }

    /** The same, spinning for a while before it sleeps. */
    static BenchServer startSpinningNio(ServerRequest request) {
        return start(
                Linkport.builder()
                        .engine(Engine.NIO)
                        .workers(1)
                        .spinMicros(SPIN_MICROS)
                        .open(),
                request);
    }

    /** On a TCP port that other processes share. */
    static BenchServer startSharedNio(ServerRequest request) {
        Linkport port = Linkport.builder().engine(Engine.NIO).workers(1).open();
        return start(port, OPTIONS.withSharedTcpPort(true), request);
    }

    static BenchServer startIocp(ServerRequest request) {
        return start(Linkport.builder().engine(Engine.IOCP).workers(1).open(), request);
    }

    private static LinkportServer start(Linkport port, ServerRequest request) {
        return start(port, OPTIONS, request);
    }

    private static LinkportServer start(Linkport port, ListenOptions options, ServerRequest request) {
        return new LinkportServer(port, port.listen(request.address(), options, handlers(request.mode())));
    }

    private static LinkHandler.Factory handlers(ServerMode mode) {
        return switch (mode) {
            case ECHO -> link -> new Echo();
            case FRAMED -> link -> new Framed();
            case SINK -> link -> (self, data) -> {};
        };
    }

    Linkport port() {
        return port;
    }

    @Override
    public int tcpPort() {
        return listener.address().getPort();
    }

    @Override
    public void close() {
        port.close();
    }

    /** Sends, and reads no more while the peer does not take what it gets. */
    private abstract static class Answering implements LinkHandler {
        @Override
        public void onWritable(Link link) {
            link.resume();
        }

        final void answer(Link link, ByteBuffer bytes) {
            if (link.send(bytes) == SendResult.CONGESTED) {
                link.pause();
            }
        }
    }

    private static final class Echo extends Answering {
        @Override
        public void onReceive(Link link, ByteBuffer data) {
            answer(link, data);
        }
    }

    /** Messages that arrived whole are sent from where they lie; one that did not is collected first. */
    private static final class Framed extends Answering {
        private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

        private ByteBuffer part = NOTHING;

        @Override
        public void onReceive(Link link, ByteBuffer data) {
            if (part.position() > 0) {
                complete(link, data);
            }
            int end = data.limit();
            while (part.position() == 0 && data.hasRemaining()) {
                int size = Frame.bytesAt(data);
                if (size > data.remaining()) {
                    begin(size, data);
                } else {
                    answer(link, data.limit(data.position() + size));
                    data.limit(end);
                }
            }
        }

        private void begin(int size, ByteBuffer data) {
            if (part.capacity() < size) {
                part = ByteBuffer.allocate(size);
            }
            part.limit(size).put(data);
        }

        private void complete(Link link, ByteBuffer data) {
            fill(data);
            if (!part.hasRemaining() && part.limit() == Frame.LENGTH_BYTES) {
                grow(Frame.bytes(part.getInt(0)));
                fill(data);
            }
            if (!part.hasRemaining()) {
                answer(link, part.flip());
                part.clear();
            }
        }

        private void grow(int size) {
            ByteBuffer whole = part;
            if (whole.capacity() < size) {
                whole = ByteBuffer.allocate(size).put(part.flip());
            }
            part = whole.limit(size);
        }

        private void fill(ByteBuffer data) {
            int end = data.limit();
            data.limit(data.position() + Math.min(part.remaining(), data.remaining()));
            part.put(data);
            data.limit(end);
        }
    }
}
