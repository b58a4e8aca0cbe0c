/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.fuzz;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkTimer;
import org.linkport.SendResult;

/** A link without a network: keeps what is sent, runs tasks when it is told to, and knows how it was ended. */
final class FakeLink {
    private static final LinkTimer NEVER = new LinkTimer() {
        @Override
        public boolean cancel() {
            return true;
        }

        @Override
        public boolean isPending() {
            return true;
        }
    };

    private static final InetSocketAddress PEER = new InetSocketAddress("127.0.0.1", 1);

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile CloseReason ended;
    final Link link = (Link) Proxy.newProxyInstance(
            Link.class.getClassLoader(), new Class<?>[] {Link.class}, (proxy, method, args) -> call(method, args));

    private Object call(Method method, Object[] args) {
        return switch (method.getName()) {
            case "send" -> send(args);
            case "isOpen" -> ended == null;
            case "close" -> end(CloseReason.LOCAL_CLOSE);
            case "abort" -> end(args == null ? CloseReason.LOCAL_ABORT : (CloseReason) args[0]);
            case "execute" -> tasks.add((Runnable) args[0]);
            case "schedule" -> NEVER;
            case "pause", "resume" -> null;
            case "id" -> 1L;
            case "pendingBytes" -> 0L;
            case "remoteAddress" -> PEER;
            case "toString" -> "FakeLink";
            case "hashCode" -> System.identityHashCode(this);
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private Object end(CloseReason reason) {
        if (ended == null) {
            ended = reason;
        }
        return null;
    }

    private synchronized SendResult send(Object[] parts) {
        if (ended != null) {
            return SendResult.REJECTED;
        }
        for (Object part : parts) {
            ByteBuffer buffer = (ByteBuffer) part;
            byte[] copy = new byte[buffer.remaining()];
            buffer.get(copy);
            sent.writeBytes(copy);
        }
        return SendResult.QUEUED;
    }

    synchronized byte[] sent() {
        return sent.toByteArray();
    }

    CloseReason ended() {
        return ended;
    }

    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Tells a handler the bytes in pieces of chance, and then that the peer has ended, as a link does. */
    void feed(LinkHandler handler, byte[] input, java.util.SplittableRandom pieces) {
        handler.onOpen(link);
        int most = pieces.nextInt(1, 64);
        for (int at = 0; at < input.length && ended == null; ) {
            int end = Math.min(input.length, at + pieces.nextInt(1, most + 1));
            ByteBuffer chunk = ByteBuffer.allocateDirect(end - at + 8).position(3);
            handler.onReceive(link, chunk.put(input, at, end - at).flip().position(3));
            runTasks();
            at = end;
        }
        if (ended == null) {
            handler.onReceiveEnd(link);
        }
        handler.onClose(link, ended == null ? CloseReason.PEER_CLOSE : ended, 0);
        runTasks();
    }
}
