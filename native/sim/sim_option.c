/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that set a socket up, ask it, or end its output. */
#include "addr.h"
#include "sim_net.h"
#include "sim_socket.h"

#include <stdlib.h>

/* bind: 0 is any free port; an address that no interface has fails. Exclusive: two listeners never share one. */
uint32_t sys_socket_bind(sys_socket handle, const sys_address *address) {
    sim_socket *s = sim_socket_of(handle, "bind");
    uint32_t error = sim_fault(SIM_BIND);
    if (error != 0) {
        return error;
    }
    SIM_MISUSE(!s->bound, 10022, "bind of a bound socket"); /* bind */
    addr_from_sys(address, &s->local);
    if (!addr_is_wildcard(&s->local) && !addr_is_loopback(&s->local)) {
        return 10049;
    }
    if (s->local.tcp_port != 0 && sim_socket_taken(s)) {
        return 10048; /* Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE */
    }
    if (s->local.tcp_port == 0) {
        s->any_port = true;
        s->local.tcp_port = sim_address_ephemeral();
    }
    s->bound = true;
    return 0;
}

uint32_t sys_socket_listen(sys_socket handle, uint32_t backlog) {
    sim_socket *s = sim_socket_of(handle, "listen");
    uint32_t error = sim_fault(SIM_LISTEN);
    SIM_MISUSE(s->bound, 10022, "listen on a socket that is not bound"); /* listen */
    if (error != 0) {
        return error;
    }
    s->listening = true;
    s->backlog_max = backlog < 64 ? backlog : 64;
    s->backlog = calloc(s->backlog_max, sizeof *s->backlog);
    return 0;
}

uint32_t sys_socket_name(sys_socket handle, sys_address *address_out) {
    SIM_MISUSE(sim_socket_is_open(handle), 10038, "getsockname of the closed handle %zd (T52)", (ptrdiff_t)handle);
    sim_socket *s = sim_socket_of(handle, "getsockname");
    uint32_t error = sim_fault(SIM_NAME);
    SIM_MISUSE(s->bound || s->end != NULL, 10022, "getsockname of a socket that is not bound"); /* getsockname */
    SIM_RULE(s->end == NULL || s->updated, "getsockname before the context is up to date (T33, T43)");
    if (error == 0) {
        sim_socket_report(s, s->end != NULL ? &s->end->address : &s->local, address_out);
    }
    return error;
}

uint32_t sys_socket_error(sys_socket handle, uint32_t *code_out) {
    sim_socket *s = sim_socket_connected(handle, "getsockopt SO_ERROR");
    *code_out = s->end != NULL && s->end->reset ? 10054 : 0;
    return sim_fault(SIM_SOCKET_ERROR);
}

uint32_t sys_set_nonblocking(sys_socket handle) {
    sim_socket *s = sim_socket_of(handle, "ioctlsocket FIONBIO");
    uint32_t error = sim_fault(SIM_SET_NONBLOCKING);
    s->nonblocking = error == 0;
    return error;
}

uint32_t sys_set_skip(sys_socket handle) {
    sim_socket *s = sim_socket_of(handle, "SetFileCompletionNotificationModes");
    uint32_t error = sim_fault(SIM_SET_SKIP);
    SIM_RULE(sim.knobs.may_skip, "skip mode over a provider without IFS handles (T14)");
    s->skips = error == 0; /* and never unset (T18) */
    return error;
}

uint32_t sys_set_exclusive(sys_socket handle) {
    sim_socket *s = sim_socket_of(handle, "SO_EXCLUSIVEADDRUSE");
    uint32_t error = sim_fault(SIM_SET_OPTION);
    SIM_RULE(!s->bound, "SO_EXCLUSIVEADDRUSE after bind (T58)");
    s->exclusive = error == 0;
    return error;
}

uint32_t sys_set_dual_stack(sys_socket handle, bool dual) {
    sim_socket *s = sim_socket_of(handle, "IPV6_V6ONLY");
    uint32_t error = sim_fault(SIM_SET_OPTION);
    SIM_RULE(!s->bound, "IPV6_V6ONLY after bind (T89)");
    s->dual = error == 0 && dual;
    return error;
}

uint32_t sys_set_nodelay(sys_socket handle) {
    (void)sim_socket_of(handle, "TCP_NODELAY");
    return sim_fault(SIM_SET_OPTION);
}

static bool option__comes_early(const sim_socket *s) {
    return !s->listening && !s->accepting && s->end == NULL && s->in.state == SIM_OP_IDLE;
}

uint32_t sys_set_receive_buffer(sys_socket handle, uint32_t bytes) {
    sim_socket *s = sim_socket_of(handle, "SO_RCVBUF");
    uint32_t error = sim_fault(SIM_SET_OPTION);
    SIM_RULE(option__comes_early(s), "SO_RCVBUF comes too late for the window to scale (T95)");
    s->options.receive_buffer_bytes = error == 0 ? bytes : 0;
    return error;
}

uint32_t sys_set_send_buffer(sys_socket handle, uint32_t bytes) {
    sim_socket *s = sim_socket_of(handle, "SO_SNDBUF");
    uint32_t error = sim_fault(SIM_SET_OPTION);
    SIM_RULE(bytes > 0, "a socket without a send buffer (T62)");
    s->options.send_buffer_bytes = error == 0 ? bytes : 0;
    return error;
}

uint32_t sys_set_keepalive(sys_socket handle, uint32_t idle_seconds, uint32_t interval_seconds) {
    sim_socket *s = sim_socket_of(handle, "SIO_KEEPALIVE_VALS");
    uint32_t error = sim_fault(SIM_SET_OPTION);
    s->options.keepalive_idle_seconds = error == 0 ? idle_seconds : 0;
    s->options.keepalive_interval_seconds = error == 0 ? interval_seconds : 0;
    return error;
}

/* What was asked for counts as set even where the call is made to fail: the rules of a close look at the intent. */
uint32_t sys_set_abort_on_close(sys_socket handle) {
    sim_socket *s = sim_socket_of(handle, "SO_LINGER");
    s->aborts = true;
    return sim_fault(SIM_SET_ABORT);
}

uint32_t sys_set_fast_loopback_refusal(sys_socket handle) {
    (void)sim_socket_of(handle, "SIO_TCP_INITIAL_RTO");
    return sim_fault(SIM_SET_OPTION);
}

uint32_t sys_set_port_reuse(sys_socket handle) {
    sim_socket *s = sim_socket_of(handle, "SO_REUSE_UNICASTPORT");
    SIM_RULE(!s->bound, "SO_REUSE_UNICASTPORT after bind (T46)");
    s->shares_port = true;
    return sim_fault(SIM_SET_OPTION);
}

uint32_t sys_shutdown_send(sys_socket handle) {
    sim_socket *s = sim_socket_of(handle, "shutdown");
    uint32_t error = sim_fault(SIM_SHUTDOWN);
    SIM_MISUSE(s->end != NULL && s->updated, 10057, "shutdown without a connection or its context (T33, T43)");
    SIM_RULE(s->send.state == SIM_OP_IDLE, "shutdown while a send is pending (T50)");
    SIM_MISUSE(!s->fin_sent, 0, "shutdown twice"); /* wine: test_shutdown */
    if (error == 0 && s->end->reset) {
        error = sim_chance(500) ? 10054 : 10053; /* shutdown */
    }
    if (error == 0) {
        s->fin_sent = true;
        sim_end_fin(s->end);
    }
    return error;
}

/* CancelIoEx of one operation: it may come back with what happened before, all the same (T53); but back it comes. */
void sys_socket_cancel(sys_socket handle, sys_overlapped *overlapped) {
    sim_socket *s = sim_socket_of(handle, "CancelIoEx");
    sim_op *op = sim_socket_owns(overlapped);
    sim.calls++;
    if (op == NULL || op->state != SIM_OP_PENDING) {
        return; /* ERROR_NOT_FOUND */
    }
    op->called_back = true;
    const sim_socket *posted_on = op->kind == SIM_OP_ACCEPT ? op->listener : op->socket; /* T40 */
    SIM_RULE(posted_on == s || sim.knobs.tolerant, "CancelIoEx of an operation of another socket");
    if (posted_on != s) {
        return;
    }
    if (!sim.knobs.tolerant && sim_chance(300)) {
        op->ready_at = sim.now;
        sim_net_try(op);
    }
    if (op->state == SIM_OP_PENDING) {
        sim_op_cancel(op);
    }
}
