/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_socket.h"

#include "addr.h"

#include <stdlib.h>
#include <string.h>

enum { SOCKETS_MAX = 4096, HANDLE_STEP = 4 };

static sim_socket *sockets[SOCKETS_MAX];
static uint32_t socket_count;
static sim_socket *handles[64 * 1024];
static uint32_t handles_used;
static uint32_t handles_free[SOCKETS_MAX];
static uint32_t handles_free_count;

void sim_socket_begin(void) {
    memset(handles, 0, sizeof *handles * handles_used);
    handles_used = 0;
    handles_free_count = 0;
}

void sim_socket_check_none(void) {
    for (uint32_t i = 0; i < socket_count; i++) {
        SIM_RULE(sockets[i]->closed, "socket %zu was not closed", (size_t)sockets[i]->handle);
        SIM_RULE(false, "an operation of a closed socket never came back");
    }
}

uint32_t sim_socket_count(void) {
    return socket_count;
}

sim_socket *sim_socket_at(uint32_t index) {
    return sockets[index];
}

static sim_socket *socket__find(sys_socket handle) {
    uintptr_t index = handle / HANDLE_STEP;
    return handle % HANDLE_STEP == 0 && index < handles_used ? handles[index] : NULL;
}

bool sim_socket_is_open(sys_socket handle) {
    return socket__find(handle) != NULL;
}

sim_socket *sim_socket_of(sys_socket handle, const char *call) {
    sim_socket *s = socket__find(handle);
    SIM_RULE(s != NULL, "%s on the closed handle %zd (T52)", call, (ptrdiff_t)handle);
    sim_port_check_thread(s->port, call);
    return s;
}

sim_op *sim_socket_owns(const sys_overlapped *overlapped) {
    for (uint32_t i = 0; i < socket_count; i++) {
        sim_socket *s = sockets[i];
        if (s->in.state != SIM_OP_IDLE && s->in.overlapped == overlapped) {
            return &s->in;
        }
        if (s->send.state != SIM_OP_IDLE && s->send.overlapped == overlapped) {
            return &s->send;
        }
    }
    return NULL;
}

static void socket__take_handle(sim_socket *s) {
    uint32_t index = 0;
    if (handles_free_count > 0 && sim.knobs.reuse_handles) { /* T52: the last value that became free */
        index = handles_free[--handles_free_count];
    } else {
        index = handles_used++;
        SIM_RULE(index < sizeof handles / sizeof *handles, "the simulator has too few handles");
    }
    handles[index] = s;
    s->handle = (sys_socket)index * HANDLE_STEP;
}

uint32_t sys_socket_new(uint32_t family, sys_socket *socket_out) {
    uint32_t error = sim_fault(SIM_SOCKET_NEW);
    *socket_out = SYS_NO_SOCKET;
    SIM_MISUSE(sim.startups > 0, 10093, "WSASocket without WSAStartup (T80)"); /* WSASocket */
    if (error != 0) {
        return error;
    }
    if (family == SYS_FAMILY_V4 ? sim.lacks_v4 : sim.lacks_v6) {
        return 10047; /* WSASocketW */
    }
    SIM_RULE(socket_count < SOCKETS_MAX, "the simulator has too few sockets");
    sim_socket *s = calloc(1, sizeof *s);
    s->family = family;
    s->in.socket = s;
    s->send.socket = s;
    sockets[socket_count++] = s;
    socket__take_handle(s);
    *socket_out = s->handle;
    return 0;
}

void sim_socket_let_go(sim_socket *s) {
    if (!s->closed || s->in.state != SIM_OP_IDLE || s->send.state != SIM_OP_IDLE) {
        return;
    }
    for (uint32_t i = 0; i < socket_count; i++) {
        if (sockets[i] == s) {
            sockets[i] = sockets[--socket_count];
            break;
        }
    }
    free(s->backlog);
    free(s);
}

static void socket__close_end(sim_socket *s) {
    bool receiving = s->in.state == SIM_OP_PENDING && s->in.kind == SIM_OP_RECEIVE;
    bool sending = s->send.state == SIM_OP_PENDING;
    bool tolerant = sim.knobs.tolerant;
    SIM_RULE(s->aborts || !receiving || tolerant, "closesocket with a receive pending, not to abort (T47)");
    SIM_RULE(s->aborts || !sending || tolerant, "closesocket with a send pending, not to abort (T48)");
    SIM_RULE(s->send.called_back || !sending || tolerant, "closesocket with a send pending: it never ends on Wine 8");
    if (s->aborts || receiving || sending) {
        sim_end_abort(s->end);
    } else {
        sim_end_close(s->end);
    }
    s->end = NULL;
}

static void socket__close_listener(sim_socket *s) {
    for (uint32_t i = 0; i < s->backlog_count; i++) {
        sim_end_abort(s->backlog[i]); /* listen: clients that nobody accepted are reset */
    }
    s->backlog_count = 0;
    s->listening = false;
    for (uint32_t i = 0; i < socket_count; i++) {
        if (sockets[i]->in.kind == SIM_OP_ACCEPT && sockets[i]->in.listener == s) {
            sockets[i]->in.listener = NULL; /* T40: its accepts are aborted */
            sim_op_cancel(&sockets[i]->in);
        }
        if (sockets[i]->accepted_by == s) {
            sockets[i]->accepted_by = NULL;
        }
    }
}

/* closesocket: the value is free at once (T52), pending operations come back later (T1). */
uint32_t sys_socket_close(sys_socket handle) {
    SIM_MISUSE(sim_socket_is_open(handle), 10038, "closesocket of the closed handle %zd (T52)", (ptrdiff_t)handle);
    sim_socket *s = sim_socket_of(handle, "closesocket");
    uint32_t error = sim_fault(SIM_SOCKET_CLOSE);
    handles[handle / HANDLE_STEP] = NULL;
    if (handles_free_count < SOCKETS_MAX) {
        handles_free[handles_free_count++] = (uint32_t)(handle / HANDLE_STEP);
    }
    if (s->listening) {
        socket__close_listener(s);
    }
    if (s->end != NULL) {
        socket__close_end(s);
    }
    s->closed = true;
    sim_op_cancel(&s->in);
    sim_op_cancel(&s->send);
    sim.progress++;
    sim_socket_let_go(s);
    return error;
}

sim_socket *sim_socket_connected(sys_socket handle, const char *call) {
    sim_socket *s = sim_socket_of(handle, call);
    SIM_RULE(s->end != NULL || sim.knobs.tolerant, "%s on a socket that is not connected", call);
    SIM_RULE(s->updated || sim.knobs.tolerant,
             "%s without SO_UPDATE_ACCEPT_CONTEXT or SO_UPDATE_CONNECT_CONTEXT (T33, T43)", call);
    return s;
}

static bool socket__hears(const sim_socket *s, const lp_address *address) {
    bool v6 = address->family == 6;
    if (!s->listening || s->local.tcp_port != address->tcp_port || (v6 && s->family != SYS_FAMILY_V6)) {
        return false;
    }
    if (!v6 && s->family == SYS_FAMILY_V6 && !s->dual) {
        return false;
    }
    return addr_is_wildcard(&s->local) || memcmp(s->local.bytes, address->bytes, v6 ? 16 : 4) == 0;
}

sim_socket *sim_socket_listening(const lp_address *address) {
    for (uint32_t i = 0; i < socket_count; i++) {
        if (socket__hears(sockets[i], address)) {
            return sockets[i];
        }
    }
    return NULL;
}

sim_socket *sim_socket_listening_as(const lp_address *bound) {
    for (uint32_t i = 0; i < socket_count; i++) {
        if (sockets[i]->listening && memcmp(&sockets[i]->local, bound, sizeof *bound) == 0) {
            return sockets[i];
        }
    }
    return NULL;
}

static bool socket__overlaps(const sim_socket *a, const sim_socket *b) {
    if (a->local.tcp_port != b->local.tcp_port) {
        return false;
    }
    if (a->family != b->family) {
        const sim_socket *v6 = a->family == SYS_FAMILY_V6 ? a : b;
        return v6->dual && addr_is_wildcard(&v6->local);
    }
    return addr_is_wildcard(&a->local) || addr_is_wildcard(&b->local) ||
           memcmp(a->local.bytes, b->local.bytes, sizeof a->local.bytes) == 0;
}

bool sim_socket_taken(const sim_socket *s) {
    for (uint32_t i = 0; i < socket_count; i++) {
        if (sockets[i] != s && sockets[i]->bound && !sockets[i]->closed && socket__overlaps(sockets[i], s)) {
            return true;
        }
    }
    return false;
}

sim_conn *sim_socket_arrive(sim_socket *listener, const lp_address *client, const lp_address *server) {
    if (listener->backlog_count == listener->backlog_max) {
        return NULL;
    }
    sim_conn *conn = sim_conn_new(client, server);
    listener->backlog[listener->backlog_count++] = &conn->ends[1];
    sim.progress++;
    return conn;
}

void sim_socket_report(const sim_socket *s, const lp_address *address, sys_address *out) {
    lp_address given = *address;
    if (s->family == SYS_FAMILY_V6 && address->family == 4) { /* T89 */
        memset(given.bytes, 0, sizeof given.bytes);
        given.family = 6;
        given.bytes[10] = 0xFF;
        given.bytes[11] = 0xFF;
        memcpy(given.bytes + 12, address->bytes, 4);
    }
    addr_to_sys(&given, out);
}
