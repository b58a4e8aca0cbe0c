/* SPDX-License-Identifier: Apache-2.0 */
/* The public functions: check arguments, then hand over. */
#include "linkport.h"

#include "addr.h"
#include "connect.h"
#include "link.h"
#include "listener.h"
#include "lookup.h"
#include "port.h"
#include "sized.h"
#include "socket_options.h"
#include "status.h"
#include "step.h"

#include <stdio.h>
#include <string.h>

#ifndef LINKPORT_VERSION
#error "the build passes LINKPORT_VERSION"
#endif

enum { ACCEPT_DEPTH_MAX = 1024, BACKLOG_MAX = 65535, OS_TEXT_BYTES = 512 };

/* The oldest program that may go on knew the fields before these. */
enum {
    OPTIONS_OLDEST = offsetof(lp_options, chunk_memory),
    LISTEN_OPTIONS_OLDEST = offsetof(lp_listen_options, first_data_millis)
};

const char *lp_version(void) {
    return LINKPORT_VERSION;
}

uint32_t lp_abi(void) {
    return LP_ABI;
}

static bool within(uint32_t value, uint32_t from, uint32_t to) {
    return value >= from && value <= to;
}

static bool create__options_valid(const lp_options *options) {
    return within(options->workers, 1, LP_WORKER_MAX) && within(options->max_links, 1, LP_SLOT_MAX) &&
           within(options->chunk_bytes, 1024, 1048576) && options->chunk_bytes % 1024 == 0 &&
           within(options->chunk_count, 2, 65536) &&
           (uint64_t)options->chunk_bytes * options->chunk_count <= INT32_MAX &&
           (options->flags & ~(LP_NEVER_SKIP | LP_NEVER_TRANSMIT)) == 0;
}

static uint32_t create__workers(lp_port *port) {
    for (uint32_t i = 0; i < port->options.workers; i++) {
        uint32_t error = worker_init(&port->workers[i], port, i, &port->options, sizeof(link));
        if (error != 0) {
            while (i > 0) {
                (void)worker_fini(&port->workers[--i]); /* the first failure is the one to tell */
            }
            return error;
        }
    }
    return 0;
}

static uint32_t create__port(const lp_options *options, lp_port **port_out) {
    size_t port_bytes = sizeof(lp_port) + sizeof(worker) * options->workers;
    size_t bytes = port_bytes + sizeof(listener_table);
    lp_port *port = sys_reserve(bytes);
    uint32_t error = port == NULL ? 8 /* ERROR_NOT_ENOUGH_MEMORY */ : sys_commit(port, bytes);
    if (error != 0) {
        goto release;
    }
    port->options = *options;
    port->listeners = (listener_table *)(void *)((char *)port + port_bytes);
    room_open(&port->any.room, 0, options->max_links);
    atomic_store(&port->any.stop_at, UINT64_MAX);
    error = sys_startup(&port->network);
    if (error != 0) {
        goto release;
    }
    port->skip = port->network.may_skip && (options->flags & LP_NEVER_SKIP) == 0;
    port->transmit = port->network.may_transmit && (options->flags & LP_NEVER_TRANSMIT) == 0;
    error = create__workers(port);
    if (error != 0) {
        goto cleanup;
    }
    port->options.chunk_memory = NULL; /* the array need not live on */
    *port_out = port;
    return 0;

cleanup:
    (void)sys_cleanup();
release:
    (void)sys_release(port);
    return error;
}

lp_status lp_create(const lp_options *options, lp_port **port_out, uint32_t *os_code_out) {
    uint32_t error = 0;
    lp_status status = LP_INVALID;
    if (port_out == NULL) {
        return status;
    }
    *port_out = NULL;
    lp_options known;
    if (options != NULL && sized_read(&known, sizeof known, OPTIONS_OLDEST, options) && create__options_valid(&known)) {
        error = create__port(&known, port_out);
        status = status_is_shortage(error) ? LP_NO_MEMORY : status_of_code(error);
    }
    if (os_code_out != NULL) {
        *os_code_out = error;
    }
    return status;
}

static bool destroy__is_idle(worker *w) {
    bool never_stepped = atomic_load(&w->any.owner) == 0 && mailbox_is_empty(&w->any.mail);
    return never_stepped || w->own.stopped;
}

lp_status lp_destroy(lp_port *port) {
    if (port == NULL) {
        return LP_OK;
    }
    if (atomic_load(&port->any.run) != 0) {
        return LP_BUSY; /* its threads may be in a last callback */
    }
    for (uint32_t i = 0; i < port->options.workers; i++) {
        if (!destroy__is_idle(&port->workers[i])) {
            return LP_BUSY;
        }
    }
    uint32_t error = 0;
    for (uint32_t i = 0; i < port->options.workers; i++) {
        uint32_t worker_error = worker_fini(&port->workers[i]);
        error = error != 0 ? error : worker_error;
    }
    uint32_t cleanup_error = sys_cleanup();
    uint32_t release_error = sys_release(port);
    return error == 0 && cleanup_error == 0 && release_error == 0 ? LP_OK : LP_OS_ERROR;
}

static worker *port__worker(lp_port *port, uint32_t index) {
    return port != NULL && index < port->options.workers ? &port->workers[index] : NULL;
}

void *lp_chunks(lp_port *port, uint32_t worker_index, uint64_t *size_bytes_out) {
    worker *w = port__worker(port, worker_index);
    if (w == NULL || size_bytes_out == NULL) {
        return NULL;
    }
    *size_bytes_out = (uint64_t)port->options.chunk_bytes * port->options.chunk_count;
    return w->own.chunks.large.elements;
}

static lp_status step__check_owner(worker *w) {
    uintptr_t nobody = 0;
    uintptr_t self = sys_thread_id();
    if (!atomic_compare_exchange_strong(&w->any.owner, &nobody, self) && nobody != self) {
        return LP_WRONG_THREAD;
    }
    return w->own.stopped ? LP_STOPPING : LP_OK;
}

int32_t lp_step(lp_port *port, uint32_t worker_index, const lp_command *commands, uint32_t command_count,
                lp_event *events, uint32_t event_max, uint32_t timeout_millis) {
    worker *w = port__worker(port, worker_index);
    if (w == NULL || (commands == NULL && command_count > 0) || (events == NULL && event_max > 0) ||
        command_count > LP_COMMANDS_MAX || event_max > INT32_MAX) {
        return -LP_INVALID;
    }
    lp_status status = step__check_owner(w);
    if (status != LP_OK) {
        return -(int32_t)status;
    }
    w->own.events = events;
    w->own.event_count = 0;
    w->own.event_max = event_max;
    return step_run(w, commands, command_count, timeout_millis);
}

lp_status lp_wake(lp_port *port, uint32_t worker_index) {
    worker *w = port__worker(port, worker_index);
    return w == NULL ? LP_INVALID : status_of_code(worker_wake(w));
}

static bool post__may_carry(uint32_t kind) {
    return within(kind, LP_COMMAND_SEND, LP_COMMAND_CONNECT) || kind == LP_COMMAND_IDLE ||
           within(kind, LP_COMMAND_SEND_FILE, LP_COMMAND_CANCEL_CONNECT);
}

lp_status lp_post(lp_port *port, uint32_t worker_index, const lp_command *command) {
    if (port == NULL || command == NULL) {
        return LP_INVALID;
    }
    bool names_worker = connect_is_command(command->kind);
    worker *w = port__worker(port, names_worker ? worker_index : LP_LINK_WORKER(command->target));
    if (w == NULL || !post__may_carry(command->kind)) {
        return LP_INVALID;
    }
    mail m;
    memset(&m, 0, sizeof m);
    m.kind = MAIL_COMMAND;
    m.command = *command;
    return worker_post(w, &m);
}

/* The dual wildcard is one IPv6 socket; where a family is missing it is one of the other. */
static lp_address listen__address(const sys_network *network, const lp_address *address, bool dual) {
    bool other_is_there = address->family == 4 ? network->has_v6 : !network->has_v6 && network->has_v4;
    if (!dual || !addr_is_wildcard(address) || (address->family != 4 && address->family != 6) || !other_is_there) {
        return *address;
    }
    lp_address any = addr_any(address->family == 4 ? 6 : 4);
    any.tcp_port = address->tcp_port;
    return any;
}

static uint32_t listen__set_up(sys_socket socket, const lp_address *address, uint32_t flags,
                               const lp_socket_options *options) {
    uint32_t error = (flags & LP_SHARED_ADDRESS) != 0 ? 0 : sys_set_exclusive(socket);
    if (error == 0) {
        error = socket_options_set(socket, options); /* accepted sockets take some of it from here */
    }
    if (error == 0 && address->family == 6) {
        error = sys_set_dual_stack(socket, (flags & LP_DUAL_STACK) != 0);
    }
    return error;
}

static uint32_t listen__socket(const lp_address *address, uint32_t flags, const lp_listen_options *options,
                               sys_socket *socket_out, sys_address *bound_out) {
    sys_address local;
    if (!addr_to_sys(address, &local)) {
        return 10047; /* WSAEAFNOSUPPORT */
    }
    uint32_t error = sys_socket_new(addr_sys_family(address), socket_out);
    if (error != 0) {
        return error;
    }
    error = listen__set_up(*socket_out, address, flags, &options->socket);
    if (error == 0) {
        error = sys_socket_bind(*socket_out, &local);
    }
    if (error == 0) {
        error = sys_socket_listen(*socket_out, options->backlog);
    }
    if (error == 0) {
        error = sys_socket_name(*socket_out, bound_out);
    }
    if (error != 0) {
        (void)sys_socket_close(*socket_out); /* the first failure is the one to tell */
    }
    return error;
}

static lp_status listen__start(lp_port *port, worker *w, listener *l, lp_listener *listener_out) {
    mail m;
    memset(&m, 0, sizeof m);
    m.kind = MAIL_START_LISTENER;
    m.command.target = listener_id(l);
    *listener_out = m.command.target;
    atomic_fetch_add(&port->any.listeners_alive, 1);
    lp_status status = port_is_stopping(port) ? LP_STOPPING : worker_post(w, &m);
    if (status != LP_OK) {
        port_listener_gone(port);
    }
    return status;
}

static bool listen__options_valid(const lp_listen_options *options) {
    return within(options->accept_depth, 1, ACCEPT_DEPTH_MAX) && within(options->backlog, 1, BACKLOG_MAX) &&
           within(options->first_data_millis, 0, LP_LISTEN_MILLIS_MAX) &&
           within(options->read_idle_millis, 0, LP_LISTEN_MILLIS_MAX) &&
           within(options->write_idle_millis, 0, LP_LISTEN_MILLIS_MAX) && within(options->max_links, 0, LP_SLOT_MAX) &&
           (options->flags & ~(LP_DUAL_STACK | LP_NAGLE | LP_SHARED_ADDRESS)) == 0 &&
           socket_options_valid(&options->socket);
}

static lp_status listen__run(lp_port *port, worker *w, const lp_address *address, const lp_listen_options *options,
                             lp_listener *listener_out, lp_address *bound_out, uint32_t *os_code) {
    lp_status status = LP_OK;
    listener *l = listener_take(port->listeners, options, &status);
    if (l == NULL) {
        return status;
    }
    const sys_network *network = &port->network;
    lp_address wanted = listen__address(network, address, (options->flags & LP_DUAL_STACK) != 0);
    /* A machine without IPv4 may refuse what would let it in. */
    uint32_t flags = network->has_v4 ? options->flags : options->flags & ~LP_DUAL_STACK;
    sys_address bound;
    *os_code = listen__socket(&wanted, flags, options, &l->socket, &bound);
    if (*os_code != 0) {
        status = status_of_code(*os_code);
        goto give;
    }
    l->worker = w;
    l->family = addr_sys_family(&wanted);
    addr_from_sys(&bound, bound_out);
    status = listen__start(port, w, l, listener_out);
    if (status == LP_OK) {
        return LP_OK;
    }
    (void)sys_socket_close(l->socket); /* the first failure is the one to tell */
give:
    (void)listener_give(l);
    return status;
}

lp_status lp_listen(lp_port *port, uint32_t worker_index, const lp_address *address, const lp_listen_options *options,
                    lp_listener *listener_out, lp_address *bound_out, uint32_t *os_code_out) {
    worker *w = port__worker(port, worker_index);
    uint32_t os_code = 0;
    lp_status status = LP_INVALID;
    lp_listen_options known;
    bool valid = w != NULL && address != NULL && listener_out != NULL && bound_out != NULL && options != NULL &&
                 sized_read(&known, sizeof known, LISTEN_OPTIONS_OLDEST, options) && listen__options_valid(&known);
    if (valid) {
        status = port_is_stopping(port) ? LP_STOPPING
                                        : listen__run(port, w, address, &known, listener_out, bound_out, &os_code);
    }
    if (os_code_out != NULL) {
        *os_code_out = os_code;
    }
    return status;
}

lp_status lp_listener_close(lp_port *port, lp_listener id) {
    worker *w = port__worker(port, LP_LINK_WORKER(id));
    if (w == NULL || listener_find(port->listeners, id) == NULL) {
        return w == NULL ? LP_INVALID : LP_STALE;
    }
    mail m;
    memset(&m, 0, sizeof m);
    m.kind = MAIL_CLOSE_LISTENER;
    m.command.target = id;
    return worker_post(w, &m);
}

lp_status lp_stop(lp_port *port, uint32_t drain_millis) {
    if (port == NULL) {
        return LP_INVALID;
    }
    uint64_t deadline = sys_clock_millis() + drain_millis;
    uint64_t seen = atomic_load(&port->any.stop_at);
    while (deadline < seen && !atomic_compare_exchange_weak(&port->any.stop_at, &seen, deadline)) {
    }
    atomic_store(&port->any.stopping, 1);
    port_wake_all(port);
    return LP_OK;
}

lp_status lp_stats_read(lp_port *port, uint32_t worker_index, lp_stats *stats_out, uint32_t size_bytes) {
    worker *w = port__worker(port, worker_index);
    if (w == NULL || stats_out == NULL) {
        return LP_INVALID;
    }
    lp_stats all;
    stats_read(worker_stats(w), &all);
    sized_write(stats_out, size_bytes, &all, sizeof all);
    return LP_OK;
}

/* Its owner, or a worker that nobody steps: then there is no link either. */
static lp_status lookup__check(worker *w) {
    return atomic_load(&w->any.owner) == sys_thread_id() ? LP_OK : LP_WRONG_THREAD;
}

lp_status lp_link_read(lp_port *port, lp_link id, lp_link_info *info_out) {
    worker *w = port__worker(port, LP_LINK_WORKER(id));
    if (info_out == NULL || port == NULL) {
        return LP_INVALID;
    }
    uint32_t size = info_out->size;
    lp_link_info all;
    lp_status status = w == NULL ? LP_STALE : lookup__check(w);
    if (status == LP_OK && !lookup_link(w, id, &all)) {
        status = LP_STALE;
    }
    if (status == LP_OK) {
        all.size = size;
        sized_write(info_out, size, &all, sizeof all);
    }
    return status;
}

lp_link lp_link_next(lp_port *port, uint32_t worker_index, lp_link after) {
    worker *w = port__worker(port, worker_index);
    return w == NULL || lookup__check(w) != LP_OK ? 0 : lookup_next(w, after);
}

int32_t lp_os_text(uint32_t os_code, char *buffer, size_t size) {
    char text[OS_TEXT_BYTES];
    if (buffer == NULL && size > 0) {
        return -LP_INVALID;
    }
    if (sys_text(os_code, text, sizeof text) == 0) {
        return snprintf(buffer, size, "code %u", os_code);
    }
    return snprintf(buffer, size, "%s", text);
}

int32_t lp_trace_dump(lp_port *port, uint32_t worker_index, lp_trace *records, uint32_t max) {
    worker *w = port__worker(port, worker_index);
    if (w == NULL || (records == NULL && max > 0)) {
        return -LP_INVALID;
    }
    return (int32_t)trace_read(&w->any.trace, records, max);
}
