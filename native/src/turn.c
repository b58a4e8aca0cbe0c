/* SPDX-License-Identifier: Apache-2.0 */
#include "turn.h"

#include "idle.h"
#include "receive.h"
#include "send.h"

static bool turn__report_open(worker *w, link *l) {
    if (!link_has(l, LINK_OPEN_DUE)) {
        return true;
    }
    lp_event *event = link_event(w, l, link_has(l, LINK_ACCEPTED) ? LP_EVENT_ACCEPTED : LP_EVENT_CONNECTED);
    if (event == NULL) {
        return false;
    }
    event->peer = l->peer;
    event->local = l->local;
    l->event_step = w->own.step;
    link_clear(l, LINK_OPEN_DUE);
    w->own.open_due--;
    link_set(l, LINK_OPENED);
    idle_begin(w, l);
    return true;
}

static bool turn__report_sent(worker *w, link *l) {
    if (l->sent == 0) {
        return true;
    }
    l->sent_at = w->own.now;
    lp_event *event = link_event(w, l, LP_EVENT_SENT);
    if (event == NULL) {
        return false;
    }
    event->size = l->sends;
    l->sends = 0;
    event->data = l->sent;
    l->sent = 0;
    return true;
}

static void turn__finish(worker *w, link *l) {
    if (link_is_owned(l)) {
        return;
    }
    lp_event *event = link_event(w, l, link_has(l, LINK_OPENED) ? LP_EVENT_CLOSED : LP_EVENT_CONNECT_FAILED);
    if (event == NULL) {
        return;
    }
    event->status = l->reason;
    event->os_code = l->os_code;
    link_recycle(w, l);
}

/* Whether the turn goes on. */
static bool turn__begin(worker *w, link *l) {
    return l->life != LIFE_FREE && l->life != LIFE_CONNECTING && turn__report_open(w, l);
}

static void turn__end(worker *w, link *l) {
    if (l->life == LIFE_ABORTING || l->life == LIFE_CLOSING) {
        turn__finish(w, l);
    }
    if (l->life == LIFE_OPEN && link_has(l, LINK_READ_IDLE | LINK_WRITE_IDLE)) {
        idle_run(w, l);
    }
}

/* Nothing but data, which nearly every turn is about. */
static bool turn__is_plain(const link *l) {
    return l->life == LIFE_OPEN && !link_has(l, LINK_OPEN_DUE | LINK_READ_IDLE | LINK_WRITE_IDLE);
}

void turn_run(worker *w, link *l) {
    if (!turn__is_plain(l) && !turn__begin(w, l)) {
        return;
    }
    if (send_is_due(l)) {
        send_run(w, l);
    }
    if (!turn__report_sent(w, l)) { /* first: a program that closes when the input ends must not miss it */
        return;
    }
    if (receive_is_due(l)) {
        receive_run(w, l);
    }
    if (!turn__is_plain(l)) {
        turn__end(w, l);
    }
}
