/* SPDX-License-Identifier: Apache-2.0 */
package org.linkport.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.linkport.Link;
import org.linkport.LinkOptions;
import org.linkport.Linkport;
import org.linkport.Listener;

/** Some links of one Linkport with their peers, in the order in which they opened. */
final class Crowd {
    final List<Peer> peers = new ArrayList<>();
    final List<Recorder> recorders = new ArrayList<>();

    /** One after the other, so that peer i is at the other end of link i. */
    static Crowd of(Ports ports, Linkport port, int links) {
        return of(ports, port, links, LinkOptions.DEFAULT, () -> new Recorder(ports));
    }

    static Crowd of(Ports ports, Linkport port, int links, LinkOptions options, Supplier<Recorder> handlers) {
        Crowd crowd = new Crowd();
        Listener listener = ports.listen(port, options, link -> {
            Recorder recorder = handlers.get();
            synchronized (crowd.recorders) {
                crowd.recorders.add(recorder);
            }
            return recorder;
        });
        for (int i = 0; i < links; i++) {
            crowd.peers.add(ports.peer(listener.address()));
            int open = i + 1;
            Await.until("link " + open + " is there", () -> crowd.opened() == open);
            crowd.recorder(i).link();
        }
        return crowd;
    }

    private int opened() {
        synchronized (recorders) {
            return recorders.size();
        }
    }

    Recorder recorder(int i) {
        synchronized (recorders) {
            return recorders.get(i);
        }
    }

    Link link(int i) {
        return recorder(i).link();
    }

    Peer peer(int i) {
        return peers.get(i);
    }

    int size() {
        return peers.size();
    }

    /** Every peer reads this next. */
    void expect(String text) {
        for (int i = 0; i < size(); i++) {
            assertEquals(text, peer(i).readText(text.length()), "peer " + i);
        }
    }
}
