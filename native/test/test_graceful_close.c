/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks graceful close: everything queued is delivered, then FIN, then input is discarded up to its end, also while
 * paused and with input unread; a peer that never ends costs DRAIN_TIMEOUT and no more; a late handler does not eat up
 * the deadline.
 */
#include "support.h"

#include <string.h>

enum { BYTES = 4 * 1024 * 1024, UNREAD = 256 * 1024 };

static uint8_t *data;

typedef struct closing {
    lp_link link;
    bool close_at_once;
    uint32_t millis;
    uint32_t stall_millis; /* the handler takes that long */
    bool pause;
} closing;

static void send_and_close(rig_worker *w, lp_link link, uint32_t millis) {
    lp_command send = {.kind = LP_COMMAND_SEND, .size = BYTES, .target = link, .data = (uint64_t)(uintptr_t)data};
    rig_lent(w->rig, link, BYTES);
    rig_command(w, &send);
    rig_simple(w, link, LP_COMMAND_CLOSE, millis);
}

static void serve(rig_worker *w, const lp_event *event) {
    closing *c = w->rig->context;
    c->link = event->link;
    if (event->kind != LP_EVENT_ACCEPTED) {
        return;
    }
    if (c->pause) {
        rig_simple(w, event->link, LP_COMMAND_PAUSE, 0);
    }
    if (c->close_at_once) {
        Sleep(c->stall_millis); /* a slow handler, not a wait for something */
        send_and_close(w, event->link, c->millis);
    }
}

static SOCKET open_link(rig *r, closing *c, uint32_t flags) {
    lp_options options = rig_options(1, flags);
    rig_create(r, &options, serve, c);
    rig_start(r);
    rig_listen(r, 0, 1, 8);
    return client_connect(r->tcp_port);
}

static void expect_all(SOCKET client) {
    uint8_t *in = malloc(BYTES);
    CHECK(in != NULL);
    client_receive(client, in, BYTES);
    CHECK(memcmp(in, data, BYTES) == 0);
    client_expect_end(client);
    free(in);
}

static void close_link(rig *r, SOCKET client, lp_reason reason) {
    WAIT(r, r->seen.closed == 1);
    CHECK_EQUAL(r->seen.reasons[reason], 1);
    client_close(client);
    rig_finish(r, RIG_DRAIN_MILLIS);
}

static void delivered(uint32_t flags, uint32_t stall_millis) {
    static rig r;
    closing c = {.close_at_once = true, .millis = stall_millis > 0 ? stall_millis / 2 : RIG_DRAIN_MILLIS};
    c.stall_millis = stall_millis;
    SOCKET client = open_link(&r, &c, flags);
    expect_all(client);
    client_end(client);
    close_link(&r, client, LP_REASON_LOCAL_CLOSE);
    CHECK_EQUAL(r.seen.sent_bytes, BYTES);
    CHECK_EQUAL(r.seen.ends, 0);
}

/* Unread input must not turn the close into a reset. */
static void unread(bool paused) {
    static rig r;
    closing c = {.pause = paused};
    SOCKET client = open_link(&r, &c, 0);
    WAIT(&r, r.seen.accepted == 1);
    client_send(client, data, UNREAD);
    if (paused) {
        CHECK_EQUAL(r.seen.received, 0);
    }
    rig_lock(&r);
    rig_lent(&r, c.link, BYTES);
    rig_unlock(&r);
    CHECK_EQUAL(rig_post(&r, c.link, LP_COMMAND_SEND, BYTES, (uint64_t)(uintptr_t)data, 0), LP_OK);
    CHECK_EQUAL(rig_post(&r, c.link, LP_COMMAND_CLOSE, 0, 0, RIG_DRAIN_MILLIS), LP_OK);
    client_send(client, data, UNREAD); /* and more of it while the link drains */
    expect_all(client);
    client_end(client);
    close_link(&r, client, LP_REASON_LOCAL_CLOSE);
}

/* A peer that reads everything but never ends, and one that does not even read. */
static void drain_timeout(bool reads) {
    static rig r;
    closing c = {.close_at_once = true, .millis = 300};
    SOCKET client = open_link(&r, &c, 0);
    uint64_t start = rig_clock();
    if (reads) {
        c.millis = 1500;
        expect_all(client);
    }
    WAIT(&r, r.seen.closed == 1);
    CHECK(rig_clock() - start >= 250);
    close_link(&r, client, LP_REASON_DRAIN_TIMEOUT);
}

int main(void) {
    data = malloc(BYTES);
    CHECK(data != NULL);
    for (uint32_t i = 0; i < BYTES; i++) {
        data[i] = pattern(4, i);
    }
    delivered(0, 0);
    delivered(LP_NEVER_SKIP, 0);
    delivered(0, 2000);
    unread(false);
    unread(true);
    drain_timeout(false);
    drain_timeout(true);
    free(data);
    return 0;
}
