/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.linkport.contract.Await;

/** The command in a thread of its own, for what goes on until something ends it. */
public final class RunningCommand {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final AtomicInteger exitCode = new AtomicInteger(-1);
    private final Thread thread;

    private RunningCommand(List<String> arguments) {
        thread = new Thread(
                () -> exitCode.set(LinkportMain.execute(
                        new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(new String[0]))),
                "running-command");
    }

    public static RunningCommand start(List<String> arguments) {
        RunningCommand command = new RunningCommand(arguments);
        command.thread.start();
        return command;
    }

    /** What it has printed until now. */
    public String out() {
        return out.toString();
    }

    /** Waits for its end, which something else brings about. */
    public Terminal ended() {
        Await.end(thread);
        return new Terminal(exitCode.get(), out(), err.toString().replace("\r\n", "\n"));
    }
}
