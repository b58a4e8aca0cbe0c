/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.internal.engine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.linkport.Broadcast;
import org.linkport.SendResult;

/** Links for which one thread asks the same. Mail to a worker's links is posted together, so that it wakes once. */
final class LinksByWorker {
    private final List<WorkerLoop> workers;
    private final List<List<EngineLink>> links;
    private int queued;
    private int congested;
    private int rejected;

    LinksByWorker(List<WorkerLoop> workers) {
        this.workers = workers;
        this.links = new ArrayList<>(workers.size());
        for (WorkerLoop unused : workers) {
            links.add(new ArrayList<>(0));
        }
    }

    void add(EngineLink link) {
        links.get(link.loop().index()).add(link);
    }

    /** Sends a message on all of them. */
    Broadcast send(ByteBuffer message) {
        for (int i = 0; i < workers.size(); i++) {
            if (workers.get(i).isCurrentThread()) {
                links.get(i).forEach(link -> count(link.send(message.duplicate())));
            } else {
                sendElsewhere(workers.get(i), links.get(i), message);
            }
        }
        return new Broadcast(queued, congested, rejected);
    }

    private void count(SendResult result) {
        switch (result) {
            case QUEUED -> queued++;
            case CONGESTED -> congested++;
            case REJECTED -> rejected++;
        }
    }

    /** First every message, then the mail: a link whose mail is held back would keep other senders waiting. */
    private void sendElsewhere(WorkerLoop worker, List<EngineLink> all, ByteBuffer message) {
        List<EngineLink> accepted = new ArrayList<>(all.size());
        for (EngineLink link : all) {
            SendResult result = link.output().offer(message.duplicate());
            count(result);
            if (result.isAccepted()) {
                accepted.add(link);
            }
        }
        post(worker, accepted, LinkRequests.MESSAGES);
    }

    /** Closes all of them. The number of those that were not about to close. */
    int close() {
        int asked = 0;
        for (int i = 0; i < workers.size(); i++) {
            List<EngineLink> all = links.get(i);
            all.removeIf(link -> !link.beginsClosing());
            asked += all.size();
            if (workers.get(i).isCurrentThread()) {
                all.forEach(link -> link.request(LinkRequests.CLOSE));
            } else {
                post(workers.get(i), all, LinkRequests.CLOSE);
            }
        }
        return asked;
    }

    private static void post(WorkerLoop worker, List<EngineLink> all, int request) {
        Mail newest = null;
        Mail oldest = null;
        for (EngineLink link : all) {
            if (link.mustPost(request)) {
                link.nextMail = newest;
                newest = link;
                oldest = oldest == null ? link : oldest;
            }
        }
        if (newest != null && oldest != null && !worker.postAll(newest, oldest)) {
            undeliverable(newest);
        }
    }

    private static void undeliverable(@Nullable Mail newest) {
        for (Mail mail = newest; mail != null; ) {
            Mail next = mail.nextMail;
            mail.nextMail = null;
            mail.undeliverable();
            mail = next;
        }
    }
}
