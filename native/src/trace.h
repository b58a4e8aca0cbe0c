/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last things a worker did, in a ring: its owner writes, any thread reads, and a crash dump shows them behind the
 * mark. A record costs a few stores: no call, no clock, no lock.
 */
#ifndef LP_TRACE_H
#define LP_TRACE_H

#include "linkport.h"

#include <stdatomic.h>

enum { TRACE_RECORDS = 1024, TRACE_READABLE = TRACE_RECORDS - 1 };

typedef struct trace_record {
    _Atomic(uint64_t) millis;
    _Atomic(uint64_t) id;
    _Atomic(uint32_t) code;
    _Atomic(uint32_t) bytes;
    _Atomic(uint32_t) kind;
    _Atomic(uint32_t) detail;
} trace_record;

typedef struct trace {
    char mark[8];              /* "LPTRACE1": the last character is the version of this layout */
    uint32_t record_bytes;     /* of one record */
    uint32_t record_count;     /* of the ring */
    _Atomic(uint64_t) written; /* bytes so far: the next record begins there, modulo the size of the ring */
    trace_record records[TRACE_RECORDS];
} trace;

void trace_init(trace *t);

/*
 * Stores release and loads acquire, so that a reader who saw anything of a record also sees that those before it are
 * counted: it can tell what was overwritten under its hands.
 */
static inline void trace_add(trace *t, uint64_t millis, lp_trace_kind kind, uint32_t detail, uint64_t id, uint32_t code,
                             uint32_t bytes) {
    uint64_t written = atomic_load_explicit(&t->written, memory_order_relaxed);
    trace_record *r = (trace_record *)(void *)((char *)t->records + written % sizeof t->records);
    atomic_store_explicit(&r->millis, millis, memory_order_release);
    atomic_store_explicit(&r->id, id, memory_order_release);
    atomic_store_explicit(&r->code, code, memory_order_release);
    atomic_store_explicit(&r->bytes, bytes, memory_order_release);
    atomic_store_explicit(&r->kind, (uint32_t)kind, memory_order_release);
    atomic_store_explicit(&r->detail, detail, memory_order_release);
    atomic_store_explicit(&t->written, written + sizeof *r, memory_order_release);
}

/* Copies the newest records, oldest first; what was overwritten meanwhile is left out. How many. Any thread. */
uint32_t trace_read(const trace *t, lp_trace *records, uint32_t max);

#endif
