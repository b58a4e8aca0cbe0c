/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_transmit.h"

#include "sim_bytes.h"
#include "sim_file.h"
#include "sim_socket.h"

#include <string.h>

enum { SCRATCH = 4096 };

static uint64_t transmit__sum(const sim_op *op) {
    const sys_around *a = op->around;
    uint64_t sum = a->head_length == 0 ? SIM_BYTES_SEED : sim_bytes_sum(SIM_BYTES_SEED, a->head, a->head_length);
    return a->tail_length == 0 ? sum : sim_bytes_sum(sum, a->tail, a->tail_length);
}

void sim_transmit_check_lent(const sim_op *op) {
    const sys_around *now = op->around;
    const sys_around *was = &op->around_was;
    SIM_RULE(now->head == was->head && now->head_length == was->head_length && now->tail == was->tail &&
                 now->tail_length == was->tail_length,
             "TRANSMIT_FILE_BUFFERS were touched while the kernel owned them (T8, T65)");
    SIM_RULE(transmit__sum(op) == op->checksum, "lent memory of a TransmitFile was written to");
}

/* T65: client editions run two at a time, others wait. */
static bool transmit__may_start(void) {
    sim_op *const *ops;
    uint32_t count = sim_op_pending(&ops);
    uint32_t started = 0;
    for (uint32_t i = 0; i < count; i++) {
        started += ops[i]->kind == SIM_OP_TRANSMIT && ops[i]->started;
    }
    return sim.knobs.transmit_max == 0 || started < sim.knobs.transmit_max;
}

static uint32_t transmit__from_file(const sim_op *op, char *scratch, uint32_t at) {
    uint32_t left = op->file_length - at;
    return sim_file_copy(op->file, op->file_offset + at, scratch, left < SCRATCH ? left : SCRATCH);
}

/* What comes next: where it is and how much of it, or 0 where the file ends too early. */
static uint32_t transmit__piece(const sim_op *op, char *scratch, const char **bytes_out) {
    const sys_around *a = op->around;
    uint32_t at = op->moved;
    if (at < a->head_length) {
        *bytes_out = (const char *)a->head + at;
        return a->head_length - at;
    }
    at -= a->head_length;
    if (at < op->file_length) {
        *bytes_out = scratch;
        return transmit__from_file(op, scratch, at);
    }
    at -= op->file_length;
    *bytes_out = (const char *)a->tail + at;
    return a->tail_length - at;
}

/* Moves at most so much, as far as the pipe has room. False where the file ends too early. */
static bool transmit__move(sim_op *op, uint32_t most) {
    char scratch[SCRATCH];
    const char *bytes = NULL;
    for (uint32_t until = op->moved + most; op->moved < until;) {
        uint32_t count = transmit__piece(op, scratch, &bytes);
        if (count == 0) {
            return false;
        }
        count = count < until - op->moved ? count : until - op->moved;
        uint32_t written = sim_end_write(op->socket->end, bytes, count);
        op->moved += written;
        if (written < count) {
            break;
        }
    }
    return true;
}

/* lalinsky/zio #482: it fails behind the end. Wine 8 counts what there was as a success. */
static void transmit__too_short(sim_op *op) {
    bool fails = op->around->tail_length > 0 || sim_chance(sim.knobs.tolerant ? 1000 : 700);
    sim_op_complete(op, fails ? SIM_NT_END_OF_FILE : 0, op->moved);
}

void sim_transmit_run(sim_op *op) {
    if (!op->started && !transmit__may_start()) {
        return;
    }
    op->started = true;
    bool whole = !op->file->broken && transmit__move(op, op->asked - op->moved);
    if (op->socket->end->reset) {
        sim_op_complete(op, sim_chance(500) ? SIM_NT_RESET : SIM_NT_NETNAME_DELETED, op->moved); /* T23, T28 */
    } else if (op->file->broken) {
        sim_op_complete(op, SIM_NT_IO_DEVICE, op->moved);
    } else if (!whole) {
        transmit__too_short(op);
    } else if (op->moved == op->asked || (op->moved > 0 && sim_chance(sim.knobs.partial))) {
        sim_op_complete(op, 0, op->moved); /* T59 */
    }
}

/* What there is to send: all, or what stands before the end of a file that was cut. */
static uint32_t transmit__there_is(const sim_op *op) {
    const sim_file *f = op->file;
    uint64_t left = f->size > op->file_offset ? f->size - op->file_offset : 0;
    return left >= op->file_length ? op->asked : op->around->head_length + (uint32_t)left;
}

/* What it may do at once: all of it, or, cut short, a part. 0: it pends. */
static uint32_t transmit__at_once(const sim_op *op) {
    uint32_t room = sim_end_room(op->socket->end);
    uint32_t there_is = transmit__there_is(op);
    if (!sim_chance(sim.knobs.immediate) || room == 0 || op->socket->end->peer->closed || op->file->broken ||
        !transmit__may_start()) {
        return 0;
    }
    if (there_is < op->asked) { /* as Wine 8 does, see transmit__too_short() */
        return op->around->tail_length == 0 && room >= there_is && sim_chance(300) ? there_is : 0;
    }
    if (sim_chance(sim.knobs.partial)) {
        return sim_part(room < op->asked ? room : op->asked);
    }
    return room >= op->asked ? op->asked : 0;
}

static void transmit__begin(sim_socket *s, sys_file file, uint32_t length, sys_around *around,
                            sys_overlapped *overlapped) {
    sim_op *op = &s->send;
    uint64_t asked = (uint64_t)around->head_length + length + around->tail_length;
    SIM_RULE(length > 0, "TransmitFile of 0 bytes is one of the whole file");
    SIM_RULE(asked <= 0x7FFFFFFE, "TransmitFile of %llu bytes (T65)", (unsigned long long)asked);
    sim_op_begin(op, SIM_OP_TRANSMIT, overlapped);
    op->port = s->port;
    op->key = s->key;
    op->file = sim_file_of(file, "TransmitFile");
    op->file->transmits++;
    op->file_offset = (uint64_t)overlapped->offset_high << 32 | overlapped->offset;
    op->file_length = length;
    op->started = false;
    op->around = around;
    op->around_was = *around;
    op->asked = (uint32_t)asked;
    op->checksum = transmit__sum(op);
}

uint32_t sys_transmit(const sys_network *network, sys_socket handle, sys_file file, uint32_t length, sys_around *around,
                      uint32_t *sent_out, sys_overlapped *overlapped) {
    (void)network;
    sim_socket *s = sim_socket_connected(handle, "TransmitFile");
    uint32_t error = s->end == NULL ? SIM_NOT_CONNECTED : sim_fault(SIM_TRANSMIT);
    *sent_out = 0;
    SIM_RULE(sim.knobs.may_transmit, "TransmitFile where it is not to be used (T65)");
    SIM_MISUSE(!s->fin_sent, 10058, "TransmitFile after shutdown (T50, T65)");
    if (error == 0 && s->end->reset && sim_chance(sim.knobs.immediate)) {
        error = sim_chance(800) ? 10054 : 10053;
    }
    error = error == 0 && sim.knobs.lacks_transmit ? SYS_UNSUPPORTED : error;
    if (error != 0) {
        return error;
    }
    transmit__begin(s, file, length, around, overlapped);
    uint32_t now = transmit__at_once(&s->send);
    if (now == 0) {
        return sim_op_pend(&s->send);
    }
    (void)transmit__move(&s->send, now);
    *sent_out = now;
    return sim_op_done(&s->send, now);
}
