/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the end of a listener while clients storm in and links are spread over four workers: after
 * LP_EVENT_LISTENER_CLOSED nobody, on any worker, reports a link of it; and the next listener is not touched by the
 * last one's end.
 */
#include "support.h"

#include <string.h>

enum { ROUNDS = 30, CLIENTS = 40 };

typedef struct storming {
    uint64_t closed_cookie; /* of the last listener that closed; they grow */
    uint16_t tcp_port;
    bool stall; /* worker 1 is slow: its first handler waits for this to end */
    bool stalled;
} storming;

static void serve(rig_worker *w, const lp_event *event) {
    storming *s = w->rig->context;
    if (event->kind == LP_EVENT_ACCEPTED) {
        CHECK(event->cookie > s->closed_cookie);
        rig_simple(w, event->link, LP_COMMAND_ABORT, 0);
        while (s->stall && w->index == 1) {
            s->stalled = true;
            WakeAllConditionVariable(&w->rig->happened);
            rig_sleep(w->rig, rig_clock() + RIG_WAIT_MILLIS, __FILE__, __LINE__, "!stall");
        }
    } else if (event->kind == LP_EVENT_LISTENER_CLOSED) {
        CHECK(event->cookie > s->closed_cookie);
        s->closed_cookie = event->cookie;
    }
}

static DWORD WINAPI storm(void *argument) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons(*(const uint16_t *)argument);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < CLIENTS; i++) {
        SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        CHECK(client != INVALID_SOCKET);
        (void)connect(client, (struct sockaddr *)&address, sizeof address); /* it may be gone by now */
        client_close(client);
    }
    return 0;
}

/* A slow worker has sockets of the listener in its mailbox when it closes. */
static void slow_worker(void) {
    static rig r;
    static storming s;
    lp_options options = rig_options(2, 0);
    s.stall = true;
    rig_create(&r, &options, serve, &s);
    rig_start(&r);
    lp_address address = loopback(0);
    lp_address bound;
    lp_listener listener;
    lp_listen_options listen = {.size = sizeof listen, .accept_depth = 4, .backlog = 64, .cookie = 1};
    CHECK_EQUAL(lp_listen(r.port, 0, &address, &listen, &listener, &bound, NULL), LP_OK);
    for (int i = 0; i < CLIENTS; i++) {
        client_close(client_connect(bound.tcp_port));
    }
    WAIT(&r, s.stalled && rig_stats(&r).accepts_completed == CLIENTS);
    CHECK_EQUAL(lp_listener_close(r.port, listener), LP_OK);
    lp_stats one;
    do { /* worker 0 has nothing of it any more */
        CHECK_EQUAL(lp_wake(r.port, 0), LP_OK);
        CHECK_EQUAL(lp_stats_read(r.port, 0, &one, sizeof one), LP_OK);
    } while (one.operations_now > 0);
    uint64_t steps = one.steps;
    do {
        CHECK_EQUAL(lp_wake(r.port, 0), LP_OK);
        CHECK_EQUAL(lp_stats_read(r.port, 0, &one, sizeof one), LP_OK);
    } while (one.steps < steps + 5);
    rig_lock(&r);
    CHECK_EQUAL(r.seen.listeners_closed, 0);
    s.stall = false;
    WakeAllConditionVariable(&r.happened);
    rig_unlock(&r);
    WAIT(&r, r.seen.listeners_closed == 1);
    CHECK_EQUAL(r.seen.accepted, CLIENTS);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

static void storms(void) {
    static rig r;
    static storming s;
    lp_options options = rig_options(4, 0);
    rig_create(&r, &options, serve, &s);
    r.event_max = 3; /* so that links wait for room to be reported */
    rig_start(&r);
    for (uint32_t round = 1; round <= ROUNDS; round++) {
        lp_address address = loopback(0);
        lp_address bound;
        lp_listener listener;
        lp_listen_options listen = {.size = sizeof listen, .accept_depth = 16, .backlog = 64, .cookie = round};
        CHECK_EQUAL(lp_listen(r.port, round % 4, &address, &listen, &listener, &bound, NULL), LP_OK);
        uint32_t accepted = r.seen.accepted;
        s.tcp_port = bound.tcp_port;
        HANDLE thread = thread_start(storm, &s.tcp_port);
        WAIT(&r, r.seen.accepted > accepted + round % 20);
        CHECK_EQUAL(lp_listener_close(r.port, listener), LP_OK);
        WAIT(&r, r.seen.listeners_closed == round);
        CHECK_EQUAL(lp_listener_close(r.port, listener), LP_STALE);
        thread_join(thread);
    }
    WAIT(&r, r.seen.closed == r.seen.accepted);
    printf("accepted %u in %d rounds\n", r.seen.accepted, ROUNDS);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    slow_worker();
    storms();
    return 0;
}
