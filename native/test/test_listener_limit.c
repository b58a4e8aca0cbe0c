/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the limit of a listener beside that of the port: never a link more of that listener, another listener is not
 * held up by it, nobody is dropped, what waits is served as links of that listener end, and meanwhile workers sleep.
 */
#include "support.h"

#include <string.h>

enum { LISTENERS = 2, CLIENTS = 10 };

/* By the cookie of the listener. */
static const uint32_t limits[LISTENERS] = {1, 3};
static uint32_t live[LISTENERS];
static uint32_t most[LISTENERS];
static uint32_t served[LISTENERS];

static void count(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_ACCEPTED) {
        uint32_t now = ++live[event->cookie];
        most[event->cookie] = now > most[event->cookie] ? now : most[event->cookie];
        served[event->cookie]++;
        CHECK(now <= limits[event->cookie]);
    } else if (event->kind == LP_EVENT_CLOSED) {
        live[event->cookie]--;
    }
    rig_echo(w, event);
}

static uint16_t listen_on(rig *r, uint32_t worker, uint32_t depth, uint32_t cookie) {
    lp_listen_options options = {
        .size = sizeof options, .accept_depth = depth, .backlog = 64, .cookie = cookie, .max_links = limits[cookie]};
    rig_listen_with(r, worker, &options);
    return r->tcp_port;
}

static void connect_all(SOCKET *clients, uint16_t tcp_port) {
    for (uint32_t i = 0; i < CLIENTS; i++) {
        clients[i] = client_connect(tcp_port);
        client_send(clients[i], "ping", 4);
    }
}

/* In the order in which they came. */
static void serve_all(SOCKET *clients) {
    for (uint32_t i = 0; i < CLIENTS; i++) {
        char in[4];
        client_receive(clients[i], in, sizeof in);
        client_close(clients[i]);
    }
}

static void two_listeners(uint32_t workers, uint32_t depth, uint32_t max_links) {
    static rig r;
    SOCKET clients[LISTENERS][CLIENTS];
    lp_options options = rig_options(workers, 0);
    options.max_links = max_links;
    memset(live, 0, sizeof live);
    memset(most, 0, sizeof most);
    memset(served, 0, sizeof served);
    rig_create(&r, &options, count, NULL);
    rig_start(&r);
    uint16_t first = listen_on(&r, 0, depth, 0);
    uint16_t second = listen_on(&r, workers - 1, depth, 1);
    uint32_t room = limits[0] + limits[1] < max_links ? limits[0] + limits[1] : max_links;
    connect_all(clients[0], first);
    WAIT(&r, r.seen.accepted == limits[0] && rig_stats(&r).accepts_held == depth);
    connect_all(clients[1], second);
    WAIT(&r, r.seen.accepted == room && rig_stats(&r).accepts_held == 2 * depth);
    WAIT(&r, r.seen.sent_bytes == 4 * room);
    uint64_t steps = rig_stats(&r).steps;
    Sleep(500); /* nothing can be waited for: what is tested is that nothing happens */
    CHECK(rig_stats(&r).steps - steps < 6 * workers);
    CHECK_EQUAL(r.seen.accepted, room);
    serve_all(clients[1]);
    WAIT(&r, served[1] == CLIENTS && live[1] == 0);
    CHECK_EQUAL(served[0], limits[0]);
    serve_all(clients[0]);
    WAIT(&r, r.seen.closed == LISTENERS * CLIENTS);
    CHECK_EQUAL(most[0], limits[0]);
    CHECK(most[1] > 0);
    CHECK_EQUAL(rig_stats(&r).accepts_failed, 0);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

/* Links outlive their listener: the next one, perhaps in the same place, has all its own places and no more. */
static void next_listener(void) {
    static rig r;
    SOCKET old[3];
    SOCKET young[CLIENTS];
    lp_options options = rig_options(2, 0);
    memset(live, 0, sizeof live);
    rig_create(&r, &options, NULL, NULL);
    r.close_on_end = true;
    rig_start(&r);
    (void)listen_on(&r, 0, 2, 1);
    for (uint32_t i = 0; i < 3; i++) {
        old[i] = client_connect(r.tcp_port);
    }
    WAIT(&r, r.seen.accepted == 3);
    CHECK_EQUAL(lp_listener_close(r.port, r.listener), LP_OK);
    WAIT(&r, r.seen.listeners_closed == 1);
    (void)listen_on(&r, 0, 2, 0);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        young[i] = client_connect(r.tcp_port);
    }
    WAIT(&r, r.seen.accepted == 4 && rig_stats(&r).accepts_held == 2);
    for (uint32_t i = 0; i < 3; i++) {
        client_close(old[i]);
    }
    WAIT(&r, r.seen.closed == 3);
    CHECK_EQUAL(r.seen.accepted, 4);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        client_close(young[i]);
        WAIT(&r, r.seen.closed == 4 + i);
    }
    CHECK_EQUAL(r.seen.accepted, 3 + CLIENTS);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    two_listeners(1, 1, 100);
    two_listeners(3, 4, 100);
    two_listeners(2, 2, 3);
    next_listener();
    return 0;
}
