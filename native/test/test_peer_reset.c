/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks resets by the peer: of an idle link, in the middle of what we send, while we are paused, and after our FIN,
 * when the reason stays ours. One CLOSED each, with the reason RESET and a code.
 */
#include "support.h"

enum { BYTES = 32 * 1024 * 1024 };

static uint8_t *data;

typedef struct resets {
    lp_link link;
    bool send;
    bool pause;
    bool close;
} resets;

static void serve(rig_worker *w, const lp_event *event) {
    resets *t = w->rig->context;
    t->link = event->link;
    if (event->kind != LP_EVENT_ACCEPTED) {
        return;
    }
    if (t->send) {
        lp_command send = {
            .kind = LP_COMMAND_SEND, .size = BYTES, .target = event->link, .data = (uint64_t)(uintptr_t)data};
        rig_lent(w->rig, event->link, BYTES);
        rig_command(w, &send);
    }
    if (t->pause) {
        rig_simple(w, event->link, LP_COMMAND_PAUSE, 0);
    }
    if (t->close) {
        rig_simple(w, event->link, LP_COMMAND_CLOSE, RIG_WAIT_MILLIS);
    }
}

static void reset(uint32_t flags, resets t, lp_reason expected) {
    static rig r;
    lp_options options = rig_options(1, flags);
    rig_create(&r, &options, serve, &t);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    if (t.send) {
        char first[1000];
        client_receive(client, first, sizeof first);
    } else if (t.close) {
        client_expect_end(client); /* our FIN is out */
    } else {
        WAIT(&r, r.seen.accepted == 1);
    }
    client_abort(client);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(r.seen.reasons[expected], 1);
    CHECK_EQUAL(r.seen.ends, 0);
    CHECK(expected != LP_REASON_RESET || r.seen.last[LP_EVENT_CLOSED].os_code != 0);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

/* Input that came before the reset is still unread. */
static void reset_behind_input(uint32_t flags) {
    static rig r;
    resets t = {.pause = true};
    lp_options options = rig_options(1, flags);
    rig_create(&r, &options, serve, &t);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    WAIT(&r, r.seen.accepted == 1);
    client_send(client, data, 10000);
    client_abort(client);
    CHECK_EQUAL(rig_post(&r, t.link, LP_COMMAND_RESUME, 0, 0, 0), LP_OK);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_RESET], 1);
    CHECK_EQUAL(r.seen.ends, 0);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    data = calloc(BYTES, 1);
    CHECK(data != NULL);
    for (uint32_t flags = 0; flags <= LP_NEVER_SKIP; flags++) {
        reset(flags, (resets){0}, LP_REASON_RESET);
        reset(flags, (resets){.send = true}, LP_REASON_RESET);
        reset(flags, (resets){.pause = true}, LP_REASON_RESET);
        reset(flags, (resets){.pause = true, .send = true}, LP_REASON_RESET);
        reset(flags, (resets){.close = true}, LP_REASON_LOCAL_CLOSE);
        reset_behind_input(flags);
    }
    free(data);
    return 0;
}
