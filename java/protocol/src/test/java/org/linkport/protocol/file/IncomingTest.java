/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.protocol.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.linkport.Link;
import org.linkport.SendResult;
import org.linkport.protocol.file.store.FileException;
import org.linkport.protocol.file.store.FileFailure;
import org.linkport.protocol.frame.FrameHandler;
import org.linkport.protocol.frame.FramedLink;
import org.linkport.protocol.frame.LengthFieldFraming;

/** The receiving half of a transfer where a link has no room for its credit, and where the bytes cannot be kept. */
class IncomingTest {
    private final Queue<Runnable> timers = new ArrayDeque<>();
    private final List<FileFailure> failures = new ArrayList<>();
    private int sent;
    private boolean full;
    private FramedLink framed;

    private Object call(Method method, Object[] args) {
        return switch (method.getName()) {
            case "send" -> full ? SendResult.REJECTED : sent();
            case "isOpen" -> true;
            case "schedule" -> {
                timers.add((Runnable) args[1]);
                yield null;
            }
            default -> throw new UnsupportedOperationException(method.toString());
        };
    }

    private SendResult sent() {
        sent++;
        return SendResult.QUEUED;
    }

    private Incoming begun() {
        Link link = (Link) Proxy.newProxyInstance(
                Link.class.getClassLoader(), new Class<?>[] {Link.class}, (proxy, method, args) -> call(method, args));
        LengthFieldFraming.bigEndian(4, 1 << 20)
                .around(new FrameHandler() {
                    @Override
                    public void onOpen(FramedLink opened) {
                        framed = opened;
                    }

                    @Override
                    public void onFrame(FramedLink ignored, ByteBuffer payload) {}
                })
                .onOpen(link);
        Incoming.Events events = new Incoming.Events() {
            @Override
            public void append(ByteBuffer bytes) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void failed(FileException failure) {
                failures.add(failure.failure());
            }
        };
        Throttle none = Throttle.of(RateLimit.NONE, new TokenBucket(RateLimit.NONE, System::nanoTime));
        Incoming incoming = new Incoming(framed, 1, new FileLane(Runnable::run), none, events, 0, 100, 50);
        incoming.start();
        return incoming;
    }

    @Test
    void shouldGiveCreditOnceThereIsRoomForIt() {
        full = true;
        begun();
        timers.remove().run();
        assertEquals(0, sent);
        full = false;
        timers.remove().run();
        assertEquals(1, sent);
        assertEquals(0, timers.size());
    }

    @Test
    void shouldEndWithWhatKeepingTheBytesThrows() {
        begun().data(0, ByteBuffer.allocate(10));
        assertEquals(List.of(FileFailure.SYSTEM), failures);
    }
}
