/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_net.h"

#include "addr.h"
#include "sim_place.h"
#include "sim_socket.h"
#include "sim_transmit.h"

#include <string.h>

/* T25: several statuses stand for a local close. */
static void net__abort(sim_op *op) {
    static const uint32_t CLOSED[] = {SIM_NT_CANCELLED, SIM_NT_LOCAL_DISCONNECT, SIM_NT_ABORTED};
    bool closed = op->socket->closed && op->kind != SIM_OP_ACCEPT;
    if (op->kind == SIM_OP_RECEIVE && op->memory != NULL) {
        memset(op->memory, 0xDD, op->size); /* T1: the kernel's until the very end */
    }
    sim_op_complete(op, closed ? CLOSED[sim_below(3)] : SIM_NT_CANCELLED, op->moved); /* T24, T28 */
}

static uint32_t net__reset_status(void) {
    return sim_chance(500) ? SIM_NT_RESET : SIM_NT_NETNAME_DELETED; /* T23 */
}

static void net__receive(sim_op *op) {
    sim_end *end = op->socket->end;
    if (end->reset) {
        sim_op_complete(op, net__reset_status(), 0);
    } else if (sim_end_is_readable(end)) {
        sim_op_complete(op, 0, sim_op_take(op)); /* T68: a probe takes nothing, the end is nothing */
    }
}

/* Moves bytes from lent memory as far as the pipe has room. */
static void net__move(sim_op *op) {
    uint32_t skip = op->moved;
    for (uint32_t i = 0; i < op->buffer_count; i++) {
        const sys_buffer *b = &op->buffers[i];
        if (skip >= b->length) {
            skip -= b->length;
            continue;
        }
        uint32_t count = sim_end_write(op->socket->end, b->base + skip, b->length - skip);
        op->moved += count;
        if (count < b->length - skip) {
            return;
        }
        skip = 0;
    }
}

static void net__send(sim_op *op) {
    net__move(op);
    if (op->socket->end->reset) {
        sim_op_complete(op, net__reset_status(), op->moved); /* T28 */
    } else if (op->moved == op->asked || (op->moved > 0 && sim_chance(sim.knobs.partial))) {
        sim_op_complete(op, 0, op->moved); /* T59 */
    }
}

static void net__write_address(const sim_op *op, uint32_t at, const lp_address *address) {
    sys_address bytes;
    sim_socket_report(op->socket, address, &bytes);
    memcpy(op->addresses + at, &bytes, sizeof bytes);
}

/* The oldest client; one that reset meanwhile fails the accept (T35), or is found out later. */
static void net__accept(sim_op *op) {
    sim_socket *listener = op->listener;
    if (listener->backlog_count == 0) {
        return;
    }
    sim_end *end = listener->backlog[0];
    memmove(listener->backlog, listener->backlog + 1, sizeof *listener->backlog * --listener->backlog_count);
    if (end->reset && sim_chance(700)) {
        end->closed = true;
        sim_op_complete(op, sim_chance(500) ? SIM_NT_INVALID_CONN : SIM_NT_NETNAME_DELETED, 0);
        return;
    }
    op->socket->end = end;
    op->socket->accepted_by = listener;
    op->listener = NULL;
    net__write_address(op, 0, &end->address);
    net__write_address(op, SYS_ACCEPT_ADDRESS_BYTES, &end->peer->address);
    sim_op_complete(op, 0, 0);
}

static void net__connect(sim_op *op) {
    sim_socket *s = op->socket;
    if (op->target.bytes[0] == SIM_NET_SILENT) {
        return; /* T45: nobody ever answers */
    }
    if (op->target.bytes[0] == SIM_NET_UNREACHABLE) {
        sim_op_complete(op, SIM_NT_UNREACHABLE, 0);
        return;
    }
    lp_address client = op->target; /* this machine talks to itself */
    client.tcp_port = s->local.tcp_port;
    sim_socket *listener = sim_socket_listening(&op->target);
    sim_conn *conn = listener != NULL ? sim_socket_arrive(listener, &client, &op->target)
                                      : sim_place_arrive(op->target.tcp_port, &client);
    if (conn == NULL) {
        sim_op_complete(op, SIM_NT_REFUSED, 0); /* T29 */
        return;
    }
    s->end = &conn->ends[0];
    sim_op_complete(op, 0, 0);
}

void sim_net_try(sim_op *op) {
    if (op->state != SIM_OP_PENDING || op->ready_at > sim.now) {
        return;
    }
    if (op->cancelled) {
        net__abort(op);
        return;
    }
    switch (op->kind) {
    case SIM_OP_RECEIVE:
        net__receive(op);
        break;
    case SIM_OP_SEND:
        net__send(op);
        break;
    case SIM_OP_TRANSMIT:
        sim_transmit_run(op);
        break;
    case SIM_OP_CONNECT:
        net__connect(op);
        break;
    case SIM_OP_ACCEPT:
        net__accept(op);
        break;
    }
}

/* T27: a reset ends a receive and a send, in any order. What completes leaves the list. */
void sim_net_run(void) {
    static sim_op *ops[SIM_PENDING_MAX];
    sim_op *const *pending = NULL;
    uint32_t count = sim_op_pending(&pending);
    if (count == 0) {
        return;
    }
    memcpy(ops, pending, sizeof *pending * count);
    uint32_t from = sim_below(2 * count);
    uint32_t step = from < count ? 1 : count - 1;
    for (uint32_t i = 0, at = from % count; i < count; i++, at = (at + step) % count) {
        sim_net_try(ops[at]);
    }
}

uint64_t sim_net_next(uint64_t limit) {
    uint64_t next = limit;
    sim_op *const *pending = NULL;
    uint32_t count = sim_op_pending(&pending);
    for (uint32_t i = 0; i < count; i++) {
        if (pending[i]->ready_at > sim.now && pending[i]->ready_at < next) {
            next = pending[i]->ready_at;
        }
    }
    uint64_t nap = sim.now + 1 + sim_below(64);
    return nap < next ? nap : next;
}
