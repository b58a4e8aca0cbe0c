/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.linkport.CloseReason;
import org.linkport.ConnectFailedException;
import org.linkport.Link;
import org.linkport.LinkHandler;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;
import org.linkport.contract.Acting.Place;

/**
 * Promise 1: what a handler throws closes its own link with HANDLER_ERROR, is counted, and harms nothing else. Attacks
 * every place where a program is called, with a second link on the same worker as witness.
 */
class HandlerErrorsTest {
    @RegisterExtension
    final Ports ports = new Ports();

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CLOSE")
    void shouldCloseOnlyTheLinkWhoseHandlerThrows(Place place) {
        ports.expectHandlerErrors(1);
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder witness = new Recorder.Echo(ports);
        Peer witnessPeer = ports.peerOf(port, LinkOptions.DEFAULT, witness);
        Acting thrower = Acting.throwing(ports, place, new AssertionError("on purpose"));
        Listener listener = ports.listen(port, thrower.options(), link -> thrower);
        if (place == Place.OPEN) {
            Peer.expectResetOf(listener.address());
        } else {
            thrower.reach(ports.peer(listener.address()));
        }
        assertEquals(CloseReason.HANDLER_ERROR, thrower.reason());
        assertEquals("still here", witnessPeer.send("still here").readText(10));
        assertEquals(1, port.stats().closes().get(CloseReason.HANDLER_ERROR));
        assertEquals(1, port.stats().handlerErrors());
    }

    @Test
    void shouldResetThePeerOfAFailedHandler() {
        ports.expectHandlerErrors(1);
        Recorder thrower = Acting.throwing(ports, Place.RECEIVE, new StackOverflowError("on purpose"));
        Peer peer = ports.peerOf(thrower).send("x");
        peer.expectReset();
        assertEquals(CloseReason.HANDLER_ERROR, thrower.reason());
    }

    @Test
    void shouldCountWhatOnCloseThrowsAndKeepTheReason() {
        ports.expectHandlerErrors(1);
        Recorder thrower = Acting.throwing(ports, Place.CLOSE, new AssertionError("on purpose"));
        Linkport port = ports.open();
        ports.peerOf(port, LinkOptions.DEFAULT, thrower).close();
        assertEquals(CloseReason.PEER_CLOSE, thrower.reason());
        Await.until("counted", () -> port.stats().handlerErrors() == 1);
        assertEquals(1, port.stats().closes().get(CloseReason.PEER_CLOSE));
    }

    @Test
    void shouldDropAcceptedLinkWhoseFactoryThrows() {
        ports.expectHandlerErrors(2);
        Linkport port = ports.open();
        Listener throwing = ports.listen(port, link -> {
            throw new IllegalStateException("on purpose");
        });
        Listener returningNull = ports.listen(port, link -> null);
        Peer.expectResetOf(throwing.address());
        Peer.expectResetOf(returningNull.address());
        Await.until("both closed", () -> port.stats().linksClosed() == 2);
        assertEquals(2, port.stats().closes().get(CloseReason.HANDLER_ERROR));
    }

    @Test
    void shouldFailConnectWhoseFactoryThrows() {
        ports.expectHandlerErrors(1);
        Linkport port = ports.open();
        Listener listener = ports.listen(port, link -> new Recorder(ports));
        LinkHandler.Factory throwing = link -> {
            throw new IllegalStateException("on purpose");
        };
        ConnectFailedException failure = assertInstanceOf(
                ConnectFailedException.class, Await.failure(port.connect(listener.address(), throwing)));
        assertEquals(CloseReason.HANDLER_ERROR, failure.reason());
        assertEquals("on purpose", failure.getCause().getMessage());
    }

    @Test
    void shouldSurviveAHandlerThatInterruptsItsWorker() {
        Linkport port = ports.open(ports.builder().workers(1));
        Recorder interrupting = new Recorder.Echo(ports) {
            @Override
            void received(Link link, ByteBuffer data) throws Exception {
                super.received(link, data);
                Thread.currentThread().interrupt();
            }
        };
        Recorder witness = new Recorder.Echo(ports);
        Peer witnessPeer = ports.peerOf(port, LinkOptions.DEFAULT, witness);
        Peer peer = ports.peerOf(port, LinkOptions.DEFAULT, interrupting);
        for (int i = 0; i < 10; i++) {
            assertEquals("x", peer.send("x").readText(1));
            assertEquals("y", witnessPeer.send("y").readText(1));
        }
        long steps = port.stats().steps();
        Await.until("a quiet worker", () -> {
            long before = port.stats().steps();
            peer.send("x").read(1);
            return port.stats().steps() - before < 100;
        });
        assertTrue(port.stats().steps() - steps < 100_000, "the worker spins");
    }

    @Test
    void shouldRunLaterTasksAfterOneThrows() {
        ports.expectHandlerErrors(1);
        Recorder recorder = new Recorder(ports);
        ports.peerOf(recorder);
        recorder.execute(recorder.link(), () -> {
            throw new IllegalStateException("on purpose");
        });
        recorder.execute(recorder.link(), () -> {});
        assertEquals(CloseReason.HANDLER_ERROR, recorder.reason());
        Await.until("the second task ran", () -> recorder.count("task") == 2);
    }
}
