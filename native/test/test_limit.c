/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the limit of links: accepting pauses at max_links and resumes as links close, on any worker; nobody is
 * dropped; and while it pauses the workers sleep instead of spinning.
 */
#include "support.h"

enum { LIMIT = 4, CLIENTS = 20 };

static void limit(uint32_t workers, uint32_t depth) {
    static rig r;
    SOCKET clients[CLIENTS];
    lp_options options = rig_options(workers, 0);
    options.max_links = LIMIT;
    rig_create(&r, &options, rig_echo, NULL);
    rig_start(&r);
    rig_listen(&r, 0, depth, 64);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        clients[i] = client_connect(r.tcp_port);
        client_send(clients[i], "ping", 4);
    }
    WAIT(&r, r.seen.accepted == LIMIT && r.seen.received_bytes == LIMIT * 4 && r.seen.sent_bytes == LIMIT * 4);
    WAIT(&r, rig_stats(&r).accepts_held == depth);
    uint64_t steps = rig_stats(&r).steps;
    Sleep(500); /* nothing can be waited for: what is tested is that nothing happens */
    CHECK(rig_stats(&r).steps - steps < 6 * workers);
    CHECK_EQUAL(r.seen.accepted, LIMIT);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        char in[4];
        client_receive(clients[i], in, 4); /* in the order of the backlog */
        client_close(clients[i]);
    }
    WAIT(&r, r.seen.closed == CLIENTS);
    CHECK_EQUAL(r.seen.accepted, CLIENTS);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

/* A stop, and the end of the listener, find accepted sockets that wait for room. */
static void stop_while_held(void) {
    static rig r;
    SOCKET clients[3];
    lp_options options = rig_options(2, 0);
    options.max_links = 1;
    rig_create(&r, &options, NULL, NULL);
    rig_start(&r);
    rig_listen(&r, 1, 2, 8);
    for (uint32_t i = 0; i < 3; i++) {
        clients[i] = client_connect(r.tcp_port);
    }
    WAIT(&r, rig_stats(&r).accepts_held == 2);
    for (uint32_t i = 0; i < 3; i++) {
        client_close(clients[i]);
    }
    rig_finish(&r, 0);
    CHECK_EQUAL(r.seen.accepted, 1);
}

int main(void) {
    limit(1, 1);
    limit(1, 4);
    limit(3, 2);
    stop_while_held();
    return 0;
}
