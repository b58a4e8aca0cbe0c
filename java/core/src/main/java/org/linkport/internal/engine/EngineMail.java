/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

/** A task of the engine for a worker. */
final class EngineMail extends Mail {
    private final Runnable task;
    private final Runnable otherwise;

    EngineMail(Runnable task, Runnable otherwise) {
        this.task = task;
        this.otherwise = otherwise;
    }

    @Override
    void deliver() {
        task.run();
    }

    @Override
    void undeliverable() {
        otherwise.run();
    }
}
