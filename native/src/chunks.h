/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receive memory of a worker: chunks in one region, lent to the program for one step, or kept by it until it gives
 * them back. Owner thread only.
 */
#ifndef LP_CHUNKS_H
#define LP_CHUNKS_H

#include "slab.h"

typedef struct chunks {
    slab memory;
    uint32_t *states; /* not bytes: compilers take those for anything */
    uint32_t *lent;   /* in this step */
    uint32_t lent_count;
    uint32_t taken_count; /* neither free nor lent nor kept */
    uint32_t kept_count;
} chunks;

/* How many the program may look at, and has not kept. */
static inline uint32_t chunks_lent(const chunks *c) {
    return slab_taken(&c->memory) - c->taken_count - c->kept_count;
}

/* memory: NULL to reserve it, or the caller's. */
uint32_t chunks_init(chunks *c, void *memory, uint32_t chunk_bytes, uint32_t count);
uint32_t chunks_fini(chunks *c);

/* An index to read into, or SLAB_NONE. */
uint32_t chunks_take(chunks *c);

/* What becomes of a taken chunk: lent to the program, or not used after all. */
void chunks_lend(chunks *c, uint32_t index);
void chunks_give(chunks *c, uint32_t index);

/* The step is over: what was lent and not kept is free again. */
void chunks_end_step(chunks *c);

/* The program keeps a lent chunk, or gives a kept one back. False if it holds no such chunk. */
bool chunks_keep(chunks *c, uint64_t index);
bool chunks_release(chunks *c, uint64_t index);

#endif
