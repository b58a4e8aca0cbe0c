/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks links that turn busy and silent again: input that comes fast is received straight into chunks, without a read
 * for each message, and nothing of it is lost or out of place, however large the messages are; a link that falls silent
 * or is paused gives its chunk back, whatever the kernel answers to that.
 */
#include "support.h"

enum { MESSAGES = 400, MESSAGE_BYTES = 100, LARGE_BYTES = 3 * LP_SMALL_CHUNK_BYTES, ROUNDS = 20 };

typedef struct busy_stream {
    lp_link link;
    uint64_t at;
    bool pauses; /* pause after each piece of input */
    bool paused;
    uint32_t pieces;
} busy_stream;

static void serve(rig_worker *w, const lp_event *event) {
    busy_stream *s = w->rig->context;
    s->link = event->link;
    if (event->kind != LP_EVENT_RECEIVED) {
        return;
    }
    CHECK(!s->paused);
    const uint8_t *bytes = (const uint8_t *)(uintptr_t)event->data;
    for (uint32_t i = 0; i < event->size; i++, s->at++) {
        CHECK_EQUAL(bytes[i], pattern(1, s->at));
    }
    s->pieces++;
    rig_send(w, event->link, bytes, event->size);
    if (s->pauses) {
        rig_simple(w, event->link, LP_COMMAND_PAUSE, 0);
        s->paused = true;
    }
}

static void begin(rig *r, busy_stream *s, uint32_t flags) {
    lp_options options = rig_options(1, flags);
    rig_create(r, &options, serve, s);
    r->close_on_end = true;
    rig_start(r);
    rig_listen(r, 0, 1, 8);
}

static void send_message(SOCKET client, uint64_t from, uint32_t size) {
    uint8_t bytes[LARGE_BYTES];
    for (uint32_t i = 0; i < size; i++) {
        bytes[i] = pattern(1, from + i);
    }
    client_send(client, bytes, size);
}

static void take_echo(SOCKET client, uint64_t from, uint32_t size) {
    uint8_t bytes[LARGE_BYTES];
    client_receive(client, bytes, size);
    for (uint32_t i = 0; i < size; i++) {
        CHECK_EQUAL(bytes[i], pattern(1, from + i));
    }
}

static void talk(SOCKET client, uint64_t *at, uint32_t size) {
    for (uint32_t i = 0; i < MESSAGES; i++, *at += size) {
        send_message(client, *at, size);
        take_echo(client, *at, size);
    }
}

/* Silent: the kernel holds a probe of it and no chunk. */
static void await_probe(rig *r) {
    WAIT(r, rig_stats(r).chunks_receiving == 0);
    CHECK_EQUAL(rig_stats(r).links_open, 1);
}

static void busy_and_silent(uint32_t flags) {
    static rig r;
    busy_stream s = {0};
    uint64_t at = 0;
    begin(&r, &s, flags);
    SOCKET client = client_connect(r.tcp_port);
    for (int i = 0; i < 3; i++) {
        uint64_t filled = rig_stats(&r).receives_filled;
        talk(client, &at, MESSAGE_BYTES);
        /* However slow the machine is, a few in a row are quick. */
        CHECK(rig_stats(&r).receives_filled > filled);
        await_probe(&r);
    }
    client_end(client);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(s.at, at);
    client_close(client);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

/* What does not fit into a small chunk is read at once, into a large one, and comes after what did. */
static void busy_and_large(uint32_t bytes) {
    static rig r;
    busy_stream s = {0};
    uint64_t at = 0;
    begin(&r, &s, 0);
    SOCKET client = client_connect(r.tcp_port);
    talk(client, &at, bytes);
    lp_stats after = rig_stats(&r);
    CHECK(after.receives_filled > 0 && after.reads > 0);
    CHECK(s.pieces < MESSAGES * 3); /* or it came in small chunks only */
    client_end(client);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(s.at, at);
    client_close(client);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

/* A pause calls a receive back, which may come with input all the same: that waits, and nothing else is received. */
static void busy_and_paused(void) {
    static rig r;
    busy_stream s = {0};
    uint64_t at = 0;
    begin(&r, &s, 0);
    SOCKET client = client_connect(r.tcp_port);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        talk(client, &at, MESSAGE_BYTES);
        rig_lock(&r);
        s.pauses = true;
        uint32_t pieces = s.pieces;
        rig_unlock(&r);
        send_message(client, at, MESSAGE_BYTES);
        send_message(client, at + MESSAGE_BYTES, MESSAGE_BYTES);
        WAIT(&r, s.pieces == pieces + 1);
        rig_lock(&r);
        s.pauses = false;
        s.paused = false;
        rig_unlock(&r);
        CHECK_EQUAL(rig_post(&r, s.link, LP_COMMAND_RESUME, 0, 0, 0), LP_OK);
        take_echo(client, at, MESSAGE_BYTES);
        take_echo(client, at + MESSAGE_BYTES, MESSAGE_BYTES);
        at += 2 * MESSAGE_BYTES;
    }
    client_end(client);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(s.at, at);
    client_close(client);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    busy_and_silent(0);
    busy_and_silent(LP_NEVER_SKIP);
    busy_and_large(LP_SMALL_CHUNK_BYTES);
    busy_and_large(LARGE_BYTES);
    busy_and_paused();
    return 0;
}
