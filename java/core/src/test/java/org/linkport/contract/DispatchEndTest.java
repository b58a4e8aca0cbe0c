/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.ConnectOptions;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.contract.Acting.Place;

/**
 * The end of links whose handlers run on an executor: handlers that throw, end their link or everything from there, and
 * executors that refuse, fail or forget. Attacks the one onClose that must come all the same.
 */
class DispatchEndTest {
    @RegisterExtension
    final Ports ports = new Ports();

    private final ExecutorService pool =
            ports.endLater(Executors.newFixedThreadPool(2, task -> new Thread(task, "dispatched")));

    /** The same, on the executor. */
    private final class Dispatched extends Acting {
        Dispatched(Place place, Act act) {
            super(ports, place, act);
        }

        @Override
        boolean isInPlace(Link link) {
            return !link.worker().isCurrentThread();
        }
    }

    private Acting actAt(Linkport port, Place place, Acting.Act act) {
        Acting acting = new Dispatched(place, act);
        Listener listener = ports.listen(port, acting.options().dispatch(pool), link -> acting);
        acting.reach(ports.peer(listener.address()));
        return acting;
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
    void shouldCloseTheLinkWhoseHandlerThrows(Place place) {
        ports.expectHandlerErrors(1);
        Linkport port = ports.open(ports.builder().workers(1));
        Acting acting = actAt(port, place, link -> {
            throw new AssertionError("on purpose");
        });
        assertEquals(CloseReason.HANDLER_ERROR, acting.reason());
        assertEquals(1, port.stats().closes().get(CloseReason.HANDLER_ERROR));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
    void shouldShutDownFromEveryCallbackAndWaitInNone(Place place) {
        Linkport port = ports.open(ports.builder().shutdownMillis(0));
        CompletableFuture<Void> acted = new CompletableFuture<>();
        Acting acting = actAt(port, place, link -> {
            assertThrows(IllegalStateException.class, port::awaitShutdown);
            port.close(); // cannot wait here
            acted.complete(null);
        });
        Await.value(acted);
        Await.value(port.shutdown());
        assertEquals(CloseReason.SHUTDOWN, acting.reason());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
    void shouldAbortFromEveryCallback(Place place) {
        Linkport port = ports.open();
        Acting acting = actAt(port, place, Link::abort);
        assertEquals(CloseReason.LOCAL_ABORT, acting.reason());
    }

    /** Called on an executor, or wherever the library has to when that one fails. */
    private class Anywhere extends Recorder {
        final CompletableFuture<Boolean> closedOnWorker = new CompletableFuture<>();

        Anywhere() {
            super(ports);
        }

        @Override
        boolean isInPlace(Link link) {
            return true;
        }

        @Override
        void closed(Link link, CloseReason reason) throws Exception {
            closedOnWorker.complete(link.worker().isCurrentThread());
        }
    }

    @Test
    void shouldShutDownOnlyAfterTheLastOnClose() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Linkport port = ports.open();
        Recorder slow = new Anywhere() {
            @Override
            void closed(Link link, CloseReason reason) throws Exception {
                inside.countDown();
                assertTrue(leave.await(Await.SECONDS, TimeUnit.SECONDS));
            }
        };
        ports.peerOf(port, LinkOptions.DEFAULT.dispatch(pool), slow).close();
        Await.latch(inside);
        CompletableFuture<Void> ended = port.shutdown().toCompletableFuture();
        Await.until("one worker waits alone", () -> Ports.threadsOf(port).size() == 1);
        assertEquals(0, port.links().count());
        assertFalse(ended.isDone());
        leave.countDown();
        Await.value(ended);
    }

    @Test
    void shouldCloseAndFailWhenTheExecutorRefusesFromTheStart() {
        ports.expectHandlerErrors(2);
        DispatchTest.Fickle fickle = new DispatchTest.Fickle(pool);
        fickle.refuse(new Error("on purpose"));
        LinkOptions refused = LinkOptions.DEFAULT.dispatch(fickle);
        Linkport port = ports.open();
        Recorder never = new Anywhere();
        Peer.expectResetOf(ports.listen(port, refused, link -> never).address());
        Listener willing = ports.listen(port, link -> new Recorder(ports));
        ConnectFailedException failure = assertInstanceOf(
                ConnectFailedException.class,
                Await.failure(
                        port.connect(willing.address(), ConnectOptions.DEFAULT.withLink(refused), link -> never)));
        assertEquals(CloseReason.HANDLER_ERROR, failure.reason());
        Await.until("both closed", () -> port.stats().closes().getOrDefault(CloseReason.HANDLER_ERROR, 0L) == 2);
        assertEquals(List.of(), never.calls());
    }

    @Test
    void shouldCallOnCloseOnTheWorkerWhenTheExecutorRefusesLater() {
        ports.expectHandlerErrors(1);
        DispatchTest.Fickle fickle = new DispatchTest.Fickle(pool);
        Linkport port = ports.open();
        Anywhere anywhere = new Anywhere();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT.dispatch(fickle), anywhere);
        peer.send("x");
        anywhere.awaitReceived(1);
        fickle.refuse(new Error("on purpose"));
        anywhere.execute(anywhere.link(), () -> {});
        assertEquals(CloseReason.HANDLER_ERROR, anywhere.reason());
        assertTrue(Await.value(anywhere.closedOnWorker));
        assertEquals(List.of("open", "receive", "task", "close"), anywhere.calls());
    }

    @Test
    void shouldCallOnCloseThoughTheExecutorForgot() throws Exception {
        ports.expectHandlerErrors(1);
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        ExecutorService forgetful = Executors.newSingleThreadExecutor();
        Linkport port = ports.open(ports.builder().shutdownMillis(0));
        Anywhere anywhere = new Anywhere();
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT.dispatch(forgetful), anywhere);
        forgetful.execute(() -> {
            try {
                busy.countDown();
                never.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // shutdownNow
            }
        });
        Await.latch(busy);
        peer.send("x");
        Await.until("it waits", () -> anywhere.link().stats().bytesReceived() == 1);
        forgetful.shutdownNow();
        assertTrue(forgetful.awaitTermination(Await.SECONDS, TimeUnit.SECONDS));
        Await.value(port.shutdown());
        assertTrue(Await.value(anywhere.closedOnWorker));
        assertEquals(List.of("open", "close"), anywhere.calls());
    }

    @Test
    void shouldRunTasksAfterTheLinkHasClosed() {
        Anywhere anywhere = new Anywhere();
        Linkport port = ports.open();
        ports.peerOf(port, LinkOptions.DEFAULT.dispatch(pool), anywhere).close();
        anywhere.reason();
        CountDownLatch ran = new CountDownLatch(1);
        assertTrue(anywhere.link().execute(ran::countDown));
        Await.latch(ran);
        Await.value(port.shutdown());
        assertFalse(anywhere.link().execute(ran::countDown));
    }
}
