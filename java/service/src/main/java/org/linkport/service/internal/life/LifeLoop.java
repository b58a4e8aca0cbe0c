/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Drives a {@link ServiceLife} on the calling thread until it ends. */
public final class LifeLoop {
    private LifeLoop() {}

    /**
     * Begins the life and ticks until it ends; after each tick runs {@code afterTick}, which must not throw.
     *
     * @param tickMillis at most {@link ServiceLife#TICK_MILLIS}
     * @return the exit code
     */
    public static int run(ServiceLife life, int tickMillis, Runnable afterTick) {
        life.begin();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return life.ended().get(tickMillis, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    life.tick();
                    afterTick.run();
                } catch (InterruptedException e) {
                    interrupted = true; // a service is stopped by a stop
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a life ends with a number", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
