/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.linkport.Engine;
import org.linkport.Linkport;
import org.linkport.LinkportBuilder;
import org.linkport.Listener;
import org.linkport.WorkerFailedException;

/**
 * Workers bound to processors: the system says that they are, from before the start hook on, where the engine can; where
 * it cannot, opening is refused with the reason. Attacks processors that are not there, and what a refusal leaves behind.
 */
class AffinityTest {
    /** No machine that runs this has so many. */
    private static final int ABSENT = 4_095;

    @RegisterExtension
    final Ports ports = new Ports();

    private static boolean canBind() {
        return Ports.ENGINE == Engine.IOCP;
    }

    private static void expectRefusal(LinkportBuilder builder, String processors) {
        UnsupportedOperationException refusal = assertThrows(UnsupportedOperationException.class, builder::open);
        assertTrue(refusal.getMessage().startsWith("affinity is " + processors), refusal::getMessage);
        assertTrue(refusal.getMessage().contains("Engine.NIO"), refusal::getMessage);
        expectNoThread(builder);
    }

    private static void expectNoThread(LinkportBuilder builder) {
        String prefix = builder.options().name() + "-";
        assertEquals(
                0,
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith(prefix))
                        .count());
    }

    @Test
    void shouldBindEachWorkerOrSayThatItCannot() {
        List<Integer> atStart = new CopyOnWriteArrayList<>();
        LinkportBuilder builder = ports.builder().workers(2).affinity(0, 1).onWorkerStart(worker -> {
            assertEquals(worker.index(), worker.processor());
            atStart.add(worker.processor());
            return null;
        });
        if (!canBind()) {
            expectRefusal(builder, "[0, 1]");
            assertEquals(List.of(), atStart);
            return;
        }
        Linkport port = ports.open(builder);
        assertEquals(Set.of(0, 1), Set.copyOf(atStart));
        Recorder echo = new Recorder.Echo(ports);
        Listener listener = ports.listen(port, link -> echo);
        Peer peer = ports.peer(listener.address());
        assertEquals("x", peer.send("x").readText(1));
        assertEquals(echo.link().worker().index(), echo.link().worker().processor());
    }

    @Test
    void shouldBindTwoWorkersToOneProcessorOrSayThatItCannot() {
        LinkportBuilder builder = ports.builder().workers(2).affinity(1, 1);
        if (!canBind()) {
            expectRefusal(builder, "[1, 1]");
            return;
        }
        ports.open(builder.onWorkerStart(worker -> {
            assertEquals(1, worker.processor());
            return null;
        }));
    }

    @Test
    void shouldNotOpenWithAProcessorThatIsNotThere() {
        LinkportBuilder builder = ports.builder().workers(2).affinity(0, ABSENT);
        if (!canBind()) {
            expectRefusal(builder, "[0, " + ABSENT + "]");
            return;
        }
        WorkerFailedException failure = assertThrows(WorkerFailedException.class, builder::open);
        assertInstanceOf(IllegalArgumentException.class, failure.getCause());
        String expected = "affinity[1] is " + ABSENT + " and must be a processor of this machine: ";
        assertTrue(failure.getMessage().contains(expected), failure::getMessage);
        assertTrue(failure.getMessage().contains("-1 could not start"), failure::getMessage);
        expectNoThread(builder);
    }

    @Test
    void shouldRunAnywhereWithout() {
        ports.open(ports.builder().onWorkerStart(worker -> {
            assertEquals(-1, worker.processor());
            return null;
        }));
    }
}
