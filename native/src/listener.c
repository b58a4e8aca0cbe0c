/* SPDX-License-Identifier: Apache-2.0 */
#include "listener.h"

#include "addr.h"
#include "link.h"
#include "port.h"
#include "socket_options.h"

#include <string.h>

/* Accepts of one listener that may fail at once in a row before it waits for the retry. */
enum { LISTENER_FAILURES_MAX = 4 };

listener *listener_take(listener_table *table, const lp_listen_options *options, lp_status *status_out) {
    for (uint32_t i = 0; i < LISTENER_MAX; i++) {
        listener *l = &table->entries[i];
        uint32_t not_taken = 0;
        if (!atomic_compare_exchange_strong(&l->taken, &not_taken, 1)) {
            continue;
        }
        size_t bytes = sizeof *l->accepts * options->accept_depth;
        l->accepts = sys_reserve(bytes);
        if (l->accepts == NULL || sys_commit(l->accepts, bytes) != 0) {
            (void)listener_give(l); /* the shortage of memory is what the caller is told */
            *status_out = LP_NO_MEMORY;
            return NULL;
        }
        l->index = i;
        l->generation++;
        l->cookie = options->cookie;
        l->link_flags = options->flags;
        l->first_data_millis = options->first_data_millis;
        l->read_idle_millis = options->read_idle_millis;
        l->write_idle_millis = options->write_idle_millis;
        l->socket_options = options->socket;
        l->max_links = options->max_links;
        room_open(&l->room, l->generation, options->max_links);
        l->depth = options->accept_depth;
        l->posted = 0;
        l->held = 0;
        l->ending = false;
        l->socket = SYS_NO_SOCKET;
        return l;
    }
    *status_out = LP_NO_RESOURCES;
    return NULL;
}

uint32_t listener_give(listener *l) {
    uint32_t error = sys_release(l->accepts);
    l->accepts = NULL;
    atomic_store(&l->taken, 0);
    return error;
}

lp_listener listener_id(const listener *l) {
    return (uint64_t)l->worker->index << 56 | (uint64_t)(l->index + 1) << 32 | l->generation;
}

listener *listener_find(listener_table *table, lp_listener id) {
    uint32_t number = LP_LINK_SLOT(id);
    if (number == 0 || number > LISTENER_MAX) {
        return NULL;
    }
    listener *l = &table->entries[number - 1];
    return atomic_load(&l->taken) != 0 && l->generation == LP_LINK_GENERATION(id) ? l : NULL;
}

/* The entry may be another listener's by now, or of none. */
void listener_give_room(struct lp_port *port, lp_listener id) {
    room_give(&port->listeners->entries[LP_LINK_SLOT(id) - 1].room, LP_LINK_GENERATION(id));
}

/* A place under both limits, or none. Owner only: nobody else takes places of the listener. */
static bool listener__take_room(worker *w, listener *l) {
    if (l->max_links > 0 && !room_take(&l->room)) {
        return false;
    }
    if (room_take(&w->port->any.room)) {
        return true;
    }
    if (l->max_links > 0) {
        room_give(&l->room, l->generation);
    }
    return false;
}

static bool listener__has_room(worker *w, listener *l) {
    return !room_is_full(&w->port->any.room) && !(l->max_links > 0 && room_is_full(&l->room));
}

/* Of a connection that became no link. Any worker. */
static void listener__return_room(lp_port *port, lp_listener place) {
    if (place != 0) {
        listener_give_room(port, place);
    }
    port_give_room(port);
}

static void listener__close_socket(worker *w, sys_socket *socket) {
    uint32_t error = sys_socket_close(*socket);
    if (error != 0) {
        stats_unexpected(worker_stats(w), error);
    }
    *socket = SYS_NO_SOCKET;
}

static uint32_t accept__post(worker *w, listener *l, accept_op *accept) {
    uint32_t error = sys_socket_new(l->family, &accept->socket);
    if (error != 0) {
        return error;
    }
    error = socket_options_set(accept->socket, &l->socket_options);
    if (error != 0) {
        listener__close_socket(w, &accept->socket);
        return error;
    }
    worker_post_begins(w, &accept->op, OP_ACCEPT);
    error = sys_accept(&w->port->network, l->socket, accept->socket, accept->addresses, &accept->op.overlapped);
    /* The listening socket never skips: a packet comes either way. */
    if (worker_post_ends(w, &accept->op, OP_ACCEPT, listener_id(l), false, error, 0) == OP_POSTED) {
        accept->state = ACCEPT_POSTED;
        l->posted++;
        return 0;
    }
    listener__close_socket(w, &accept->socket);
    return error;
}

/* Posts everything that is idle; what fails stays a deficit that is tried again later. */
static void listener__fill(worker *w, listener *l) {
    uint32_t failures = 0;
    for (uint32_t i = 0; l->socket != SYS_NO_SOCKET && i < l->depth; i++) {
        accept_op *accept = &l->accepts[i];
        while (accept->state == ACCEPT_IDLE && accept__post(w, l, accept) != 0) {
            worker_count(w, STAT(accepts_retried), 1);
            if (++failures == LISTENER_FAILURES_MAX) {
                worker_retry_soon(w);
                return;
            }
        }
    }
}

void listener_start(worker *w, listener *l) {
    l->next = w->own.listeners;
    w->own.listeners = l;
    for (uint32_t i = 0; i < l->depth; i++) {
        l->accepts[i].listener = l;
        l->accepts[i].state = ACCEPT_IDLE;
    }
    uint32_t error = sys_port_add(w->completion_port, l->socket, KEY_SOCKET);
    if (error != 0) {
        stats_unexpected(worker_stats(w), error);
    }
    if (error != 0 || port_is_stopping(w->port)) {
        listener_close(w, l);
        return;
    }
    listener__fill(w, l);
}

static void accept__drop(worker *w, listener *l, accept_op *accept) {
    if (accept->state == ACCEPT_HELD) {
        l->held--;
        atomic_fetch_sub(&w->any.holding, 1);
    }
    listener__close_socket(w, &accept->socket);
    accept->state = ACCEPT_IDLE;
}

void listener_close(worker *w, listener *l) {
    if (l->socket == SYS_NO_SOCKET) {
        return;
    }
    /* Closing the listening socket aborts its accepts; their sockets are closed as they come back (wine test_AcceptEx).
     */
    listener__close_socket(w, &l->socket);
    for (uint32_t i = 0; i < l->depth; i++) {
        if (l->accepts[i].state == ACCEPT_HELD) {
            accept__drop(w, l, &l->accepts[i]);
        }
    }
}

/* Ours from here on: a link, or closed and counted. */
void listener_adopt(worker *w, const mail *m) {
    uint32_t error = 0;
    link *l = port_is_stopping(w->port) ? NULL : link_take(w);
    if (l != NULL) {
        l->socket = m->socket;
        l->place = m->place;
        l->cookie = m->command.target;
        l->peer = m->command.address;
        l->local = m->command.local;
        l->first_data_millis = m->command.millis;
        l->read_idle_millis = (uint32_t)m->command.data;
        l->write_idle_millis = (uint32_t)(m->command.data >> 32);
        link_set(l, LINK_ACCEPTED | LINK_HAS_ROOM);
        error = sys_port_add(w->completion_port, l->socket, KEY_SOCKET);
        if (error == 0) {
            error = link_open(w, l, m->command.size);
        }
        if (error == 0) {
            return;
        }
        stats_set(worker_stats(w), STAT(last_os_code), error);
        link_give(w, l);
    }
    sys_socket socket = m->socket;
    listener__close_socket(w, &socket);
    worker_count(w, STAT(accepts_failed), 1);
    atomic_fetch_sub(&w->any.load, 1);
    listener__return_room(w->port, m->place);
}

/* Gives the connection of an accept to a worker. False if there is no room yet, or no mail. */
static bool accept__place(worker *w, listener *l, accept_op *accept) {
    if (!listener__take_room(w, l)) {
        return false;
    }
    worker *target = port_least_loaded(w->port);
    mail m;
    memset(&m, 0, sizeof m);
    m.kind = MAIL_ADOPT;
    m.socket = accept->socket;
    m.place = l->max_links > 0 ? listener_id(l) : 0;
    m.command.target = l->cookie;
    m.command.size = l->link_flags;
    m.command.millis = l->first_data_millis;
    m.command.data = (uint64_t)l->write_idle_millis << 32 | l->read_idle_millis;
    m.command.address = accept->peer;
    m.command.local = accept->local;
    atomic_fetch_add(&target->any.load, 1);
    if (target == w) {
        listener_adopt(w, &m);
    } else if (worker_post(target, &m) != LP_OK) {
        atomic_fetch_sub(&target->any.load, 1);
        listener__return_room(w->port, m.place);
        worker_retry_soon(w);
        return false;
    }
    return true;
}

static void accept__placed(worker *w, listener *l, accept_op *accept) {
    if (accept->state == ACCEPT_HELD) {
        l->held--;
        atomic_fetch_sub(&w->any.holding, 1);
    }
    accept->socket = SYS_NO_SOCKET;
    accept->state = ACCEPT_IDLE;
}

static void accept__hold(worker *w, listener *l, accept_op *accept) {
    accept->state = ACCEPT_HELD;
    accept->held_number = ++l->held_number;
    l->held++;
    atomic_fetch_add(&w->any.holding, 1);
    worker_count(w, STAT(accepts_held), 1);
    /* A link may have closed between the look for room and the count of who waits: look again in the next step. */
    (void)worker_wake(w);
}

static void accept__succeeded(worker *w, listener *l, accept_op *accept) {
    uint32_t error = sys_accept_update(l->socket, accept->socket);
    if (error != 0) {
        stats_set(worker_stats(w), STAT(last_os_code), error);
        worker_count(w, STAT(accepts_failed), 1);
        accept__drop(w, l, accept);
        return;
    }
    sys_address local;
    sys_address peer;
    sys_accept_addresses(&w->port->network, accept->addresses, &local, &peer);
    addr_from_sys(&local, &accept->local);
    addr_from_sys(&peer, &accept->peer);
    worker_count(w, STAT(accepts_completed), 1);
    if (l->held == 0 && accept__place(w, l, accept)) { /* nobody overtakes those that wait */
        accept__placed(w, l, accept);
    } else {
        accept__hold(w, l, accept);
    }
}

void listener_completed(worker *w, accept_op *accept, uint32_t code) {
    listener *l = accept->listener;
    l->posted--;
    worker_operation_ends(w, &accept->op, listener_id(l), code, 0);
    accept->state = ACCEPT_IDLE;
    if (l->socket == SYS_NO_SOCKET) {
        listener__close_socket(w, &accept->socket);
        return;
    }
    if (code != 0) {
        /* A client that reset while it waited. The listener goes on. */
        worker_count(w, STAT(accepts_failed), 1);
        stats_set(worker_stats(w), STAT(last_os_code), code);
        listener__close_socket(w, &accept->socket);
    } else {
        accept__succeeded(w, l, accept);
    }
    listener__fill(w, l);
}

static accept_op *listener__longest_held(listener *l) {
    accept_op *longest = NULL;
    for (uint32_t i = 0; i < l->depth; i++) {
        accept_op *accept = &l->accepts[i];
        if (accept->state == ACCEPT_HELD &&
            (longest == NULL || (int32_t)(accept->held_number - longest->held_number) < 0)) {
            longest = accept;
        }
    }
    return longest;
}

static void listener__place_held(worker *w, listener *l) {
    for (accept_op *accept; l->held > 0 && (accept = listener__longest_held(l)) != NULL;) {
        if (!accept__place(w, l, accept)) {
            return;
        }
        accept__placed(w, l, accept);
    }
}

void listener_retry_all(worker *w) {
    for (listener *l = w->own.listeners; l != NULL; l = l->next) {
        if (l->held > 0 && listener__has_room(w, l)) {
            listener__place_held(w, l);
        }
        if (l->posted + l->held < l->depth) {
            listener__fill(w, l);
        }
    }
}

void listener_confirm_all(worker *w) {
    uint64_t bit = (uint64_t)1 << w->index;
    if (atomic_load(&w->port->any.listeners_ending) == 0) {
        return;
    }
    for (uint32_t i = 0; i < LISTENER_MAX; i++) {
        listener *l = &w->port->listeners->entries[i];
        if ((atomic_load(&l->to_confirm) & bit) != 0 && w->own.open_due == 0) {
            worker *owner = l->worker; /* the entry may be another listener's as soon as the bit is clear */
            atomic_fetch_and(&l->to_confirm, ~bit);
            (void)worker_wake(owner); /* lost or not, it looks again after its nap */
        } else if ((atomic_load(&l->to_learn) & bit) != 0) {
            /* Its last sockets are in the mailbox by now: this step takes them, and a later one confirms. */
            atomic_fetch_or(&l->to_confirm, bit);
            atomic_fetch_and(&l->to_learn, ~bit);
            (void)worker_wake(w);
        }
    }
}

static void listener__begin_end(worker *w, listener *l) {
    lp_port *port = w->port;
    uint64_t others = 0;
    for (uint32_t i = 0; i < port->options.workers; i++) {
        worker *other = &port->workers[i];
        bool never_stepped = atomic_load(&other->any.owner) == 0 && mailbox_is_empty(&other->any.mail);
        others |= other == w || never_stepped ? 0 : (uint64_t)1 << i;
    }
    l->ending = true;
    atomic_fetch_add(&port->any.listeners_ending, 1);
    atomic_store(&l->to_learn, others);
    if (others != 0) {
        port_wake_all(port);
    }
}

/* Whether no worker reports anything of it any more. */
static bool listener__has_ended(worker *w, listener *l) {
    if (l->socket != SYS_NO_SOCKET || l->posted > 0) {
        return false;
    }
    if (!l->ending) {
        listener__begin_end(w, l);
    }
    return atomic_load(&l->to_learn) == 0 && atomic_load(&l->to_confirm) == 0; /* in this order: bits move on */
}

void listener_finish_first(worker *w) {
    if (w->own.open_due == 0 && atomic_load(&w->port->any.listeners_ending) > 0) {
        listener_finish_all(w);
    }
}

void listener_finish_all(worker *w) {
    for (listener **at = &w->own.listeners; *at != NULL;) {
        listener *l = *at;
        if (!listener__has_ended(w, l)) {
            at = &l->next;
            continue;
        }
        lp_event *event = worker_event(w);
        if (event == NULL) {
            return;
        }
        event->kind = LP_EVENT_LISTENER_CLOSED;
        event->cookie = l->cookie;
        *at = l->next;
        atomic_fetch_sub(&w->port->any.listeners_ending, 1);
        uint32_t error = listener_give(l);
        if (error != 0) {
            stats_unexpected(worker_stats(w), error);
        }
        port_listener_gone(w->port);
    }
}
