/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.service.ServiceHost;
import org.linkport.service.ServiceMain;
import org.linkport.service.ServiceOptions;
import org.linkport.service.StopCause;
import org.linkport.service.internal.life.Journal;
import org.linkport.service.internal.life.LifeLoop;
import org.linkport.service.internal.life.ServiceLife;
import org.linkport.service.internal.life.StatusSink;
import org.linkport.service.internal.systemd.Systemd;

/** This process as a program of a console, or of a systemd unit if one says that it wants to hear. */
public final class ConsoleRun {
    private ConsoleRun() {}

    /** Runs the program on the calling thread's time until it ends; answers its exit code. */
    public static int run(ServiceOptions options, Supplier<? extends ServiceMain> program, List<String> arguments) {
        boolean linux = System.getProperty("os.name").equals("Linux");
        try (Systemd systemd =
                linux ? Systemd.of(System.getenv(), ProcessHandle.current().pid()) : null) {
            return run(options, program, arguments, systemd);
        }
    }

    private static int run(
            ServiceOptions options,
            Supplier<? extends ServiceMain> program,
            List<String> arguments,
            @Nullable Systemd systemd) {
        StatusSink sink = systemd != null ? systemd : status -> {};
        ServiceLife.Surroundings surroundings = new ServiceLife.Surroundings(
                sink,
                Journal.to(System.err),
                ServiceLife.Threads.DAEMONS,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        ServiceHost host = systemd != null ? ServiceHost.SYSTEMD : ServiceHost.CONSOLE;
        ServiceLife life = new ServiceLife(program, options, host, arguments, surroundings);
        // The JVM waits for its hooks, and this one for the end of the life, which the loop below brings in time.
        Thread hook = new Thread(
                () -> {
                    life.requestStop(StopCause.SIGNAL);
                    life.ended().join();
                },
                options.name() + "-signal");
        Runtime.getRuntime().addShutdownHook(hook);
        int exitCode = LifeLoop.run(
                life, systemd != null ? systemd.tickMillis() : ServiceLife.TICK_MILLIS, () -> feed(life, systemd));
        forget(hook);
        return exitCode;
    }

    private static void feed(ServiceLife life, @Nullable Systemd systemd) {
        if (systemd != null && life.alive()) {
            systemd.feedWatchdog();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is what ended the life, and the JVM ends with it.
        }
    }
}
