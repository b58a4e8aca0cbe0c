/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An operation: one request the kernel may still complete. It embeds its OVERLAPPED, and its owner is found from it,
 * never from the completion key. The kernel owns it from just before the post until its completion is dequeued.
 */
#ifndef LP_OP_H
#define LP_OP_H

#include "linkport.h"
#include "sys.h"

#include <string.h>

typedef enum op_kind {
    OP_ACCEPT = LP_OPERATION_ACCEPT,
    OP_CONNECT = LP_OPERATION_CONNECT,
    OP_RECEIVE = LP_OPERATION_RECEIVE,
    OP_SEND = LP_OPERATION_SEND,
    OP_TRANSMIT = LP_OPERATION_TRANSMIT
} op_kind;

/* Whether it is the sending one of a link. */
static inline bool op_sends(op_kind kind) {
    return kind == OP_SEND || kind == OP_TRANSMIT;
}

/* What became of a post; see worker_post_ends(). */
typedef enum op_post {
    OP_POSTED,  /* the kernel owns it until its completion */
    OP_INLINED, /* done already: no completion follows */
    OP_REFUSED  /* failed: no completion follows */
} op_post;

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
