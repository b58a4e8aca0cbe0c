/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks receive memory: kept chunks stay untouched until released; with two chunks for many links all of them still
 * get their turn; with none free, nothing is read and nothing lost; indices that nobody lent are refused.
 */
#include "support.h"

#include <string.h>

enum { LINKS = 12, BYTES = 20000, CHUNK = 1024 };

typedef struct keeping {
    bool keep; /* the next two chunks */
    uint32_t kept;
    uint32_t chunks[2];
    const uint8_t *memory[2];
    uint8_t copies[2][CHUNK];
    uint32_t sizes[2];
    lp_link link;
} keeping;

static void chunk_command(rig_worker *w, uint32_t kind, uint64_t index) {
    lp_command command = {.kind = kind, .data = index};
    rig_command(w, &command);
}

static void serve(rig_worker *w, const lp_event *event) {
    keeping *k = w->rig->context;
    if (event->kind != LP_EVENT_RECEIVED) {
        return;
    }
    if (k->keep && k->kept < 2) {
        k->chunks[k->kept] = event->chunk;
        k->memory[k->kept] = (const uint8_t *)(uintptr_t)event->data;
        k->sizes[k->kept] = event->size;
        memcpy(k->copies[k->kept], k->memory[k->kept], event->size);
        k->kept++;
        chunk_command(w, LP_COMMAND_RETAIN, event->chunk);
    }
    rig_echo(w, event);
}

/* Runs on the worker with the next event: a message of one byte is an order. */
static void control(rig_worker *w, const lp_event *event) {
    keeping *k = w->rig->context;
    if (event->kind == LP_EVENT_CONNECT_FAILED) {
        for (uint32_t i = 0; i < k->kept; i++) {
            CHECK(memcmp(k->memory[i], k->copies[i], k->sizes[i]) == 0);
            chunk_command(w, LP_COMMAND_RELEASE, k->chunks[i]);
        }
        chunk_command(w, LP_COMMAND_RELEASE, k->chunks[0]); /* twice */
        chunk_command(w, LP_COMMAND_RETAIN, 7);             /* out of range */
        chunk_command(w, LP_COMMAND_RELEASE, UINT64_MAX);
        k->keep = false;
    } else {
        serve(w, event);
    }
}

static DWORD WINAPI talk(void *argument) {
    uint8_t out[BYTES];
    uint8_t in[BYTES];
    SOCKET client = client_connect(*(const uint16_t *)argument);
    for (uint32_t i = 0; i < BYTES; i++) {
        out[i] = pattern(6, i);
    }
    client_send(client, out, BYTES);
    client_receive(client, in, BYTES);
    CHECK(memcmp(in, out, BYTES) == 0);
    client_end(client);
    client_expect_end(client);
    client_close(client);
    return 0;
}

int main(void) {
    static rig r;
    static keeping k;
    HANDLE threads[LINKS];
    lp_options options = rig_options(1, 0);
    options.chunk_bytes = CHUNK;
    options.chunk_count = 2;
    rig_create(&r, &options, control, &k);
    r.close_on_end = true;
    rig_start(&r);
    rig_listen(&r, 0, 4, 16);

    for (uint32_t i = 0; i < LINKS; i++) { /* scarce */
        threads[i] = thread_start(talk, &r.tcp_port);
    }
    for (uint32_t i = 0; i < LINKS; i++) {
        thread_join(threads[i]);
    }
    WAIT(&r, r.seen.closed == LINKS);

    rig_lock(&r); /* then none at all */
    k.keep = true;
    rig_unlock(&r);
    for (uint32_t i = 0; i < LINKS; i++) {
        threads[i] = thread_start(talk, &r.tcp_port);
    }
    WAIT(&r, k.kept == 2 && rig_stats(&r).chunks_kept == 2);
    uint64_t received = r.seen.received_bytes;
    uint64_t starved = rig_stats(&r).chunks_starved;
    WAIT(&r, rig_stats(&r).chunks_starved > starved || rig_stats(&r).accepts_completed == 2 * LINKS);
    CHECK_EQUAL(r.seen.received_bytes, received);
    uint64_t steps = rig_stats(&r).steps;
    Sleep(300); /* nothing can be waited for: what is tested is that nothing spins */
    CHECK(rig_stats(&r).steps - steps < 40);

    lp_command bad = {.kind = LP_COMMAND_CONNECT}; /* fails at once, and so runs control() on the worker */
    CHECK_EQUAL(lp_post(r.port, 0, &bad), LP_OK);
    for (uint32_t i = 0; i < LINKS; i++) {
        thread_join(threads[i]);
    }
    WAIT(&r, r.seen.closed == 2 * LINKS);
    CHECK_EQUAL(rig_stats(&r).commands_stale, 3);
    CHECK(rig_stats(&r).chunks_starved > 0);
    rig_finish(&r, RIG_DRAIN_MILLIS);
    return 0;
}
