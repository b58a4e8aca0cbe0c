/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks ids: commands on links that are gone do nothing and are counted, whoever has the slot now; ids that never
 * were; and a slot whose generations are used up is retired, without holding up the stop.
 */
#include "link.h"
#include "port.h"
#include "support.h"

typedef struct ids {
    lp_link link;
    lp_link old;
} ids;

static void serve(rig_worker *w, const lp_event *event) {
    ids *t = w->rig->context;
    t->link = event->link;
    if (event->kind == LP_EVENT_RECEIVED) {
        rig_echo(w, event);
    }
    if (event->kind == LP_EVENT_CLOSED) {
        t->old = event->link;
        rig_simple(w, event->link, LP_COMMAND_CLOSE, 1); /* in the very next step */
    }
}

static void ping(SOCKET client) {
    char bytes[4] = {1, 2, 3, 4};
    client_send(client, bytes, sizeof bytes);
    client_receive(client, bytes, sizeof bytes);
}

static void post_all(rig *r, lp_link id) {
    static char byte = 'x';
    CHECK_EQUAL(rig_post(r, id, LP_COMMAND_SEND, 1, (uint64_t)(uintptr_t)&byte, 0), LP_OK);
    CHECK_EQUAL(rig_post(r, id, LP_COMMAND_PAUSE, 0, 0, 0), LP_OK);
    CHECK_EQUAL(rig_post(r, id, LP_COMMAND_SHUTDOWN_OUTPUT, 0, 0, 0), LP_OK);
    CHECK_EQUAL(rig_post(r, id, LP_COMMAND_CLOSE, 0, 0, 10), LP_OK);
    CHECK_EQUAL(rig_post(r, id, LP_COMMAND_ABORT, 0, 0, 0), LP_OK);
}

static SOCKET next_link(rig *r, uint32_t number) {
    SOCKET client = client_connect(r->tcp_port);
    WAIT(r, r->seen.accepted == number);
    return client;
}

static void drop_link(rig *r, SOCKET client, uint32_t number) {
    client_abort(client);
    WAIT(r, r->seen.closed == number);
}

int main(void) {
    static rig r;
    ids t = {0};
    lp_options options = rig_options(1, 0);
    rig_create(&r, &options, serve, &t);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    drop_link(&r, next_link(&r, 1), 1);

    SOCKET client = next_link(&r, 2);
    CHECK_EQUAL(LP_LINK_SLOT(t.link), LP_LINK_SLOT(t.old)); /* the same slot, another link */
    CHECK(t.link != t.old);
    WAIT(&r, rig_stats(&r).commands_stale == 1);
    post_all(&r, t.old);
    post_all(&r, 0);
    post_all(&r, t.link + 1);
    post_all(&r, (uint64_t)LP_SLOT_MAX << 32 | 1);
    WAIT(&r, rig_stats(&r).commands_stale == 21);
    ping(client);
    drop_link(&r, client, 2);

    /* Four billion links later: one generation is left, then the slot is retired. */
    client = next_link(&r, 3);
    lp_link last = t.link;
    drop_link(&r, client, 3);
    rig_lock(&r); /* the worker waits for completions and looks at no slot */
    link *slot = slab_at(&r.port->workers[0].own.links, LP_LINK_SLOT(last));
    slot->id = (last & ~(lp_link)UINT32_MAX) | (UINT32_MAX - 1);
    rig_unlock(&r);
    client = next_link(&r, 4);
    CHECK_EQUAL(LP_LINK_GENERATION(t.link), UINT32_MAX);
    CHECK_EQUAL(LP_LINK_SLOT(t.link), LP_LINK_SLOT(last));
    ping(client);
    drop_link(&r, client, 4);
    client = next_link(&r, 5);
    CHECK(LP_LINK_SLOT(t.link) != LP_LINK_SLOT(last));
    ping(client);
    drop_link(&r, client, 5);
    rig_finish(&r, RIG_DRAIN_MILLIS);
    return 0;
}
