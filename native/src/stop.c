/* SPDX-License-Identifier: Apache-2.0 */
#include "stop.h"

#include "link.h"
#include "listener.h"
#include "port.h"

static void stop__links(worker *w, uint64_t deadline) {
    for (uint32_t i = 0; i < w->own.links.fresh; i++) {
        link *l = slab_at(&w->own.links, i);
        if (deadline <= w->own.now) {
            link_shut(w, l, l->life == LIFE_DRAINING ? link_drain_failure(l) : LP_REASON_SHUTDOWN, 0);
        } else {
            link_close(w, l, LP_REASON_SHUTDOWN, deadline);
        }
    }
}

void stop_begin(worker *w, uint64_t deadline) {
    if (deadline >= w->own.stop_at) {
        return;
    }
    w->own.stop_at = deadline;
    w->own.overdue_at = deadline + LP_OVERDUE_MILLIS;
    worker_trace(w, LP_TRACE_STOP, 0, 0, deadline <= w->own.now ? 0 : (uint32_t)(deadline - w->own.now), 0);
    atomic_store(&w->port->any.stopping, 1);
    for (listener *l = w->own.listeners; l != NULL; l = l->next) {
        listener_close(w, l);
    }
    stop__links(w, deadline);
}

void stop_with_port(worker *w) {
    stop_begin(w, atomic_load(&w->port->any.stop_at));
}

/* What came back before, and was not yet looked at, is not overdue. */
void stop_watch(worker *w) {
    if (w->own.heard_until < w->own.overdue_at) {
        return;
    }
    uint64_t operations = worker_operations(w);
    lp_event *event = operations == 0 ? NULL : worker_event(w);
    if (event == NULL) {
        return;
    }
    uint64_t late = w->own.now - w->own.stop_at;
    event->kind = LP_EVENT_STOP_OVERDUE;
    event->data = operations;
    event->size = late < UINT32_MAX ? (uint32_t)late : UINT32_MAX;
    w->own.overdue_at = w->own.now + LP_OVERDUE_MILLIS;
    worker_count(w, STAT(stops_overdue), 1);
}

uint64_t stop_watch_delay(const worker *w) {
    if (w->own.overdue_at == UINT64_MAX || worker_operations(w) == 0) {
        return UINT64_MAX;
    }
    return w->own.overdue_at > w->own.now ? w->own.overdue_at - w->own.now : 0;
}

/* The mailbox closes with it, so that no request is ever accepted and then forgotten. */
void stop_finish(worker *w) {
    bool done = w->own.stop_at != UINT64_MAX && atomic_load(&w->port->any.listeners_alive) == 0 &&
                w->own.link_count == 0 && w->own.refused_count == 0 && worker_operations(w) == 0 &&
                w->own.event_count < w->own.event_max && mailbox_close(&w->any.mail);
    if (done) {
        worker_next_event(w)->kind = LP_EVENT_STOPPED;
        w->own.stopped = true;
    }
}
