/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.service.internal.command;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.service.ServiceOptions;

/** The service control manager, as an operator uses it. */
public interface ServiceControl {
    /**
     * Creates the service and all that belongs to it, or nothing.
     *
     * @param commandLine what it starts
     * @param password of the account, where one is needed
     * @return what this system could not set, each a sentence; usually none
     */
    List<String> install(ServiceOptions options, String commandLine, @Nullable String password)
            throws ServiceControlException;

    /** Deletes it, which must not run, and its source in the event log. */
    void uninstall(String name) throws ServiceControlException;

    /** Asks for a start and returns. */
    void start(String name, List<String> arguments) throws ServiceControlException;

    /** Asks for a stop and returns. */
    void stop(String name) throws ServiceControlException;

    /** What it is reported to do. */
    Report query(String name) throws ServiceControlException;

    /**
     * What the service control manager knows of a service.
     *
     * @param state where it is, in the words of {@code sc query}
     * @param processId of what runs, or 0
     * @param checkPoint of a pending state
     * @param waitHintMillis of a pending state
     * @param exitCode what Windows says of the last end; 0 for none
     * @param specificCode what the program said of it, if {@code exitCode} is 1066
     */
    record Report(State state, int processId, int checkPoint, int waitHintMillis, int exitCode, int specificCode) {}

    /** States of a service. */
    enum State {
        /** It does not run. */
        STOPPED,
        /** It starts. */
        START_PENDING,
        /** It stops. */
        STOP_PENDING,
        /** It runs. */
        RUNNING,
        /** Something that no service of this library reports. */
        OTHER
    }
}
