/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the deadline for first data: exactly the peers that say nothing are reset, with the reason for it, and not
 * before their time; not those that spoke once, nor one that only ended its side, nor one whose link is paused until it
 * is resumed.
 */
#include "support.h"

enum { FIRST_DATA = 400, CLIENTS = 5, CLOCK_GRAIN = 20 };
enum { SILENT, SPEAKS, ENDS, PAUSED, RESUMED };

typedef struct peers {
    lp_link links[CLIENTS];
    uint64_t opened_at[CLIENTS];
    uint64_t closed_at[CLIENTS];
    uint32_t reasons[CLIENTS];
    uint32_t count;
} peers;

static void serve(rig_worker *w, const lp_event *event) {
    peers *p = w->rig->context;
    if (event->kind == LP_EVENT_ACCEPTED) {
        CHECK(p->count < CLIENTS);
        if (p->count == PAUSED || p->count == RESUMED) {
            rig_simple(w, event->link, LP_COMMAND_PAUSE, 0);
        }
        p->opened_at[p->count] = rig_clock();
        p->links[p->count++] = event->link;
    }
    for (uint32_t i = 0; event->kind == LP_EVENT_CLOSED && i < p->count; i++) {
        if (p->links[i] == event->link) {
            p->reasons[i] = event->status;
            p->closed_at[i] = rig_clock();
        }
    }
}

static void first_data(uint32_t flags) {
    static rig r;
    peers p = {.count = 0};
    SOCKET clients[CLIENTS];
    lp_options options = rig_options(1, flags);
    lp_listen_options listening = {
        .size = sizeof listening, .accept_depth = 4, .backlog = 16, .first_data_millis = FIRST_DATA};
    rig_create(&r, &options, serve, &p);
    rig_start(&r);
    rig_listen_with(&r, 0, &listening);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        clients[i] = client_connect(r.tcp_port);
        if (i == SPEAKS) {
            client_send(clients[i], "x", 1);
        } else if (i == ENDS) {
            client_end(clients[i]);
        }
        WAIT(&r, p.count == i + 1);
    }
    WAIT(&r, r.seen.received == 1 && r.seen.ends == 1);
    uint64_t resumed_at = rig_clock();
    CHECK_EQUAL(rig_post(&r, p.links[RESUMED], LP_COMMAND_RESUME, 0, 0, 0), LP_OK);
    WAIT(&r, r.seen.closed == 2);
    CHECK_EQUAL(client_expect_reset(clients[SILENT]), 0);  /* nothing came before it */
    CHECK_EQUAL(client_expect_reset(clients[RESUMED]), 0); /* nothing came before it */
    CHECK_EQUAL(p.reasons[SILENT], LP_REASON_FIRST_DATA_TIMEOUT);
    CHECK_EQUAL(p.reasons[RESUMED], LP_REASON_FIRST_DATA_TIMEOUT);
    CHECK(p.closed_at[SILENT] + CLOCK_GRAIN >= p.opened_at[SILENT] + FIRST_DATA);
    CHECK(p.closed_at[RESUMED] + CLOCK_GRAIN >= resumed_at + FIRST_DATA);

    /* The others had as long, and are still there: who spoke may be silent from then on. */
    CHECK_EQUAL(r.seen.closed, 2);
    rig_lock(&r);
    CHECK(p.reasons[SPEAKS] == 0 && p.reasons[ENDS] == 0 && p.reasons[PAUSED] == 0);
    rig_unlock(&r);
    client_send(clients[SPEAKS], "y", 1);
    WAIT(&r, r.seen.received == 2);
    for (uint32_t i = 0; i < CLIENTS; i++) {
        client_close(clients[i]);
    }
    rig_finish(&r, 0);
}

int main(void) {
    support_start();
    first_data(0);
    first_data(LP_NEVER_SKIP);
    return 0;
}
