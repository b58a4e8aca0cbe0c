/* SPDX-License-Identifier: Apache-2.0 */
/* An operation that the kernel owns, from the post until its packet is taken. It lives in its simulated socket. */
#ifndef SIM_OP_H
#define SIM_OP_H

#include "sim_world.h"

enum { SIM_BUFFERS_MAX = 64 };

/* NTSTATUS values */
#define SIM_NT_PENDING          0x00000103u
#define SIM_NT_CANCELLED        0xC0000120u
#define SIM_NT_LOCAL_DISCONNECT 0xC000013Bu
#define SIM_NT_ABORTED          0xC0000241u
#define SIM_NT_NETNAME_DELETED  0xC00000C9u
#define SIM_NT_INVALID_CONN     0xC0000140u
#define SIM_NT_RESET            0xC000020Du
#define SIM_NT_REFUSED          0xC0000236u
#define SIM_NT_UNREACHABLE      0xC000023Du
#define SIM_NT_END_OF_FILE      0xC0000011u
#define SIM_NT_IO_DEVICE        0xC0000185u

typedef enum sim_op_kind { SIM_OP_RECEIVE, SIM_OP_SEND, SIM_OP_CONNECT, SIM_OP_ACCEPT, SIM_OP_TRANSMIT } sim_op_kind;
typedef enum sim_op_state { SIM_OP_IDLE, SIM_OP_PENDING, SIM_OP_QUEUED } sim_op_state;

typedef struct sim_op {
    struct sim_socket *socket;
    sim_op_kind kind;
    sim_op_state state;
    uint32_t pending_index; /* among the pending ones */
    sys_overlapped *overlapped;
    void *event;           /* of it, as it was posted */
    struct sim_port *port; /* where its packet goes */
    uintptr_t key;
    uint64_t ready_at;
    bool cancelled;
    bool called_back; /* CancelIoEx asked for its end, in time or not */

    struct sim_socket *listener; /* ACCEPT; NULL once it is closed */
    uint8_t *addresses;
    lp_address target; /* CONNECT */

    char *memory; /* RECEIVE: of the program, NULL for a probe */
    uint32_t size;

    sys_buffer buffers[SIM_BUFFERS_MAX]; /* SEND: the provider copies the array before the call returns (WSASend) */
    uint32_t buffer_count;
    uint32_t asked; /* SEND, TRANSMIT */
    uint32_t moved;
    uint64_t checksum;

    struct sim_file *file; /* TRANSMIT */
    uint64_t file_offset;
    uint32_t file_length;
    bool started;
    sys_around *around; /* of the program */
    sys_around around_was;
} sim_op;

/* Takes an OVERLAPPED into the kernel's hands: nobody else's, no event, a port to report to. */
void sim_op_begin(sim_op *op, sim_op_kind kind, sys_overlapped *overlapped);

/* Before the others below: the call will succeed, and the operation is counted where it is to report. */
void sim_op_posted(const sim_op *op);

/* It will come back as cancelled, now or a good while later (T1). */
void sim_op_cancel(sim_op *op);

/* The call pends. It may complete before it returns (T4). Answers SYS_PENDING. */
uint32_t sim_op_pend(sim_op *op);

/* It was done within the call: a packet only where the socket does not skip (T13, T15). Answers 0. */
uint32_t sim_op_done(sim_op *op, uint32_t bytes);

/* It was done at once without a packet (T11, T15): the kernel lets go. */
void sim_op_release(sim_op *op);

/* Done: a packet is queued (T13). */
void sim_op_complete(sim_op *op, uint32_t nt_status, uint32_t bytes);
void sim_op_dequeued(sim_op *op, const sys_entry *entry);

/* The operations that pend, in no order that means anything. None is freed while it pends. */
enum { SIM_PENDING_MAX = 8192 };
uint32_t sim_op_pending(sim_op *const **ops_out);

/* RECEIVE: moves what there is into the memory, or some of it; how much. */
uint32_t sim_op_take(sim_op *op);

/* SEND: lends the memory, and checks that nobody wrote to it. */
void sim_op_lend(sim_op *op, const sys_buffer *buffers, uint32_t count);
void sim_op_check_lent(const sim_op *op);

#endif
