/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.CloseReason;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.LinkportBuilder;
import org.linkport.Listener;
import org.linkport.Worker;
import org.linkport.WorkerFailedException;

/**
 * Worker hooks: called once on each worker, before its first link and after its last callback, with an attachment that
 * handlers reach. Attacks their order, and hooks that throw at either end.
 */
class WorkerHooksTest {
    private static final int WORKERS = 3;

    @RegisterExtension
    final Ports ports = new Ports();

    private final List<String> calls = new CopyOnWriteArrayList<>();

    private LinkportBuilder hooked() {
        return ports.builder()
                .workers(WORKERS)
                .shutdownMillis(200) // the peers here do not end
                .onWorkerStart(worker -> {
                    assertTrue(worker.isCurrentThread());
                    calls.add("start " + worker.index());
                    return "of " + worker.name();
                })
                .onWorkerStop(worker -> {
                    assertTrue(worker.isCurrentThread());
                    assertEquals("of " + worker.name(), worker.attachment());
                    calls.add("stop " + worker.index());
                });
    }

    @Test
    void shouldCallEachOnceAndLendTheAttachmentToHandlers() {
        Linkport port = ports.open(hooked());
        assertEquals(Set.of("start 0", "start 1", "start 2"), Set.copyOf(calls), "when open() returns");
        Map<Worker, Object> seen = Collections.synchronizedMap(new IdentityHashMap<>());
        Listener listener = ports.listen(port, link -> new Recorder(ports) {
            @Override
            void opened(Link own) {
                seen.put(own.worker(), own.worker().attachment());
            }

            @Override
            void closed(Link own, CloseReason reason) {
                calls.add("close");
            }
        });
        for (int i = 0; i < 20; i++) {
            ports.peer(listener.address());
        }
        Await.until("all open", () -> port.stats().linksOpened() == 20);
        Await.until("on all workers", () -> seen.size() == WORKERS);
        seen.forEach((worker, attachment) -> assertEquals("of " + worker.name(), attachment));
        port.close();
        assertEquals(WORKERS + 20 + WORKERS, calls.size());
        for (int i = 0; i < WORKERS; i++) {
            assertEquals(1, Collections.frequency(calls, "start " + i));
            assertEquals(1, Collections.frequency(calls, "stop " + i));
        }
        assertTrue(calls.get(calls.size() - 1).startsWith("stop"), calls::toString);
    }

    @Test
    void shouldCallTheStopHookAfterTheLastDispatchedCallback() {
        Linkport port = ports.open(hooked().workers(1));
        Recorder slow = new Recorder(ports) {
            @Override
            boolean isInPlace(Link link) {
                return !link.worker().isCurrentThread();
            }

            @Override
            void closed(Link link, CloseReason reason) {
                calls.add("close");
            }
        };
        ports.peerOf(port, LinkOptions.DEFAULT.dispatch(ports.endLater(Executors.newCachedThreadPool())), slow);
        port.close();
        assertEquals(List.of("start 0", "close", "stop 0"), calls);
    }

    @Test
    void shouldNotOpenWhenAStartHookThrows() {
        CompletableFuture<Thread> failing = new CompletableFuture<>();
        LinkportBuilder builder = hooked().onWorkerStart(worker -> {
            if (worker.index() == 1) {
                failing.complete(Thread.currentThread());
                throw new IOException("on purpose");
            }
            return "of " + worker.name();
        });
        WorkerFailedException failure = assertThrows(WorkerFailedException.class, builder::open);
        assertEquals("on purpose", failure.getCause().getMessage());
        assertTrue(failure.getMessage().contains("-1 could not start: on purpose"), failure::getMessage);
        Await.end(Await.value(failing));
        assertEquals(Set.of("stop 0", "stop 2"), Set.copyOf(calls), "of those that had started");
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread ->
                                thread.getName().startsWith(builder.options().name() + "-"))
                        .count());
    }

    @Test
    void shouldEndAllTheSameWhenAStopHookThrows() {
        ports.expectHandlerErrors(WORKERS);
        Linkport port = ports.open(hooked().onWorkerStop(worker -> {
            throw new StackOverflowError("on purpose");
        }));
        Recorder echo = new Recorder.Echo(ports);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, echo);
        assertEquals("x", peer.send("x").readText(1));
        peer.close();
        port.close();
        assertEquals(WORKERS, port.stats().handlerErrors());
    }
}
