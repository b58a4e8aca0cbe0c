/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.bench.server;

import java.io.IOException;
import org.apache.mina.core.buffer.IoBuffer;
import org.apache.mina.core.service.IoHandlerAdapter;
import org.apache.mina.core.session.IoSession;
import org.apache.mina.filter.codec.CumulativeProtocolDecoder;
import org.apache.mina.filter.codec.ProtocolCodecFilter;
import org.apache.mina.filter.codec.ProtocolDecoderOutput;
import org.apache.mina.filter.codec.ProtocolEncoderAdapter;
import org.apache.mina.filter.codec.ProtocolEncoderOutput;
import org.apache.mina.transport.socket.nio.NioSocketAcceptor;

/**
 * MINA as its user guide has it (chapters "Service", "Codec filter"; its example echoserver): one processor, which is an
 * event loop, beside its thread that accepts; heap buffers, its default, which the guide advises; a cumulative decoder that
 * asks {@link IoBuffer#prefixedDataAvailable}. A processor flushes once for each turn.
 */
final class MinaServer implements BenchServer {
    private final NioSocketAcceptor acceptor;

    private MinaServer(NioSocketAcceptor acceptor) {
        this.acceptor = acceptor;
    }

    static BenchServer start(ServerRequest request) throws IOException {
        NioSocketAcceptor acceptor = new NioSocketAcceptor(1);
        acceptor.setBacklog(ServerRequest.BACKLOG);
        acceptor.getSessionConfig().setTcpNoDelay(true);
        if (request.mode() == ServerMode.FRAMED) {
            acceptor.getFilterChain().addLast("frames", new ProtocolCodecFilter(new Sent(), new Frames()));
        }
        acceptor.setHandler(request.mode() == ServerMode.SINK ? new Closing() : new Echo());
        acceptor.bind(request.address());
        return new MinaServer(acceptor);
    }

    @Override
    public int tcpPort() {
        return acceptor.getLocalAddress().getPort();
    }

    @Override
    public void close() {
        acceptor.dispose(true);
    }

    private static class Closing extends IoHandlerAdapter {
        @Override
        public void exceptionCaught(IoSession session, Throwable cause) {
            session.closeNow();
        }
    }

    private static final class Echo extends Closing {
        @Override
        public void messageReceived(IoSession session, Object message) {
            session.write(((IoBuffer) message).duplicate());
        }
    }

    private static final class Frames extends CumulativeProtocolDecoder {
        @Override
        protected boolean doDecode(IoSession session, IoBuffer in, ProtocolDecoderOutput out) {
            if (!in.prefixedDataAvailable(Frame.LENGTH_BYTES, ServerRequest.MESSAGE_BYTES_MAX)) {
                return false;
            }
            byte[] frame = new byte[Frame.bytes(in.getInt(in.position()))];
            in.get(frame);
            out.write(IoBuffer.wrap(frame));
            return true;
        }
    }

    /** Frames are sent as they were read. */
    private static final class Sent extends ProtocolEncoderAdapter {
        @Override
        public void encode(IoSession session, Object message, ProtocolEncoderOutput out) {
            out.write(message);
        }
    }
}
