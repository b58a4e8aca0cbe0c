/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.linkport.service.ServiceContext;
import org.linkport.service.ServiceMain;
import org.linkport.service.StopCause;

/** A program that does what a test says, and checks that it is called as promised. */
final class ScriptedMain implements ServiceMain {
    /** What start() does. */
    interface Start {
        void run(ServiceContext context) throws Exception;
    }

    Start onStart = context -> {};
    CompletableFuture<Void> drained = new CompletableFuture<>();
    RuntimeException onStop;
    boolean alive = true;
    final List<StopCause> stops = new ArrayList<>();
    int starts;
    private boolean started;

    @Override
    public void start(ServiceContext context) throws Exception {
        starts++;
        assertEquals(1, starts, "one start");
        onStart.run(context);
        started = true;
    }

    @Override
    public CompletionStage<?> stop(StopCause cause) {
        assertTrue(started, "no stop before the start succeeded");
        stops.add(cause);
        assertEquals(1, stops.size(), "one stop");
        if (onStop != null) {
            throw onStop;
        }
        return drained;
    }

    @Override
    public boolean alive() {
        return alive;
    }
}
