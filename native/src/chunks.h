/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receive memory of a worker: chunks in one region, lent to the program for one step, or kept by it until it gives
 * them back. Owner thread only.
 */
#ifndef LP_CHUNKS_H
#define LP_CHUNKS_H

#include "slab.h"

#define CHUNKS_KEPT 0xFFFFFFFFu

typedef struct chunks {
    slab memory;
    uint32_t *lent;   /* what the program may look at in this step, and has not kept */
    uint32_t *places; /* by index: where a lent chunk stands in `lent`, of a kept one CHUNKS_KEPT, else anything */
    uint32_t lent_count;
    uint32_t kept_count;
} chunks;

/* How many are neither free nor lent nor kept. */
static inline uint32_t chunks_taken(const chunks *c) {
    return slab_taken(&c->memory) - c->lent_count - c->kept_count;
}

/* memory: NULL to reserve it, or the caller's. */
uint32_t chunks_init(chunks *c, void *memory, uint32_t chunk_bytes, uint32_t count);
uint32_t chunks_fini(chunks *c);

/* An index to read into, or SLAB_NONE. */
static inline uint32_t chunks_take(chunks *c) {
    return slab_take(&c->memory);
}

/* What becomes of a taken chunk: lent to the program, or not used after all. */
static inline void chunks_lend(chunks *c, uint32_t index) {
    c->places[index] = c->lent_count;
    c->lent[c->lent_count++] = index;
}

static inline void chunks_give(chunks *c, uint32_t index) {
    slab_give(&c->memory, index);
}

/* The step is over: what was lent and not kept is free again. */
static inline void chunks_end_step(chunks *c) {
    slab_give_all(&c->memory, c->lent, c->lent_count);
    c->lent_count = 0;
}

/* The program keeps a lent chunk, or gives a kept one back. False if it holds no such chunk. */
bool chunks_keep(chunks *c, uint64_t index);
bool chunks_release(chunks *c, uint64_t index);

#endif
