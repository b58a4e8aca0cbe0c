/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.life;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.linkport.service.ServiceContext;
import org.linkport.service.ServiceHost;
import org.linkport.service.ServiceMain;
import org.linkport.service.ServiceOptions;
import org.linkport.service.ServiceStartException;
import org.linkport.service.StopCause;
import org.linkport.service.internal.life.Journal.Entry;
import org.linkport.service.internal.life.ServiceStatus.State;

/**
 * One run of a service: START_PENDING, RUNNING, STOP_PENDING, STOPPED, and any of them may be left out but the last.
 * Whoever owns it calls {@link #tick} every {@link #TICK_MILLIS}; that is what makes the checkpoints grow and what ends a
 * start or a stop that takes too long. No code of the program runs under the lock.
 */
public final class ServiceLife implements ServiceContext {
    /** How often {@link #tick} is to be called, in milliseconds. */
    public static final int TICK_MILLIS = 1_000;

    /** What a pending state promises: the next report in this time. Ten ticks, so that a busy machine keeps it. */
    public static final int HINT_MILLIS = 10_000;

    private final Supplier<? extends ServiceMain> program;
    private final ServiceOptions options;
    private final ServiceHost host;
    private final List<String> arguments;
    private final StatusSink sink;
    private final Journal journal;
    private final Threads threads;
    private final LongSupplier clockMillis;
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    /** Made by the thread that starts it; here from when it has started. */
    private @Nullable ServiceMain main;

    private @Nullable State state;
    private int checkPoint;
    private long deadlineMillis;
    /** Until {@link ServiceMain#start} has returned or thrown. */
    private boolean starting = true;

    private @Nullable Thread startingThread;
    private @Nullable StopCause stopCause;
    private int failureCode;

    /** Where the code of the program runs. */
    public interface Threads {
        /** Runs the task on a thread of that name. */
        void start(String name, Runnable task);

        /** A new daemon thread for each task: a program that hangs must not keep the process. */
        Threads DAEMONS = (name, task) -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
        };
    }

    /** What surrounds a life; a test brings its own. */
    public record Surroundings(StatusSink sink, Journal journal, Threads threads, LongSupplier clockMillis) {}

    /** Nothing happens before {@link #begin}. */
    public ServiceLife(
            Supplier<? extends ServiceMain> program,
            ServiceOptions options,
            ServiceHost host,
            List<String> arguments,
            Surroundings surroundings) {
        this.program = program;
        this.options = options;
        this.host = host;
        this.arguments = List.copyOf(arguments);
        this.sink = surroundings.sink;
        this.journal = surroundings.journal;
        this.threads = surroundings.threads;
        this.clockMillis = surroundings.clockMillis;
    }

    /** Reports START_PENDING and starts the program. Once. */
    public void begin() {
        synchronized (this) {
            enterPending(State.START_PENDING, options.startMillis());
        }
        startThread("-start", this::startMain, Entry.START_FAILED, ServiceStartException.FAILED);
    }

    /**
     * Asks for a stop; the program learns of it on another thread. STOP_PENDING is reported when this returns. Only the
     * first request counts, and none does after the end.
     */
    public void requestStop(StopCause cause) {
        synchronized (this) {
            if (stopCause != null || state == null || state == State.STOPPED) {
                return;
            }
            stopCause = cause;
            enterPending(State.STOP_PENDING, options.drainMillis());
            if (starting) {
                if (startingThread != null) {
                    startingThread.interrupt();
                }
                return;
            }
        }
        startThread("-stop", () -> stopMain(cause), Entry.STOP_FAILED, failureCode);
    }

    /** Without a thread there is nobody to start or stop the program, and nothing to wait for. */
    private void startThread(String suffix, Runnable task, Entry entry, int exitCode) {
        try {
            threads.start(options.name() + suffix, task);
        } catch (Throwable e) { // OutOfMemoryError, when the system has no more threads
            synchronized (this) {
                if (state == State.STOPPED) {
                    return;
                }
                end(entry, "no thread: " + reason(e), e, exitCode);
            }
        }
    }

    /** The next checkpoint of a pending state, or its end if that took too long. */
    public synchronized void tick() {
        if (state != State.START_PENDING && state != State.STOP_PENDING) {
            return;
        }
        if (clockMillis.getAsLong() - deadlineMillis < 0) {
            reportPending();
        } else if (state == State.START_PENDING) {
            String text = "the start takes longer than startMillis, " + options.startMillis() + " ms";
            end(Entry.START_TIMED_OUT, text, null, ServiceStartException.TIMED_OUT);
        } else {
            String text = "the stop takes longer than drainMillis, " + options.drainMillis()
                    + " ms; what is not done will not be";
            end(Entry.DRAIN_EXCEEDED, text, null, failureCode);
        }
    }

    /** Whether the program is well; true unless it runs. Calls the program. */
    public boolean alive() {
        ServiceMain running;
        synchronized (this) {
            running = state == State.RUNNING ? main : null;
        }
        try {
            return running == null || running.alive();
        } catch (RuntimeException e) {
            return false;
        }
    }

    /** Completes with the exit code, after STOPPED was reported: 0, or what the service failed with. */
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    @Override
    public List<String> arguments() {
        return arguments;
    }

    @Override
    public ServiceHost host() {
        return host;
    }

    @Override
    public synchronized boolean stopRequested() {
        return stopCause != null;
    }

    @Override
    public void stop() {
        requestStop(StopCause.PROGRAM);
    }

    @Override
    public void fail(int exitCode, String message) {
        if (exitCode < 1 || exitCode > 255) {
            throw new IllegalArgumentException("exitCode is " + exitCode + " and must be from 1 to 255");
        }
        synchronized (this) {
            if (stopCause != null || state == null || state == State.STOPPED) {
                return;
            }
            failureCode = exitCode;
            journal.write(Entry.FAILED, "failed with exit code " + exitCode + ": " + message, null);
            requestStop(StopCause.FAILURE);
        }
    }

    private void startMain() {
        if (!enterStart()) {
            return;
        }
        Throwable failure = null;
        ServiceMain made = null;
        try {
            made = program.get();
            made.start(this);
        } catch (Throwable e) { // whatever it is, the service has not started and somebody must hear of it
            failure = e;
        }
        StopCause meanwhile = leaveStart(made, failure);
        if (meanwhile != null) {
            stopMain(meanwhile);
        }
    }

    private synchronized boolean enterStart() {
        if (state == State.STOPPED) { // the thread came so late that the time was over
            return false;
        }
        if (stopCause != null) {
            starting = false;
            end(Entry.STOPPED, "stopped before it started", null, failureCode);
            return false;
        }
        startingThread = Thread.currentThread();
        return true;
    }

    /** Answers why to stop now, if the start succeeded though a stop was asked for. */
    private synchronized @Nullable StopCause leaveStart(@Nullable ServiceMain made, @Nullable Throwable failure) {
        starting = false;
        main = made;
        startingThread = null;
        boolean interrupted = Thread.interrupted(); // by requestStop; the code below and stop() are not to see it
        if (state == State.STOPPED) {
            return null;
        }
        if (failure == null) {
            if (stopCause == null) {
                report(State.RUNNING, 0, 0, 0);
                journal.write(Entry.STARTED, "started", null);
            }
            return stopCause;
        }
        if (stopCause != null) {
            end(Entry.STOPPED, "stopped while it started" + (interrupted ? "" : ": " + failure), null, failureCode);
            return null;
        }
        int exitCode = failure instanceof ServiceStartException e ? e.exitCode() : ServiceStartException.FAILED;
        String text = "the start failed with exit code " + exitCode + ": " + reason(failure);
        end(Entry.START_FAILED, text, failure, exitCode);
        return null;
    }

    private static String reason(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank() ? failure.getClass().getName() : message;
    }

    private void stopMain(StopCause cause) {
        ServiceMain started;
        synchronized (this) {
            started = Objects.requireNonNull(main);
        }
        CompletionStage<?> stage;
        try {
            stage = Objects.requireNonNull(started.stop(cause), "stop() returned null");
        } catch (Throwable e) { // as above
            stage = CompletableFuture.failedStage(e);
        }
        stage.whenComplete((value, failure) -> stopped(failure));
    }

    private synchronized void stopped(@Nullable Throwable failure) {
        if (state == State.STOPPED) {
            return;
        }
        if (failure == null) {
            end(Entry.STOPPED, "stopped", null, failureCode);
        } else {
            end(Entry.STOP_FAILED, "the stop failed: " + reason(failure), failure, failureCode);
        }
    }

    /** The entry is written first: after the report the process may be gone at any moment. */
    private void end(Entry entry, String text, @Nullable Throwable cause, int exitCode) {
        journal.write(entry, text, cause);
        report(State.STOPPED, 0, 0, exitCode);
        ended.complete(exitCode);
    }

    private void enterPending(State pending, int limitMillis) {
        state = pending;
        checkPoint = 0;
        deadlineMillis = clockMillis.getAsLong() + limitMillis;
        reportPending();
    }

    private void reportPending() {
        checkPoint++;
        report(Objects.requireNonNull(state), checkPoint, HINT_MILLIS, 0);
    }

    private void report(State next, int nextCheckPoint, int hintMillis, int exitCode) {
        state = next;
        sink.report(new ServiceStatus(next, nextCheckPoint, hintMillis, exitCode));
    }
}
