/* SPDX-License-Identifier: Apache-2.0 */
#include "connect.h"

#include "addr.h"
#include "port.h"
#include "socket_options.h"
#include "status.h"

static bool connect__has_local(const lp_command *command) {
    return command->local.family != 0;
}

/* ConnectEx needs a bound socket (WSAEINVAL otherwise). */
static uint32_t connect__bind(sys_socket socket, const lp_command *command) {
    lp_address any = addr_any(command->address.family);
    sys_address local;
    bool matches = !connect__has_local(command) || command->local.family == command->address.family;
    if (!matches || !addr_to_sys(connect__has_local(command) ? &command->local : &any, &local)) {
        return 10047; /* WSAEAFNOSUPPORT */
    }
    if (!connect__has_local(command) || command->local.tcp_port == 0) {
        /* Else each connection uses up one of some 16,000 (SO_REUSE_UNICASTPORT). Where it is not there, it does. */
        (void)sys_set_port_reuse(socket);
    }
    return sys_socket_bind(socket, &local);
}

static uint32_t connect__options(sys_socket socket, const lp_command *command) {
    const lp_socket_options *options = (const lp_socket_options *)(uintptr_t)command->target;
    if (options == NULL) {
        return 0;
    }
    return socket_options_valid(options) ? socket_options_set(socket, options) : SYS_BAD_PARAMETER;
}

static uint32_t connect__prepare(worker *w, link *l, const lp_command *command) {
    uint32_t error = sys_socket_new(addr_sys_family(&command->address), &l->socket);
    if (error != 0) {
        l->socket = SYS_NO_SOCKET;
        return error;
    }
    error = connect__options(l->socket, command);
    if (error == 0) {
        error = connect__bind(l->socket, command);
    }
    if (error == 0) {
        error = sys_port_add(w->completion_port, l->socket, KEY_SOCKET);
    }
    if (error == 0 && addr_is_loopback(&command->address)) {
        /* Windows repeats a refused SYN for two seconds; where this is not supported it just takes them. */
        (void)sys_set_fast_loopback_refusal(l->socket);
    }
    return error;
}

static void connect__failed(worker *w, link *l, uint32_t code) {
    link_shut(w, l, status_reason_of_connect(code), code);
}

static void connect__post(worker *w, link *l, const sys_address *address) {
    worker_post_begins(w, &l->receive, OP_CONNECT);
    uint32_t error = sys_connect(&w->port->network, l->socket, address, &l->receive.overlapped);
    /* The socket does not skip yet: a success brings a packet too. */
    if (link_post_ends(w, l, &l->receive, OP_CONNECT, error, 0) == OP_REFUSED) {
        connect__failed(w, l, error);
    }
}

static void connect__attempt(worker *w, link *l, const lp_command *command) {
    sys_address address;
    if (!addr_to_sys(&command->address, &address)) {
        link_shut(w, l, LP_REASON_ADDRESS, 0);
        return;
    }
    uint32_t error = connect__prepare(w, l, command);
    if (error != 0) {
        connect__failed(w, l, error);
        return;
    }
    l->peer = command->address;
    l->connect_flags = command->size;
    timer_schedule(&w->own.wheel, &l->deadline, w->own.now + command->millis);
    connect__post(w, l, &address);
}

/* The system has no memory for one more slot, or all are in use: there is no link to tell of it. */
static void connect__refuse(worker *w, uint64_t cookie) {
    if (w->own.refused_count == WORKER_REFUSED_MAX) {
        stats_unexpected(worker_stats(w), 0);
        return;
    }
    w->own.refused[w->own.refused_count++] = cookie;
    worker_count(w, STAT(connects_begun), 1);
}

void connect_report_refused(worker *w) {
    while (w->own.refused_count > 0) {
        lp_event *event = worker_event(w);
        if (event == NULL) {
            return;
        }
        event->kind = LP_EVENT_CONNECT_FAILED;
        event->status = LP_REASON_NO_RESOURCES;
        event->cookie = w->own.refused[--w->own.refused_count];
        worker_count(w, STAT(connects_failed), 1);
        worker_count(w, STAT(connects_failed_by_reason) + LP_REASON_NO_RESOURCES, 1);
    }
}

void connect_begin(worker *w, const lp_command *command) {
    link *l = link_take(w);
    if (l == NULL) {
        connect__refuse(w, command->data);
        return;
    }
    worker_count(w, STAT(connects_begun), 1);
    l->cookie = command->data;
    atomic_fetch_add(&w->any.load, 1);
    link_to(w, l, LIFE_CONNECTING);
    if (port_is_stopping(w->port)) {
        link_shut(w, l, LP_REASON_SHUTDOWN, 0);
    } else if (!room_take(&w->port->any.room)) {
        link_shut(w, l, LP_REASON_LIMIT, 0);
    } else {
        link_set(l, LINK_HAS_ROOM);
        connect__attempt(w, l, command);
    }
}

bool connect_cancel(worker *w, uint64_t cookie) {
    link *l = link_find_connecting(w, cookie);
    if (l == NULL) {
        return false;
    }
    link_shut(w, l, LP_REASON_LOCAL_ABORT, 0);
    return true;
}

void connect_completed(worker *w, link *l, uint32_t code) {
    if (l->life != LIFE_CONNECTING) {
        return; /* given up meanwhile, whatever the answer was */
    }
    timer_cancel(&w->own.wheel, &l->deadline);
    sys_address local;
    uint32_t error = code != 0 ? code : sys_connect_update(l->socket);
    if (error == 0) {
        error = sys_socket_name(l->socket, &local);
    }
    if (error == 0) {
        addr_from_sys(&local, &l->local);
        error = link_open(w, l, l->connect_flags);
    }
    if (error != 0) {
        connect__failed(w, l, error);
        return;
    }
    worker_count(w, STAT(connects_completed), 1);
}
