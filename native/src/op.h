/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An operation: one request the kernel may still complete. It embeds its OVERLAPPED, and its owner is found from it,
 * never from the completion key. The kernel owns it from just before the post until its completion is dequeued.
 */
#ifndef LP_OP_H
#define LP_OP_H

#include "sys.h"

#include <string.h>

typedef enum op_kind { OP_RECEIVE = 1, OP_SEND, OP_CONNECT, OP_ACCEPT } op_kind;

typedef struct op {
    sys_overlapped overlapped; /* first: a completion's OVERLAPPED is its op */
    op_kind kind;
    bool posted; /* the kernel owns it */
} op;

_Static_assert(offsetof(op, overlapped) == 0, "an OVERLAPPED is found at its op");

static inline op *op_of(sys_overlapped *overlapped) {
    return (op *)overlapped;
}

/* Zeroed on every post: a low bit left in hEvent would suppress the packet. */
static inline void op_prepare(op *o, op_kind kind) {
    memset(&o->overlapped, 0, sizeof o->overlapped);
    o->kind = kind;
    o->posted = true;
}

#endif
