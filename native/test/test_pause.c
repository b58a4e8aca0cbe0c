/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks pausing: no input is reported between PAUSE and RESUME, not even the end; the peer feels the pressure; all of
 * it arrives afterwards. A pause asked for in the handler holds from the next event on.
 */
#include "support.h"

enum { ROUNDS = 50, BYTES = 8 * 1024 * 1024 };

typedef struct pauses {
    lp_link link;
    bool paused;
    bool pause_each; /* pause after each piece of input */
    uint64_t at;
    uint32_t rounds;
} pauses;

static void serve(rig_worker *w, const lp_event *event) {
    pauses *p = w->rig->context;
    p->link = event->link;
    if (event->kind == LP_EVENT_RECEIVED || event->kind == LP_EVENT_RECEIVE_END) {
        CHECK(!p->paused);
        const uint8_t *bytes = (const uint8_t *)(uintptr_t)event->data;
        for (uint32_t i = 0; i < event->size; i++, p->at++) {
            CHECK_EQUAL(bytes[i], pattern(1, p->at));
        }
    }
    if (p->pause_each && event->kind == LP_EVENT_RECEIVED) {
        rig_simple(w, event->link, LP_COMMAND_PAUSE, 0);
        p->paused = true;
        p->rounds++;
    }
}

static DWORD WINAPI flood(void *argument) {
    SOCKET client = *(SOCKET *)argument;
    uint8_t *bytes = malloc(BYTES);
    CHECK(bytes != NULL);
    for (uint32_t i = 0; i < BYTES; i++) {
        bytes[i] = pattern(1, i);
    }
    client_send(client, bytes, BYTES);
    client_end(client);
    free(bytes);
    return 0;
}

static void resume(rig *r, pauses *p) {
    rig_lock(r);
    p->paused = false;
    rig_unlock(r);
    CHECK_EQUAL(rig_post(r, p->link, LP_COMMAND_RESUME, 0, 0, 0), LP_OK);
}

static void pause_resume(uint32_t flags) {
    static rig r;
    pauses p = {.pause_each = true};
    lp_options options = rig_options(1, flags);
    rig_create(&r, &options, serve, &p);
    r.close_on_end = true;
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    HANDLE thread = thread_start(flood, &client);
    for (uint32_t i = 1; i <= ROUNDS; i++) {
        WAIT(&r, p.rounds == i);
        /* While paused the worker has nothing to do: no step spins. */
        uint64_t steps = rig_stats(&r).steps;
        CHECK_EQUAL(lp_wake(r.port, 0), LP_OK);
        WAIT(&r, rig_stats(&r).steps > steps);
        CHECK_EQUAL(r.seen.ends, 0);
        if (i == ROUNDS) {
            rig_lock(&r);
            p.pause_each = false;
            rig_unlock(&r);
        }
        resume(&r, &p);
    }
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(p.at, BYTES);
    CHECK_EQUAL(r.seen.ends, 1);
    client_expect_end(client);
    client_close(client);
    thread_join(thread);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

/* An idle link that is paused sees neither the input nor the end that come later, until it resumes. */
static void pause_idle(void) {
    static rig r;
    pauses p = {0};
    char byte = (char)pattern(1, 0);
    lp_options options = rig_options(1, 0);
    rig_create(&r, &options, serve, &p);
    r.close_on_end = true;
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    WAIT(&r, r.seen.accepted == 1);
    CHECK_EQUAL(rig_post(&r, p.link, LP_COMMAND_PAUSE, 0, 0, 0), LP_OK);
    WAIT(&r, rig_stats(&r).commands == 1);
    rig_lock(&r);
    p.paused = true;
    rig_unlock(&r);
    uint64_t completions = rig_stats(&r).completions;
    client_send(client, &byte, 1);
    client_end(client);
    WAIT(&r, rig_stats(&r).completions > completions); /* the probe came back */
    resume(&r, &p);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(r.seen.received_bytes, 1);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_PEER_CLOSE], 1);
    client_close(client);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    pause_resume(0);
    pause_resume(LP_NEVER_SKIP);
    pause_idle();
    return 0;
}
