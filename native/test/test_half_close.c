/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks half-closed links: the peer ends first and is still answered; we end first and still receive; and the reason
 * tells who ended first, whatever the order of the rest.
 */
#include "support.h"

#include <string.h>

typedef struct ends {
    bool answer_end; /* send and close when the peer ends */
    lp_link link;
} ends;

static void serve(rig_worker *w, const lp_event *event) {
    ends *e = w->rig->context;
    e->link = event->link;
    if (event->kind == LP_EVENT_RECEIVE_END && e->answer_end) {
        rig_send(w, event->link, "answer", 6);
        rig_simple(w, event->link, LP_COMMAND_SHUTDOWN_OUTPUT, 0);
    }
}

static SOCKET open_link(rig *r, ends *e, uint32_t flags) {
    lp_options options = rig_options(1, flags);
    rig_create(r, &options, serve, e);
    rig_start(r);
    rig_listen(r, 0, 1, 8);
    SOCKET client = client_connect(r->tcp_port);
    WAIT(r, r->seen.accepted == 1);
    return client;
}

static void close_link(rig *r, SOCKET client, lp_reason reason) {
    WAIT(r, r->seen.closed == 1);
    CHECK_EQUAL(r->seen.reasons[reason], 1);
    client_close(client);
    rig_finish(r, RIG_DRAIN_MILLIS);
}

static void answer_input(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_RECEIVED) {
        rig_send(w, event->link, "answer", 6);
    } else if (event->kind == LP_EVENT_RECEIVE_END) {
        CHECK_EQUAL(w->rig->seen.sent_bytes, 6);
        rig_simple(w, event->link, LP_COMMAND_CLOSE, RIG_DRAIN_MILLIS);
    }
}

/* What was sent is told before the end that follows in the same turn: a program that closes then must not miss it. */
static void sent_before_end(void) {
    static rig r;
    char in[6];
    lp_options options = rig_options(1, 0);
    rig_create(&r, &options, answer_input, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    WAIT(&r, r.seen.accepted == 1);
    rig_lock(&r); /* the handler waits until both are there */
    client_send(client, "x", 1);
    client_end(client);
    rig_unlock(&r);
    client_receive(client, in, sizeof in);
    CHECK(memcmp(in, "answer", 6) == 0);
    client_expect_end(client);
    close_link(&r, client, LP_REASON_PEER_CLOSE);
}

/* Both sides ended: the link ends without being asked to. */
static void peer_first(uint32_t flags) {
    static rig r;
    ends e = {.answer_end = true};
    char in[6];
    SOCKET client = open_link(&r, &e, flags);
    client_end(client);
    client_receive(client, in, sizeof in);
    CHECK(memcmp(in, "answer", 6) == 0);
    client_expect_end(client);
    CHECK_EQUAL(r.seen.ends, 1);
    close_link(&r, client, LP_REASON_PEER_CLOSE);
}

/* The peer ended, and nothing happens until we end too. */
static void peer_first_closed_late(void) {
    static rig r;
    ends e = {0};
    SOCKET client = open_link(&r, &e, 0);
    client_end(client);
    WAIT(&r, r.seen.ends == 1);
    CHECK_EQUAL(lp_wake(r.port, 0), LP_OK);
    CHECK_EQUAL(r.seen.closed, 0);
    CHECK_EQUAL(rig_post(&r, e.link, LP_COMMAND_CLOSE, 0, 0, RIG_DRAIN_MILLIS), LP_OK);
    client_expect_end(client);
    close_link(&r, client, LP_REASON_PEER_CLOSE);
}

static void we_first(uint32_t flags, bool close_after) {
    static rig r;
    ends e = {0};
    SOCKET client = open_link(&r, &e, flags);
    CHECK_EQUAL(rig_post(&r, e.link, LP_COMMAND_SHUTDOWN_OUTPUT, 0, 0, 0), LP_OK);
    CHECK_EQUAL(rig_post(&r, e.link, LP_COMMAND_SHUTDOWN_OUTPUT, 0, 0, 0), LP_OK); /* twice is once */
    client_expect_end(client);
    for (int i = 0; i < 20; i++) {
        client_send(client, "0123456789", 10);
    }
    WAIT(&r, r.seen.received_bytes == 200);
    if (close_after) {
        CHECK_EQUAL(rig_post(&r, e.link, LP_COMMAND_CLOSE, 0, 0, RIG_DRAIN_MILLIS), LP_OK);
        WAIT(&r, rig_stats(&r).commands == 3);
        client_send(client, "0123456789", 10); /* discarded */
    }
    client_end(client);
    close_link(&r, client, LP_REASON_LOCAL_CLOSE);
    CHECK_EQUAL(r.seen.ends, close_after ? 0 : 1);
    CHECK_EQUAL(r.seen.received_bytes, 200);
}

/* What is sent after the end of our side is dropped, without harm. */
static void send_after_end(void) {
    static rig r;
    static char bytes[4] = "late";
    ends e = {0};
    SOCKET client = open_link(&r, &e, 0);
    CHECK_EQUAL(rig_post(&r, e.link, LP_COMMAND_SHUTDOWN_OUTPUT, 0, 0, 0), LP_OK);
    CHECK_EQUAL(rig_post(&r, e.link, LP_COMMAND_SEND, 4, (uint64_t)(uintptr_t)bytes, 0), LP_OK);
    client_expect_end(client);
    client_end(client);
    close_link(&r, client, LP_REASON_LOCAL_CLOSE);
    CHECK_EQUAL(r.seen.sent_bytes, 0);
}

int main(void) {
    peer_first(0);
    peer_first(LP_NEVER_SKIP);
    peer_first_closed_late();
    sent_before_end();
    we_first(0, false);
    we_first(0, true);
    we_first(LP_NEVER_SKIP, false);
    send_after_end();
    return 0;
}
