/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_op.h"

#include "sim_bytes.h"
#include "sim_event.h"
#include "sim_file.h"
#include "sim_net.h"
#include "sim_port.h"
#include "sim_socket.h"
#include "sim_transmit.h"

#include <string.h>

static const char *const NAMES[] = {"WSARecv", "WSASend", "ConnectEx", "AcceptEx", "TransmitFile"};

static sim_op *pending[SIM_PENDING_MAX];
static uint32_t pending_count;

uint32_t sim_op_pending(sim_op *const **ops_out) {
    *ops_out = pending;
    return pending_count;
}

static void op__set_state(sim_op *op, sim_op_state state) {
    if (op->state == SIM_OP_PENDING) {
        sim_op *last = pending[--pending_count];
        pending[op->pending_index] = last;
        last->pending_index = op->pending_index;
    }
    op->state = state;
    if (state == SIM_OP_PENDING) {
        SIM_RULE(pending_count < SIM_PENDING_MAX, "the simulator has too little room for operations");
        op->pending_index = pending_count;
        pending[pending_count++] = op;
    }
}

void sim_op_begin(sim_op *op, sim_op_kind kind, sys_overlapped *overlapped) {
    SIM_RULE(op->state == SIM_OP_IDLE, "two %s on one socket (T60, T66)", NAMES[kind]);
    SIM_RULE(overlapped->event == NULL || sim.knobs.tolerant, "%s with a dirty hEvent (T7)", NAMES[kind]);
    SIM_RULE(sim_socket_owns(overlapped) == NULL, "%s with an OVERLAPPED that the kernel owns (T1, T6)", NAMES[kind]);
    op->kind = kind;
    op->overlapped = overlapped;
    op->event = overlapped->event;
    sim_event_reset(op->event);
    op->cancelled = false;
    op->called_back = false;
    op->moved = 0;
    op__set_state(op, SIM_OP_PENDING);
    op->ready_at = sim.now + sim_below(sim.knobs.delay_millis + 1);
    overlapped->internal = SIM_NT_PENDING;
    overlapped->internal_high = 0;
}

void sim_op_posted(const sim_op *op) {
    SIM_RULE(op->port != NULL, "%s on a socket without a port: its completion is lost (T41)", NAMES[op->kind]);
    sim_port_owns(op->port);
}

uint32_t sim_op_pend(sim_op *op) {
    sim_op_posted(op);
    sim.progress++;
    if (sim_chance(sim.knobs.within)) {
        op->ready_at = sim.now;
        sim_net_try(op);
    }
    return SYS_PENDING;
}

uint32_t sim_op_done(sim_op *op, uint32_t bytes) {
    sim_op_posted(op);
    sim.progress++;
    if (op->socket->skips) {
        op->overlapped->internal = 0;
        op->overlapped->internal_high = bytes;
        sim_op_release(op);
    } else {
        sim_op_complete(op, 0, bytes);
    }
    return 0;
}

void sim_op_cancel(sim_op *op) {
    if (!op->cancelled && sim_chance(sim.knobs.late)) {
        op->ready_at = sim.now + sim_below(sim.knobs.late_millis + 1);
    }
    op->cancelled = true;
}

void sim_op_release(sim_op *op) {
    if (op->kind == SIM_OP_TRANSMIT) {
        op->file->transmits--;
    }
    op__set_state(op, SIM_OP_IDLE);
    op->overlapped = NULL;
    op->port->owned--;
}

static void op__check_untouched(const sim_op *op, uintptr_t status, uintptr_t bytes) {
    const sys_overlapped *o = op->overlapped;
    SIM_RULE(o->internal == status && o->internal_high == bytes && o->event == op->event,
             "the OVERLAPPED of a %s was touched while the kernel owned it (T1, T4)", NAMES[op->kind]);
}

void sim_op_complete(sim_op *op, uint32_t nt_status, uint32_t bytes) {
    op__check_untouched(op, SIM_NT_PENDING, 0);
    if (op->kind == SIM_OP_SEND) {
        sim_op_check_lent(op);
    } else if (op->kind == SIM_OP_TRANSMIT) {
        sim_transmit_check_lent(op);
    }
    op->overlapped->internal = nt_status;
    op->overlapped->internal_high = bytes;
    sim.progress++;
    sim_event_signal(op->event);
    if (sim_event_suppresses(op->event)) {
        sim_op_release(op);
        return;
    }
    op__set_state(op, SIM_OP_QUEUED);
    sys_entry entry = {op->key, op->overlapped, 0xDEADu, bytes}; /* T21: the status is in the OVERLAPPED */
    sim_port_queue(op->port, op, &entry);
}

void sim_op_dequeued(sim_op *op, const sys_entry *entry) {
    op__check_untouched(op, op->overlapped->internal, entry->bytes);
    sim_op_release(op);
    sim_socket_let_go(op->socket);
}

uint32_t sim_op_take(sim_op *op) {
    if (op->memory == NULL) {
        return 0;
    }
    uint32_t size = sim_chance(sim.knobs.short_read) ? sim_part(op->size) : op->size;
    return sim_end_read(op->socket->end, op->memory, size);
}

static uint64_t op__checksum(const sim_op *op) {
    uint64_t sum = SIM_BYTES_SEED;
    for (uint32_t i = 0; i < op->buffer_count; i++) {
        sum = sim_bytes_sum(sum, op->buffers[i].base, op->buffers[i].length);
    }
    return sum;
}

void sim_op_lend(sim_op *op, const sys_buffer *buffers, uint32_t count) {
    SIM_RULE(count > 0 && count <= SIM_BUFFERS_MAX, "WSASend of %u buffers (T61)", count);
    memcpy(op->buffers, buffers, sizeof *buffers * count);
    op->buffer_count = count;
    op->asked = 0;
    for (uint32_t i = 0; i < count; i++) {
        op->asked += buffers[i].length;
    }
    SIM_RULE((op->asked > 0 && op->asked <= 256 * 1024) || sim.knobs.tolerant, "WSASend of %u bytes (T61)", op->asked);
    op->checksum = op__checksum(op);
}

void sim_op_check_lent(const sim_op *op) {
    SIM_RULE(op__checksum(op) == op->checksum, "lent memory of a send was written to");
}
