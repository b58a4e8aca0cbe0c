/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the abort: the peer sees a reset, at once, with sends and a probe owned by the kernel; also while the link
 * drains; the reason is the caller's or LOCAL_ABORT; and lent memory comes back by CLOSED only.
 */
#include "support.h"

enum { BYTES = 32 * 1024 * 1024 };

static uint8_t *data;

typedef struct abortion {
    lp_link link;
    bool drain;
    bool send;
} abortion;

static void serve(rig_worker *w, const lp_event *event) {
    abortion *a = w->rig->context;
    a->link = event->link;
    if (event->kind != LP_EVENT_ACCEPTED) {
        return;
    }
    if (a->send) {
        lp_command send = {
            .kind = LP_COMMAND_SEND, .size = BYTES, .target = event->link, .data = (uint64_t)(uintptr_t)data};
        rig_lent(w->rig, event->link, BYTES);
        rig_command(w, &send);
    }
    if (a->drain) {
        rig_simple(w, event->link, LP_COMMAND_CLOSE, RIG_WAIT_MILLIS);
    }
}

static void abort_link(uint32_t flags, bool send, bool drain, lp_reason asked, lp_reason expected) {
    static rig r;
    abortion a = {.send = send, .drain = drain};
    lp_options options = rig_options(1, flags);
    rig_create(&r, &options, serve, &a);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    if (send) {
        WAIT(&r, r.seen.sent_bytes > 0); /* under way */
    } else {
        WAIT(&r, r.seen.accepted == 1);
    }
    CHECK_EQUAL(rig_post(&r, a.link, LP_COMMAND_ABORT, asked, 0, 0), LP_OK);
    CHECK_EQUAL(rig_post(&r, a.link, LP_COMMAND_ABORT, LP_REASON_OS_ERROR, 0, 0), LP_OK); /* the first cause stays */
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(r.seen.reasons[expected], 1);
    CHECK(client_expect_reset(client) < BYTES);
    client_close(client);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    data = calloc(BYTES, 1);
    CHECK(data != NULL);
    for (uint32_t flags = 0; flags <= LP_NEVER_SKIP; flags++) {
        abort_link(flags, false, false, LP_REASON_NONE, LP_REASON_LOCAL_ABORT);
        abort_link(flags, false, false, LP_REASON_HANDLER_ERROR, LP_REASON_HANDLER_ERROR);
        abort_link(flags, true, false, LP_REASON_NONE, LP_REASON_LOCAL_ABORT);
        abort_link(flags, true, true, LP_REASON_NONE, LP_REASON_LOCAL_ABORT);
    }
    free(data);
    return 0;
}
