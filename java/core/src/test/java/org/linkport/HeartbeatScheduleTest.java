/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Attacks the rhythm of a heartbeat on a link without a network and with a clock of its own: how long each wait is, to
 * the millisecond; and the callbacks of the handler inside, each of which must come through.
 */
class HeartbeatScheduleTest {
    private final List<Long> pingedAt = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final Link link =
            (Link) Proxy.newProxyInstance(Link.class.getClassLoader(), new Class<?>[] {Link.class}, this::invoke);
    private final LinkHandler inner = (LinkHandler) Proxy.newProxyInstance(
            LinkHandler.class.getClassLoader(), new Class<?>[] {LinkHandler.class}, this::invokeInner);
    private final LinkTimer timer = new LinkTimer() {
        @Override
        public boolean cancel() {
            boolean pending = isPending();
            nextAt = Long.MAX_VALUE;
            return pending;
        }

        @Override
        public boolean isPending() {
            return nextAt != Long.MAX_VALUE;
        }
    };
    private long now;
    private long lastInput;
    private boolean unknown;
    private long nextAt = Long.MAX_VALUE;
    private Runnable next = () -> {};
    private boolean open = true;
    private CloseReason aborted;

    private Object invoke(Object proxy, Method method, Object[] arguments) {
        switch (method.getName()) {
            case "schedule" -> {
                assertEquals(Long.MAX_VALUE, nextAt, "one look at a time");
                nextAt = now + (long) arguments[0];
                next = (Runnable) arguments[1];
                return timer;
            }
            case "silentMillis" -> {
                return unknown ? 0 : now - lastInput;
            }
            case "isOpen" -> {
                return open;
            }
            case "abort" -> {
                aborted = (CloseReason) arguments[0];
                open = false;
            }
            default -> throw new UnsupportedOperationException(method.getName());
        }
        return null;
    }

    private Object invokeInner(Object proxy, Method method, Object[] arguments) {
        told.add(method.getName());
        return null;
    }

    private LinkHandler open(int silenceMillis, int answerMillis, int maxMisses) {
        LinkHandler handler =
                new Heartbeat(silenceMillis, answerMillis, maxMisses, l -> pingedAt.add(now)).around(inner);
        handler.onOpen(link);
        return handler;
    }

    private void passTo(long millis) {
        while (nextAt <= millis) {
            now = nextAt;
            nextAt = Long.MAX_VALUE;
            next.run();
        }
        now = millis;
    }

    private void receive(LinkHandler handler) {
        lastInput = now;
        handler.onReceive(link, ByteBuffer.allocate(1));
    }

    @Test
    void shouldWaitEverLessAndGiveUp() {
        open(60_999, 8_000, 6);
        passTo(1_000_000);
        assertEquals(List.of(60_999L, 68_999L, 72_999L, 74_999L, 75_999L, 76_999L), pingedAt);
        assertEquals(CloseReason.HEARTBEAT_LOST, aborted);
        assertEquals(Long.MAX_VALUE, nextAt);
    }

    @Test
    void shouldNotGiveUpBeforeTheLastWaitIsOver() {
        LinkHandler handler = open(2_000, 400, 2);
        passTo(2_599);
        assertEquals(List.of(2_000L, 2_400L), pingedAt);
        receive(handler);
        passTo(2_600);
        assertTrue(open);
        passTo(2_599 + 1_999);
        assertEquals(2, pingedAt.size());
        passTo(2_599 + 2_000);
        assertEquals(List.of(2_000L, 2_400L, 4_599L), pingedAt);
    }

    @Test
    void shouldNotPingWhoTalks() {
        LinkHandler handler = open(1_300, 500, 1);
        for (int i = 1; i <= 100; i++) {
            passTo(i * 1_299L);
            receive(handler);
        }
        assertEquals(List.of(), pingedAt);
        passTo(now + 1_300);
        assertEquals(List.of(99L * 1_299 + 1_299 + 1_300), pingedAt);
    }

    @Test
    void shouldCountAnAnswerInTheMillisecondOfThePing() {
        LinkHandler handler = open(1_000, 1, 1);
        passTo(1_000);
        receive(handler);
        passTo(1_500);
        assertTrue(open);
        assertEquals(List.of(1_000L), pingedAt);
    }

    @Test
    void shouldCountFromTheAnswerHoweverLongItCouldHaveTaken() {
        LinkHandler handler = open(1_000, 60_000, 1);
        passTo(1_100);
        receive(handler);
        passTo(2_099);
        assertEquals(List.of(1_000L), pingedAt);
        passTo(2_100);
        assertEquals(List.of(1_000L, 2_100L), pingedAt);
    }

    @Test
    void shouldNotPingWhereSilenceIsNotKnown() {
        unknown = true;
        open(100, 100, 1);
        passTo(100_000);
        assertEquals(List.of(), pingedAt);
        unknown = false;
        lastInput = now;
        passTo(101_000);
        assertEquals(CloseReason.HEARTBEAT_LOST, aborted);
    }

    @Test
    void shouldEndWithTheLink() {
        open(100, 100, 1);
        open = false;
        passTo(1_000);
        assertEquals(Long.MAX_VALUE, nextAt);
        assertEquals(List.of(), pingedAt);
    }

    @Test
    void shouldPassEveryCallbackOn() throws ReflectiveOperationException {
        LinkHandler handler = new Heartbeat(1, 1, 1, l -> {}).around(inner);
        List<String> all = new ArrayList<>();
        for (Method method : LinkHandler.class.getMethods()) {
            all.add(method.getName());
            call(handler, method);
        }
        assertFalse(all.isEmpty());
        assertEquals(all, told);
    }

    private void call(LinkHandler handler, Method method) throws ReflectiveOperationException {
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = method.getParameterTypes()[i];
            arguments[i] = type == Link.class ? link : type == int.class ? (Object) 0 : type == long.class ? 0L : null;
        }
        try {
            method.invoke(handler, arguments);
        } catch (InvocationTargetException e) {
            throw new AssertionError(method + " failed", e.getCause());
        }
    }
}
