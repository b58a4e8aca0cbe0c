/* SPDX-License-Identifier: Apache-2.0 */
#include "link.h"

#include "port.h"

/* May a link go from row to column? FREE, CONNECTING, OPEN, DRAINING, ABORTING, CLOSING. */
static const bool LINK_TRANSITIONS[6][6] = {
    {0, 1, 1, 0, 0, 0}, {1, 0, 1, 0, 1, 0}, {0, 0, 0, 1, 1, 1},
    {0, 0, 0, 0, 1, 1}, {1, 0, 0, 0, 0, 0}, {1, 0, 0, 0, 0, 0},
};

static void link__count_life(worker *w, link_life life, int amount) {
    static const size_t LEVELS[] = {
        [LIFE_CONNECTING] = STAT(links_connecting), [LIFE_OPEN] = STAT(links_open),
        [LIFE_DRAINING] = STAT(links_draining),     [LIFE_ABORTING] = STAT(links_aborting),
        [LIFE_CLOSING] = STAT(links_closing),
    };
    if (life != LIFE_FREE) {
        worker_count(w, LEVELS[life], (uint64_t)(int64_t)amount);
    }
}

static void link__enlist_connecting(worker *w, link *l) {
    l->last_connecting = SLAB_NONE;
    l->next_connecting = w->own.connecting;
    w->own.connecting = LP_LINK_SLOT(l->id);
    if (l->next_connecting != SLAB_NONE) {
        link *next = slab_at(&w->own.links, l->next_connecting);
        next->last_connecting = w->own.connecting;
    }
}

static void link__delist_connecting(worker *w, const link *l) {
    if (l->next_connecting != SLAB_NONE) {
        link *next = slab_at(&w->own.links, l->next_connecting);
        next->last_connecting = l->last_connecting;
    }
    if (l->last_connecting != SLAB_NONE) {
        link *last = slab_at(&w->own.links, l->last_connecting);
        last->next_connecting = l->next_connecting;
    } else {
        w->own.connecting = l->next_connecting;
    }
}

link *link_find_connecting(worker *w, uint64_t cookie) {
    for (uint32_t slot = w->own.connecting; slot != SLAB_NONE;) {
        link *l = slab_at(&w->own.links, slot);
        if (l->cookie == cookie) {
            return l;
        }
        slot = l->next_connecting;
    }
    return NULL;
}

void link_to(worker *w, link *l, link_life life) {
    if (!LINK_TRANSITIONS[l->life][life]) {
        stats_unexpected(worker_stats(w), life);
    }
    link__count_life(w, (link_life)l->life, -1);
    link__count_life(w, life, 1);
    worker_trace(w, LP_TRACE_LIFE, life, l->id, l->os_code, l->reason);
    if (life == LIFE_CONNECTING) {
        link__enlist_connecting(w, l);
    } else if (l->life == LIFE_CONNECTING) {
        link__delist_connecting(w, l);
    }
    l->life = (uint8_t)life;
}

static void link__reset(worker *w, link *l, uint32_t index) {
    l->socket = SYS_NO_SOCKET;
    l->id = (uint64_t)w->index << 56 | (uint64_t)index << 32 | (LP_LINK_GENERATION(l->id) + 1);
    l->event_step = w->own.step - 1;
    l->os_code = 0;
    l->flags = 0;
    l->reason = LP_REASON_NONE;
    l->cookie = 0;
    l->place = 0;
    l->sent = 0;
    l->sends = 0;
    l->streak = 0;
    l->chunk = SLAB_NONE;
    l->filled = 0;
    l->received_at = w->own.now;
    l->sent_at = w->own.now;
    l->first_data_millis = 0;
    l->read_idle_millis = 0;
    l->write_idle_millis = 0;
    send_queue_init(&l->queue);
}

link *link_take(worker *w) {
    uint32_t index = slab_take(&w->own.links);
    if (index == SLAB_NONE) {
        return NULL;
    }
    link *l = slab_at(&w->own.links, index);
    link__reset(w, l, index);
    stats_set(worker_stats(w), STAT(links_now), ++w->own.link_count);
    return l;
}

void link_give(worker *w, link *l) {
    stats_set(worker_stats(w), STAT(links_now), --w->own.link_count);
    if (LP_LINK_GENERATION(l->id) != UINT32_MAX) { /* else the slot is retired: no id of it may come again */
        slab_give(&w->own.links, LP_LINK_SLOT(l->id));
    }
}

lp_event *link_event(worker *w, link *l, lp_event_kind kind) {
    lp_event *event = worker_event(w);
    if (event == NULL) {
        link_later(w, l);
        return NULL;
    }
    event->kind = kind;
    event->link = l->id;
    event->cookie = l->cookie;
    return event;
}

link *link_find(worker *w, lp_link id) {
    uint32_t index = LP_LINK_SLOT(id);
    if (index >= w->own.links.fresh) {
        return NULL;
    }
    link *l = slab_at(&w->own.links, index);
    return l->id == id && l->life != LIFE_FREE ? l : NULL;
}

static void list__add_ready(link_list *list, link *l) {
    if (l->in_ready) {
        return;
    }
    l->in_ready = true;
    l->next_ready = NULL;
    if (list->last == NULL) {
        list->first = l;
    } else {
        list->last->next_ready = l;
    }
    list->last = l;
}

void link_ready(worker *w, link *l) {
    list__add_ready(&w->own.ready, l);
}

void link_later(worker *w, link *l) {
    list__add_ready(&w->own.later, l);
}

void link_wait(worker *w, link *l) {
    link_list *list = &w->own.waiting;
    if (l->in_waiting) {
        return;
    }
    l->in_waiting = true;
    l->next_waiting = NULL;
    if (list->last == NULL) {
        list->first = l;
    } else {
        list->last->next_waiting = l;
    }
    list->last = l;
}

void link_wake_waiting(worker *w) {
    link_list woken = {0};
    for (link *l = w->own.waiting.first; l != NULL; l = l->next_waiting) {
        l->in_waiting = false;
        list__add_ready(&woken, l);
    }
    w->own.waiting = (link_list){0};
    if (woken.first == NULL) {
        return;
    }
    woken.last->next_ready = w->own.ready.first;
    if (w->own.ready.last == NULL) {
        w->own.ready.last = woken.last;
    }
    w->own.ready.first = woken.first;
}

uint32_t link_open(worker *w, link *l, uint32_t link_flags) {
    uint32_t error = sys_set_nonblocking(l->socket);
    if (error == 0 && w->port->skip) {
        error = sys_set_skip(l->socket);
    }
    if (error == 0 && (link_flags & LP_NAGLE) == 0) {
        error = sys_set_nodelay(l->socket);
    }
    if (error != 0) {
        return error;
    }
    link_set(l, w->port->skip ? LINK_OPEN_DUE | LINK_SKIPS : LINK_OPEN_DUE);
    link_to(w, l, LIFE_OPEN);
    w->own.open_due++;
    worker_count(w, STAT(links_opened), 1);
    link_ready(w, l);
    return 0;
}

void link_end_busy(link *l) {
    link_clear(l, LINK_BUSY);
    if (l->receive.posted && l->chunk != SLAB_NONE && l->socket != SYS_NO_SOCKET) {
        sys_socket_cancel(l->socket, &l->receive.overlapped);
    }
}

void link_drop_chunk(worker *w, link *l) {
    if (l->chunk != SLAB_NONE) {
        chunks_give(&w->own.chunks, l->chunk);
        l->chunk = SLAB_NONE;
        l->filled = 0;
    }
}

static void link__close_socket(worker *w, link *l) {
    uint32_t error = l->socket == SYS_NO_SOCKET ? 0 : sys_socket_close(l->socket);
    if (error != 0) {
        stats_unexpected(worker_stats(w), error);
    }
    l->socket = SYS_NO_SOCKET;
    timer_cancel(&w->own.wheel, &l->deadline);
    if (!l->receive.posted) {
        link_drop_chunk(w, l);
    }
    link_ready(w, l);
}

void link_shut(worker *w, link *l, lp_reason reason, uint32_t os_code) {
    if (l->life != LIFE_CONNECTING && l->life != LIFE_OPEN && l->life != LIFE_DRAINING) {
        return;
    }
    l->reason = (uint8_t)reason;
    l->os_code = os_code;
    if (l->life != LIFE_CONNECTING) {
        /* Fails only on a connection that is reset already, which is what is wanted. */
        (void)sys_set_abort_on_close(l->socket);
    }
    if (l->send.posted) {
        /* Wine does not abort a send that is blocked when its socket is closed: nothing of the link would come back. */
        sys_socket_cancel(l->socket, &l->send.overlapped);
    }
    link_to(w, l, LIFE_ABORTING);
    link__close_socket(w, l);
}

void link_end(worker *w, link *l) {
    if (l->reason == LP_REASON_NONE || l->reason == LP_REASON_LOCAL_CLOSE) {
        l->reason = link_has(l, LINK_PEER_FIRST) ? LP_REASON_PEER_CLOSE : LP_REASON_LOCAL_CLOSE;
    }
    link_to(w, l, LIFE_CLOSING);
    link__close_socket(w, l);
}

/* The program may still send. */
static bool link__takes_output(const link *l) {
    return l->life == LIFE_OPEN && !link_has(l, LINK_FIN_WANTED);
}

bool link_send_plainly(worker *w, link *l, const lp_command *command) {
    const void *data = (const void *)(uintptr_t)command->data;
    if (!link__takes_output(l) || command->size == 0 ||
        !send_queue_begin(&l->queue, &w->own.stock, data, command->size)) {
        return false;
    }
    link_ready(w, l);
    return true;
}

void link_send(worker *w, link *l, const lp_command *command) {
    const void *data = (const void *)(uintptr_t)command->data;
    if (!link__takes_output(l) || command->size == 0) {
        return;
    }
    if (!send_queue_append(&l->queue, &w->own.stock, data, command->size)) {
        link_shut(w, l, LP_REASON_NO_RESOURCES, 0);
        return;
    }
    link_ready(w, l);
}

void link_send_file(worker *w, link *l, const lp_command *command) {
    const lp_file_range *range = &command->file;
    if (!link__takes_output(l) || range->length == 0) {
        return;
    }
    /* TransmitFile without a handle would send what stands around the file, and call it a success. */
    if (command->data == 0 || range->offset > INT64_MAX || range->length > INT64_MAX - range->offset) {
        link_shut(w, l, LP_REASON_FILE, command->data == 0 ? SYS_BAD_HANDLE : SYS_BAD_PARAMETER);
        return;
    }
    if (!send_queue_append_file(&l->queue, &w->own.stock, (sys_file)command->data, range->offset, range->length,
                                !w->port->transmit)) {
        link_shut(w, l, LP_REASON_NO_RESOURCES, 0);
        return;
    }
    link_ready(w, l);
}

void link_pause(link *l) {
    link_set(l, LINK_PAUSED);
    link_end_busy(l); /* for as long as the program likes: no chunk is pinned meanwhile */
}

void link_resume(worker *w, link *l) {
    link_clear(l, LINK_PAUSED);
    link_ready(w, l);
}

void link_shutdown_output(worker *w, link *l) {
    if (l->life == LIFE_OPEN) {
        link_set(l, LINK_FIN_WANTED);
        link_ready(w, l);
    }
}

static void link__drain(worker *w, link *l, lp_reason reason, uint64_t deadline) {
    l->reason = (uint8_t)reason;
    link_set(l, LINK_FIN_WANTED);
    link_to(w, l, LIFE_DRAINING);
    timer_cancel(&w->own.wheel, &l->deadline);
    timer_schedule(&w->own.wheel, &l->deadline, deadline);
    link_ready(w, l);
}

void link_close(worker *w, link *l, lp_reason reason, uint64_t deadline) {
    if (l->life == LIFE_CONNECTING) {
        link_shut(w, l, reason == LP_REASON_LOCAL_CLOSE ? LP_REASON_LOCAL_ABORT : reason, 0);
    } else if (l->life == LIFE_OPEN) {
        link__drain(w, l, reason, deadline);
    } else if (l->life == LIFE_DRAINING && deadline < l->deadline.at) {
        timer_cancel(&w->own.wheel, &l->deadline);
        timer_schedule(&w->own.wheel, &l->deadline, deadline);
    }
}

void link_abort(worker *w, link *l, lp_reason reason) {
    bool known = reason > LP_REASON_NONE && reason <= LP_REASON_FILE;
    link_shut(w, l, known ? reason : LP_REASON_LOCAL_ABORT, 0);
}

lp_reason link_drain_failure(const link *l) {
    return l->reason == LP_REASON_SHUTDOWN ? LP_REASON_SHUTDOWN : LP_REASON_DRAIN_TIMEOUT;
}

void link_expired(worker *w, link *l) {
    if (l->life == LIFE_CONNECTING) {
        link_shut(w, l, LP_REASON_CONNECT_TIMEOUT, 0);
    } else {
        link_shut(w, l, link_drain_failure(l), 0);
    }
}

/* The program counts an open link until it has seen its end; what never opened it does not count. */
static void link__free_place(worker *w, const link *l) {
    if (!link_has(l, LINK_OPENED)) {
        port_give_room(w->port);
        return;
    }
    w->own.room_due++;
    if (l->place != 0) {
        room_dues_add(&w->own.dues, l->place);
    }
}

void link_recycle(worker *w, link *l) {
    send_queue_clear(&l->queue, &w->own.stock);
    if (link_has(l, LINK_OPENED)) {
        worker_count(w, STAT(links_closed), 1);
        worker_count(w, STAT(closed_by_reason) + l->reason, 1);
    } else {
        worker_count(w, STAT(connects_failed), 1);
        worker_count(w, STAT(connects_failed_by_reason) + l->reason, 1);
    }
    link_to(w, l, LIFE_FREE);
    link_give(w, l);
    atomic_fetch_sub(&w->any.load, 1);
    if (link_has(l, LINK_HAS_ROOM)) {
        link__free_place(w, l);
    }
}
