/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.systemd;

import com.sun.jna.LastErrorException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.linkport.service.internal.life.ServiceLife;
import org.linkport.service.internal.life.ServiceStatus;
import org.linkport.service.internal.life.StatusSink;

/** The manager that started this process and wants to hear of its state; see sd_notify(3). Calls are serial. */
public final class Systemd implements StatusSink, AutoCloseable {
    private final DatagramSocket socket;
    private final long watchdogMillis;
    private boolean complained;
    private boolean stopping;

    private Systemd(DatagramSocket socket, long watchdogMillis) {
        this.socket = socket;
        this.watchdogMillis = watchdogMillis;
    }

    /**
     * The manager that these variables of the environment name, or null if they name none.
     *
     * @param processId of this process: a watchdog may be meant for another one
     * @throws IllegalArgumentException for a socket that cannot be
     */
    public static @Nullable Systemd of(Map<String, String> environment, long processId) {
        String name = environment.get("NOTIFY_SOCKET");
        if (name == null || name.isEmpty()) {
            return null;
        }
        return new Systemd(new DatagramSocket(name), watchdogMillis(environment, processId));
    }

    private static long watchdogMillis(Map<String, String> environment, long processId) {
        String micros = environment.getOrDefault("WATCHDOG_USEC", "");
        String meant = environment.getOrDefault("WATCHDOG_PID", String.valueOf(processId));
        if (!micros.matches("[0-9]{1,18}") || !meant.equals(String.valueOf(processId))) {
            return 0;
        }
        return TimeUnit.MICROSECONDS.toMillis(Long.parseLong(micros));
    }

    /** How often to tick, in milliseconds: twice in the time of the watchdog at least. */
    public int tickMillis() {
        return watchdogMillis == 0
                ? ServiceLife.TICK_MILLIS
                : (int) Math.max(1, Math.min(ServiceLife.TICK_MILLIS, watchdogMillis / 2));
    }

    /** Feeds the watchdog, if there is one. */
    public void feedWatchdog() {
        if (watchdogMillis > 0) {
            send("WATCHDOG=1");
        }
    }

    /** READY, STOPPING, and more time while one of them is to come. */
    @Override
    public void report(ServiceStatus status) {
        String more = "EXTEND_TIMEOUT_USEC=" + TimeUnit.MILLISECONDS.toMicros(status.waitHintMillis());
        switch (status.state()) {
            case START_PENDING -> send("STATUS=starting\n" + more);
            case RUNNING -> send("READY=1\nSTATUS=running");
            case STOP_PENDING -> {
                send((stopping ? "" : "STOPPING=1\n") + "STATUS=stopping\n" + more);
                stopping = true;
            }
            case STOPPED -> send((stopping ? "" : "STOPPING=1\n") + "STATUS=stopped, exit code " + status.exitCode());
        }
    }

    private void send(String text) {
        try {
            socket.send(text);
        } catch (LastErrorException e) {
            if (!complained) {
                complained = true;
                System.err.println("systemd does not take '" + text.replace('\n', ' ') + "': " + e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
