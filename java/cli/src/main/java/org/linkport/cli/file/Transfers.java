/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.file;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.linkport.cli.CommandFailure;
import org.linkport.cli.ExitCode;
import org.linkport.cli.Figures;
import org.linkport.cli.Json;
import org.linkport.cli.Printable;
import org.linkport.cli.Terminals;
import org.linkport.cli.client.ServerLink;
import org.linkport.protocol.file.Transfer;
import org.linkport.protocol.file.store.FileException;

/** Many transfers, some at once, with their progress at a terminal and their results. */
final class Transfers {
    private static final long TICK_MILLIS = 200;

    private final String name;
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;
    private final int parallel;
    private final List<Job> jobs = new ArrayList<>();
    private final Set<Transfer> running = ConcurrentHashMap.newKeySet();
    private long totalBytes;

    /* under the lock */
    private long doneBytes;
    private int doneFiles;
    private int failedFiles;
    private int exitCode = ExitCode.OK;

    /** One file. */
    private record Job(String from, String to, long bytes, Supplier<Transfer> begin) {}

    /** @param name of the command, for its failures */
    Transfers(String name, PrintWriter out, PrintWriter err, boolean json, int parallel) {
        this.name = name;
        this.out = out;
        this.err = err;
        this.json = json;
        this.parallel = parallel;
    }

    /** One more file of about that size. */
    void add(String from, String to, long bytes, Supplier<Transfer> begin) {
        jobs.add(new Job(from, to, bytes, begin));
        totalBytes += bytes;
    }

    /** Runs them all and returns the exit code. Blocks. */
    int run() {
        ProgressLine line = new ProgressLine(err, Terminals.isThere() && !json, totalBytes, jobs.size());
        Semaphore places = new Semaphore(parallel);
        long started = System.nanoTime();
        try {
            for (Job job : jobs) {
                while (!places.tryAcquire(TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                    show(line);
                }
                begin(job, places);
            }
            while (!places.tryAcquire(parallel, TICK_MILLIS, TimeUnit.MILLISECONDS)) {
                show(line);
            }
        } catch (InterruptedException e) {
            running.forEach(Transfer::cancel);
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.FAILED, "interrupted; --resume goes on from what is there", e);
        }
        line.end();
        return sum((System.nanoTime() - started) / 1e9);
    }

    private void show(ProgressLine line) {
        long moved =
                running.stream().mapToLong(each -> each.progress().doneBytes()).sum();
        synchronized (this) {
            line.at(doneBytes + moved, doneFiles);
        }
    }

    private void begin(Job job, Semaphore places) {
        Transfer transfer = job.begin.get();
        running.add(transfer);
        transfer.result().whenComplete((result, failure) -> {
            try {
                ended(job, transfer, result, failure);
            } finally {
                places.release();
            }
        });
    }

    private synchronized void ended(Job job, Transfer transfer, Transfer.Result result, Throwable failure) {
        running.remove(transfer);
        if (failure == null) {
            doneFiles++;
            doneBytes += result.sizeBytes();
            if (json) {
                out.println(json(job)
                        .add("ok", true)
                        .add("bytes", result.sizeBytes())
                        .add("sha256", result.sha256())
                        .add("links", result.links()));
            }
            return;
        }
        failedFiles++;
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        exitCode = exitCode == ExitCode.OK ? ServerLink.exitCode(cause) : exitCode;
        String what = "'" + job.from + "' to '" + job.to + "'";
        String reason = ServerLink.reason(what, cause);
        err.println(
                (Terminals.isThere() ? "\r" : "") + name + ": " + Printable.line(what + ": " + reason + advice(cause)));
        if (json) {
            out.println(json(job).add("ok", false).add("failure", reason));
        }
    }

    private static String advice(Throwable cause) {
        if (!(cause instanceof FileException refused)) {
            return "";
        }
        return switch (refused.failure()) {
            case EXISTS -> "; --replace takes its place";
            case LINK_ENDED -> "; --resume goes on from what is there";
            default -> "";
        };
    }

    private static Json json(Job job) {
        return new Json().add("from", job.from).add("to", job.to);
    }

    private synchronized int sum(double seconds) {
        if (!json) {
            out.println(doneFiles + " files, " + Figures.bytes(doneBytes) + " in "
                    + Figures.duration(Math.round(seconds * 1_000))
                    + ", " + Figures.rate(doneBytes / Math.max(seconds, 1e-3)) + "/s"
                    + (failedFiles == 0 ? "" : "; " + failedFiles + " failed"));
        }
        return exitCode;
    }
}
