/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

/** A task of the program for a link's worker. */
final class TaskMail extends Mail {
    private final EngineLink link;
    private final Runnable task;

    TaskMail(EngineLink link, Runnable task) {
        this.link = link;
        this.task = task;
    }

    @Override
    void deliver() {
        link.run(task);
    }

    @Override
    void undeliverable() {
        deliver(); // it was promised to run, and this is the worker's last occasion
    }
}
