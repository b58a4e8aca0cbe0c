/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the trace of a worker that another thread dumps while it echoes: times never go back, every record has its
 * text, and the story of a link is told in order, from its first life to its last.
 */
#include "support.h"

#include <string.h>

enum { ECHOES = 200, RECORDS = 1024 };

static lp_trace records[RECORDS];

static uint32_t dump(rig *r) {
    int32_t count = lp_trace_dump(r->port, 0, records, RECORDS);
    CHECK(count > 0);
    for (int32_t i = 0; i < count; i++) {
        char text[160];
        CHECK(lp_trace_text(&records[i], text, sizeof text) < (int32_t)sizeof text);
        if (strchr(text, '?') != NULL || (i > 0 && records[i].millis < records[i - 1].millis)) {
            FAIL("record %d: %s", i, text);
        }
    }
    return (uint32_t)count;
}

static void print(uint32_t count) {
    for (uint32_t i = count < 60 ? 0 : count - 60; i < count; i++) {
        char text[160];
        (void)lp_trace_text(&records[i], text, sizeof text);
        fprintf(stderr, "%s\n", text);
    }
}

/* The place of the first such record of the link from there on; there must be one. */
static uint32_t find(uint32_t from, uint32_t count, lp_link link, uint32_t kind, uint32_t detail) {
    while (from < count &&
           (records[from].link != link || records[from].kind != kind || records[from].detail != detail)) {
        from++;
    }
    if (from == count) {
        print(count);
        FAIL("no record of kind %u, detail %u", kind, detail);
    }
    return from;
}

/* Of a link that lives shortly, so that the whole of it stands in the ring. */
static void story(rig *r) {
    char bytes[5];
    CHECK_EQUAL(lp_wake(r->port, 0), LP_OK);
    SOCKET client = client_connect(r->tcp_port);
    WAIT(r, r->seen.accepted == 2);
    lp_link link = r->seen.last[LP_EVENT_ACCEPTED].link;
    client_send(client, "story", sizeof bytes);
    client_receive(client, bytes, sizeof bytes);
    client_close(client);
    WAIT(r, r->seen.closed == 2);
    uint32_t count = dump(r);
    uint32_t at = find(0, count, 0, LP_TRACE_WAKE, 0);
    at = find(at, count, r->listener, LP_TRACE_CAME_BACK, LP_OPERATION_ACCEPT);
    at = find(at, count, link, LP_TRACE_LIFE, 2);
    at = find(at, count, link, LP_TRACE_COMMAND, LP_COMMAND_CLOSE);
    at = find(at, count, link, LP_TRACE_LIFE, 3);
    at = find(at, count, link, LP_TRACE_LIFE, 0);
    CHECK_EQUAL(records[at].bytes, LP_REASON_PEER_CLOSE);
}

static void told(uint32_t flags) {
    static rig r;
    char bytes[64] = {1};
    lp_options options = rig_options(1, flags);
    rig_create(&r, &options, rig_echo, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 2, 8);
    SOCKET client = client_connect(r.tcp_port);
    for (uint32_t i = 0; i < ECHOES; i++) {
        client_send(client, bytes, sizeof bytes);
        client_receive(client, bytes, sizeof bytes);
        (void)dump(&r);
    }
    client_close(client);
    WAIT(&r, r.seen.closed == 1);
    story(&r);
    CHECK_EQUAL(lp_trace_dump(r.port, 0, records, 0), 0);
    CHECK_EQUAL(lp_trace_dump(r.port, 0, records, 3), 3);
    CHECK_EQUAL(lp_trace_dump(r.port, 1, records, RECORDS), -LP_INVALID);
    CHECK_EQUAL(lp_trace_dump(r.port, 0, NULL, 1), -LP_INVALID);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    told(0);
    told(LP_NEVER_SKIP);
    return 0;
}
