/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal;

import org.linkport.Link;
import org.linkport.internal.engine.FailureLog;
import org.slf4j.Logger;

/** Writes failures that nobody else can be told of to the log. */
final class LoggedFailures implements FailureLog {
    private final Logger log;

    LoggedFailures(Logger log) {
        this.log = log;
    }

    @Override
    public void handlerFailed(Link link, Throwable failure) {
        log.error("a callback of {} threw; the link is aborted", link, failure);
    }

    @Override
    public void workerFailed(String worker, Throwable failure) {
        log.error("a step of worker {} failed; it goes on", worker, failure);
    }

    @Override
    public void programFailed(String what, Throwable failure) {
        log.error("{} threw", what, failure);
    }

    @Override
    public void stopOverdue(String worker, long operations, long millis) {
        log.warn(
                "worker {} cannot end: {} ms after its drain deadline the system still owns {} operations; it waits on",
                worker,
                millis,
                operations);
    }
}
