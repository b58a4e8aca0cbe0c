/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import org.linkport.Link;

/** Where exceptions go that nobody else can be told of. Packages of the data path write no log themselves. */
public interface FailureLog {
    /** A callback or a task of the program threw. */
    void handlerFailed(Link link, Throwable failure);

    /** A step of a worker threw, which is a fault of the library or of the machine. */
    void workerFailed(String worker, Throwable failure);

    /** Something else of the program threw. */
    void programFailed(String what, Throwable failure);

    /** A worker cannot end, because the system keeps operations of it so long after the drain deadline. */
    void stopOverdue(String worker, long operations, long millis);
}
