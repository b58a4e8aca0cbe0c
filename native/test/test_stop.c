/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the stop: while echoing at full speed, with links that never drain, from several threads at once, twice with
 * a shorter deadline, and while clients still knock. Every worker ends with STOPPED and owns nothing.
 */
#include "support.h"

enum { CLIENTS = 12, STOPPERS = 4 };

typedef struct stopping {
    uint16_t tcp_port;
    rig *rig;
} stopping;

/* Talks until the other side has enough; any end will do. */
static DWORD WINAPI chatter(void *argument) {
    stopping *s = argument;
    char bytes[2000] = {1};
    SOCKET client = client_connect(s->tcp_port);
    while (send(client, bytes, sizeof bytes, 0) > 0 && recv(client, bytes, sizeof bytes, 0) > 0) {
    }
    client_close(client);
    return 0;
}

/* Connects until nobody listens. */
static DWORD WINAPI knock(void *argument) {
    stopping *s = argument;
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_port = htons(s->tcp_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int result = 0; result == 0;) {
        SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
        CHECK(client != INVALID_SOCKET);
        result = connect(client, (struct sockaddr *)&address, sizeof address);
        client_close(client);
    }
    return 0;
}

static DWORD WINAPI stop(void *argument) {
    stopping *s = argument;
    CHECK_EQUAL(lp_stop(s->rig->port, 2000), LP_OK);
    return 0;
}

static void stop_busy(uint32_t workers, uint32_t flags, uint32_t drain_millis) {
    static rig r;
    HANDLE threads[CLIENTS + 1];
    HANDLE stoppers[STOPPERS];
    lp_options options = rig_options(workers, flags);
    rig_create(&r, &options, rig_echo, NULL);
    rig_start(&r);
    rig_listen(&r, workers - 1, 4, 16);
    stopping s = {r.tcp_port, &r};
    for (uint32_t i = 0; i < CLIENTS; i++) {
        threads[i] = thread_start(chatter, &s);
    }
    WAIT(&r, r.seen.received > 200 && r.seen.accepted == CLIENTS);
    threads[CLIENTS] = thread_start(knock, &s);
    for (uint32_t i = 0; drain_millis > 0 && i < STOPPERS; i++) {
        stoppers[i] = thread_start(stop, &s);
    }
    for (uint32_t i = 0; drain_millis > 0 && i < STOPPERS; i++) {
        thread_join(stoppers[i]);
    }
    CHECK_EQUAL(lp_stop(r.port, drain_millis), LP_OK);
    WAIT(&r, r.seen.stopped == workers);
    CHECK_EQUAL(r.seen.listeners_closed, 1);
    for (uint32_t i = 0; i <= CLIENTS; i++) {
        thread_join(threads[i]);
    }
    CHECK_EQUAL(r.seen.reasons[LP_REASON_SHUTDOWN] + r.seen.reasons[LP_REASON_PEER_CLOSE] +
                    r.seen.reasons[LP_REASON_RESET] + r.seen.reasons[LP_REASON_LOCAL_CLOSE],
                r.seen.closed);
    CHECK(r.seen.reasons[LP_REASON_SHUTDOWN] > 0);
    lp_address address = loopback(0);
    lp_address bound;
    lp_listener listener;
    lp_listen_options listen_options = {.size = sizeof listen_options, .accept_depth = 1, .backlog = 1};
    CHECK_EQUAL(lp_listen(r.port, 0, &address, &listen_options, &listener, &bound, NULL), LP_STOPPING);
    CHECK_EQUAL(rig_post_connect(&r, 0, 9, 1000, 1), LP_STOPPING);
    rig_finish(&r, 0);
}

/* Peers that neither read nor end: the deadline ends it, and a second call shortens the first. */
static void stop_stuck(bool shorten) {
    static rig r;
    SOCKET clients[3];
    lp_options options = rig_options(2, 0);
    rig_create(&r, &options, NULL, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 4, 16);
    for (int i = 0; i < 3; i++) {
        clients[i] = client_connect(r.tcp_port);
    }
    WAIT(&r, r.seen.accepted == 3);
    uint64_t start = rig_clock();
    CHECK_EQUAL(lp_stop(r.port, shorten ? 600000 : 500), LP_OK);
    client_expect_end(clients[0]); /* FIN at once, graceful */
    if (shorten) {
        CHECK_EQUAL(lp_stop(r.port, 500), LP_OK);
        CHECK_EQUAL(lp_stop(r.port, 600000), LP_OK); /* never longer */
    }
    WAIT(&r, r.seen.stopped == 2);
    uint64_t millis = rig_clock() - start;
    CHECK(millis >= 450 && millis < 10000);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_SHUTDOWN], 3);
    for (int i = 0; i < 3; i++) {
        client_close(clients[i]);
    }
    rig_finish(&r, 0);
}

/* An idle port stops at once: not after a nap. */
static void stop_idle(void) {
    static rig r;
    lp_options options = rig_options(4, 0);
    rig_create(&r, &options, NULL, NULL);
    rig_start(&r);
    rig_listen(&r, 2, 4, 16);
    WAIT(&r, rig_stats(&r).operations[LP_OPERATION_ACCEPT].posted == 4);
    uint64_t start = rig_clock();
    rig_finish(&r, RIG_DRAIN_MILLIS);
    CHECK(rig_clock() - start < 900);
}

int main(void) {
    stop_idle();
    stop_busy(1, 0, 3000);
    stop_busy(3, 0, 3000);
    stop_busy(3, LP_NEVER_SKIP, 0);
    stop_stuck(false);
    stop_stuck(true);
    return 0;
}
