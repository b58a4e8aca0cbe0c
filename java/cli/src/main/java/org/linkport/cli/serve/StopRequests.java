/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.cli.serve;

import java.io.IOException;
import org.linkport.cli.ExitCode;
import org.linkport.cli.LogOutput;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What ends a server from outside: a signal, the end of standard input, an interrupt of the thread that waits. */
final class StopRequests {
    private static final Logger LOG = LoggerFactory.getLogger(StopRequests.class);

    private StopRequests() {}

    /** Waits for the end of the server, which one of them brings about. */
    static void during(Server server, boolean stopOnEof) {
        Thread onSignal = new Thread(() -> endWith(server), "linkport-signal");
        Runtime.getRuntime().addShutdownHook(onSignal);
        if (stopOnEof) {
            Thread waiter = new Thread(() -> awaitEof(server), "linkport-eof");
            waiter.setDaemon(true);
            waiter.start();
        }
        try {
            server.awaitEnd();
        } catch (InterruptedException e) {
            LOG.info("stopping: interrupted"); // asked for by who runs the command inside another program
        }
        forget(onSignal);
    }

    private static void endWith(Server server) {
        LOG.info("stopping: a signal came");
        server.close();
        LogOutput.end();
        Runtime.getRuntime().halt(ExitCode.OK); // a signal was asked for and obeyed: that is no failure
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            LOG.trace("it runs, and ends the process", e);
        }
    }

    private static void awaitEof(Server server) {
        try {
            while (System.in.read() >= 0) {
                // What is typed means nothing; only the end does.
            }
            LOG.info("stopping: standard input has ended");
        } catch (IOException e) {
            LOG.warn("standard input failed, which ends the server", e);
        }
        server.port().shutdown();
    }
}
