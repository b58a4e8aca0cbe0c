/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service;

import java.util.List;

/** What the program may know of, and ask of, what runs it. Any thread. */
public interface ServiceContext {
    /** What the program was given: the arguments it was installed or run with, then those of the start command. */
    List<String> arguments();

    /** What runs it. */
    ServiceHost host();

    /** Whether a stop was asked for, by anyone. */
    boolean stopRequested();

    /** Asks for an orderly stop, as if the operator had; idempotent, returns at once. */
    void stop();

    /**
     * Says that the program cannot go on. It is stopped in order, with {@link StopCause#FAILURE}, and then reported as
     * failed, so that the service control manager or systemd restarts it if told to. Returns at once; after a stop was
     * asked for it does nothing.
     *
     * @param exitCode what to report; 1 to 255
     * @param message one sentence for the log of the system
     */
    void fail(int exitCode, String message);
}
