/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks connecting: success with addresses and cookie, refused, at the limit, bad addresses, a local address of
 * choice, no answer in time, a cancel, and a stop while connecting. Each command draws exactly one answer with its
 * cookie.
 */
#include "support.h"

#include <string.h>

enum { AGAIN = 20 };

static void serve(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_CONNECTED) {
        rig_send(w, event->link, "hello", 5);
    }
    if (event->link != 0 && event->kind == LP_EVENT_RECEIVED) {
        CHECK_EQUAL(event->size, 5);
        rig_simple(w, event->link, LP_COMMAND_CLOSE, RIG_DRAIN_MILLIS);
    }
}

static SOCKET plain_listener(int backlog, uint16_t *tcp_port_out) {
    struct sockaddr_in address;
    int size = sizeof address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    CHECK(listener != INVALID_SOCKET);
    CHECK_EQUAL(bind(listener, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQUAL(listen(listener, backlog), 0);
    CHECK_EQUAL(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *tcp_port_out = ntohs(address.sin_port);
    return listener;
}

static void succeeds(rig *r) {
    uint16_t tcp_port = 0;
    char in[5];
    SOCKET listener = plain_listener(5, &tcp_port);
    CHECK_EQUAL(rig_post_connect(r, 1, tcp_port, 10000, 0x1234567890), LP_OK);
    SOCKET peer = accept(listener, NULL, NULL);
    CHECK(peer != INVALID_SOCKET);
    client_receive(peer, in, sizeof in);
    CHECK(memcmp(in, "hello", 5) == 0);
    client_send(peer, in, sizeof in);
    client_expect_end(peer);
    client_close(peer);
    client_close(listener);
    WAIT(r, r->seen.closed == 1);
    const lp_event *e = &r->seen.last[LP_EVENT_CONNECTED];
    CHECK_EQUAL(e->cookie, 0x1234567890);
    CHECK_EQUAL(e->peer.tcp_port, tcp_port);
    CHECK_EQUAL(e->peer.bytes[0], 127);
    CHECK_EQUAL(e->local.bytes[0], 127);
    CHECK_EQUAL(LP_LINK_WORKER(e->link), 1);
    CHECK_EQUAL(r->seen.reasons[LP_REASON_LOCAL_CLOSE], 1);
}

static void fails(rig *r, const lp_command *command, lp_reason reason) {
    uint32_t before = r->seen.connect_failed;
    CHECK_EQUAL(lp_post(r->port, 0, command), LP_OK);
    WAIT(r, r->seen.connect_failed == before + 1);
    CHECK_EQUAL(r->seen.last[LP_EVENT_CONNECT_FAILED].cookie, command->data);
    CHECK_EQUAL(r->seen.last[LP_EVENT_CONNECT_FAILED].status, reason);
}

static void refused_and_bad(rig *r) {
    uint16_t tcp_port = 0;
    client_close(plain_listener(5, &tcp_port)); /* nobody listens there any more */
    lp_command command = {.kind = LP_COMMAND_CONNECT, .data = 42, .millis = 20000, .address = loopback(tcp_port)};
    fails(r, &command, LP_REASON_REFUSED);
    CHECK(r->seen.last[LP_EVENT_CONNECT_FAILED].os_code != 0);
    command.data = 43;
    command.local = (lp_address){.family = 4, .bytes = {192, 0, 2, 7}};
    fails(r, &command, LP_REASON_ADDRESS);
    command.local = (lp_address){.family = 6, .bytes = {[15] = 1}};
    fails(r, &command, LP_REASON_ADDRESS); /* the other family */
    command.local.family = 5;
    fails(r, &command, LP_REASON_ADDRESS);
    command.local.family = 0;
    command.address.family = 0;
    fails(r, &command, LP_REASON_ADDRESS);
}

static void local_address(rig *r) {
    uint16_t tcp_port = 0;
    SOCKET listener = plain_listener(5, &tcp_port);
    lp_command command = {.kind = LP_COMMAND_CONNECT, .data = 44, .millis = 20000, .address = loopback(tcp_port)};
    command.local = (lp_address){.family = 4, .bytes = {127, 0, 0, 1}};
    uint32_t before = r->seen.connected;
    CHECK_EQUAL(lp_post(r->port, 0, &command), LP_OK);
    WAIT(r, r->seen.connected == before + 1);
    CHECK_EQUAL(r->seen.last[LP_EVENT_CONNECTED].local.bytes[0], 127);
    client_abort(accept(listener, NULL, NULL));
    client_close(listener);
    WAIT(r, r->seen.reasons[LP_REASON_RESET] == 1);
}

static void limit(rig *r) {
    uint16_t tcp_port = 0;
    SOCKET listener = plain_listener(5, &tcp_port);
    uint32_t connected = r->seen.connected;
    uint32_t failed = r->seen.connect_failed;
    for (uint32_t i = 0; i < 3; i++) { /* max_links is 2 */
        CHECK_EQUAL(rig_post_connect(r, 0, tcp_port, 20000, i), LP_OK);
    }
    WAIT(r, r->seen.connected == connected + 2 && r->seen.connect_failed == failed + 1);
    CHECK_EQUAL(r->seen.last[LP_EVENT_CONNECT_FAILED].status, LP_REASON_LIMIT);
    uint32_t closed = r->seen.closed;
    client_abort(accept(listener, NULL, NULL));
    client_abort(accept(listener, NULL, NULL));
    client_close(listener);
    WAIT(r, r->seen.closed == closed + 2);
}

/*
 * Connects that no one answers: the loopback of a listener whose backlog is full drops SYNs. How many fit is the
 * system's choice, so connect more than can fit and count: each is connected or timed out.
 */
static void no_answer(bool stop) {
    static rig r;
    enum { CONNECTS = 12 };
    uint16_t tcp_port = 0;
    lp_options options = rig_options(2, 0);
    rig_create(&r, &options, NULL, NULL);
    rig_start(&r);
    SOCKET listener = plain_listener(1, &tcp_port);
    for (uint32_t i = 0; i < CONNECTS; i++) {
        CHECK_EQUAL(rig_post_connect(&r, i % 2, tcp_port, stop ? 60000 : 400, i), LP_OK);
    }
    if (stop) {
        WAIT(&r, rig_stats(&r).operations[LP_OPERATION_CONNECT].posted == CONNECTS && r.seen.connected > 0);
        CHECK_EQUAL(lp_stop(r.port, 1000), LP_OK);
        WAIT(&r, r.seen.connected + r.seen.connect_failed == CONNECTS);
        CHECK_EQUAL(r.seen.reasons[LP_REASON_SHUTDOWN], r.seen.connect_failed + r.seen.closed);
    } else {
        WAIT(&r, r.seen.connected + r.seen.connect_failed == CONNECTS);
        CHECK_EQUAL(r.seen.reasons[LP_REASON_CONNECT_TIMEOUT], r.seen.connect_failed);
    }
    printf("stop %d: connected %u, failed %u\n", stop, r.seen.connected, r.seen.connect_failed);
    CHECK(r.seen.connect_failed > 0);
    client_close(listener);
    rig_finish(&r, 0);
}

/* Who is cancelled is answered long before its time, and its place is free then. */
static void cancelled(void) {
    static rig r;
    enum { CONNECTS = 12, LONG_MILLIS = 600000 };
    uint16_t tcp_port = 0;
    lp_options options = rig_options(2, 0);
    options.max_links = CONNECTS;
    rig_create(&r, &options, NULL, NULL);
    rig_start(&r);
    SOCKET listener = plain_listener(1, &tcp_port);
    for (uint32_t i = 0; i < CONNECTS; i++) {
        CHECK_EQUAL(rig_post_connect(&r, i % 2, tcp_port, LONG_MILLIS, i), LP_OK);
    }
    WAIT(&r, rig_stats(&r).operations[LP_OPERATION_CONNECT].posted == CONNECTS && r.seen.connected > 0);
    for (uint32_t i = 0; i < CONNECTS; i++) {
        lp_command cancel = {.kind = LP_COMMAND_CANCEL_CONNECT, .data = i};
        CHECK_EQUAL(lp_post(r.port, i % 2, &cancel), LP_OK);
    }
    WAIT(&r, r.seen.connected + r.seen.connect_failed == CONNECTS);
    uint32_t failed = r.seen.connect_failed;
    printf("cancelled: connected %u, failed %u\n", r.seen.connected, failed);
    CHECK(failed > 0);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_LOCAL_ABORT], failed);
    WAIT(&r, rig_stats(&r).commands_stale == CONNECTS - failed);
    SOCKET other = plain_listener(CONNECTS, &tcp_port);
    for (uint32_t i = 0; i < failed; i++) {
        CHECK_EQUAL(rig_post_connect(&r, i % 2, tcp_port, LONG_MILLIS, i), LP_OK);
    }
    WAIT(&r, r.seen.connected == CONNECTS);
    client_close(other);
    client_close(listener);
    rig_finish(&r, 0);
}

static void connect_again(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_CLOSED && w->rig->seen.closed < AGAIN) {
        lp_command command = {.kind = LP_COMMAND_CONNECT, .millis = 20000, .address = loopback(w->rig->tcp_port)};
        rig_command(w, &command);
    }
}

/* Whoever has seen the end of a link may count on its place at once. */
static void place_of_a_closed_link(void) {
    static rig r;
    lp_options options = rig_options(1, 0);
    options.max_links = 1;
    rig_create(&r, &options, connect_again, NULL);
    r.close_on_end = true;
    SOCKET listener = plain_listener(5, &r.tcp_port);
    rig_start(&r);
    CHECK_EQUAL(rig_post_connect(&r, 0, r.tcp_port, 20000, 0), LP_OK);
    for (uint32_t i = 0; i < AGAIN; i++) {
        WAIT(&r, r.seen.connected == i + 1 || r.seen.connect_failed > 0);
        CHECK_EQUAL(r.seen.connect_failed, 0);
        client_close(accept(listener, NULL, NULL));
    }
    WAIT(&r, r.seen.closed == AGAIN);
    client_close(listener);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    static rig r;
    lp_options options = rig_options(2, 0);
    options.max_links = 2;
    rig_create(&r, &options, serve, NULL);
    rig_start(&r);
    succeeds(&r);
    refused_and_bad(&r);
    r.handler = NULL;
    local_address(&r);
    limit(&r);
    rig_finish(&r, RIG_DRAIN_MILLIS);
    place_of_a_closed_link();
    no_answer(false);
    no_answer(true);
    cancelled();
    return 0;
}
