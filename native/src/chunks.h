/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receive memory of a worker: chunks in one region, lent to the program for one step, or kept by it until it gives
 * them back. Large ones take what a read finds; small ones, behind them in memory and by index, wait in the kernel for
 * the next message of a busy link, so that many links can be busy and pin little. Owner thread only.
 */
#ifndef LP_CHUNKS_H
#define LP_CHUNKS_H

#include "slab.h"

#define CHUNKS_KEPT 0xFFFFFFFFu

typedef struct chunks {
    slab large;
    slab small;       /* what is given back to it are indices of chunks, which begin behind the large ones */
    void *region;     /* of both, or NULL if it is the caller's */
    void **at;        /* by index: where it begins */
    uint32_t *lent;   /* what the program may look at in this step, and has not kept */
    uint32_t *places; /* by index: where a lent chunk stands in `lent`, of a kept one CHUNKS_KEPT, else anything */
    uint32_t lent_count;
    uint32_t lent_large; /* of those */
    uint32_t kept_count;
} chunks;

/* memory: NULL to reserve it, or the caller's, chunk_bytes * count. */
uint32_t chunks_init(chunks *c, void *memory, uint32_t chunk_bytes, uint32_t count);
uint32_t chunks_fini(chunks *c);

/* Of both sizes. */
static inline uint32_t chunks_limit(const chunks *c) {
    return c->large.max + c->small.max;
}

static inline uint32_t chunks_free(const chunks *c) {
    return chunks_limit(c) - slab_taken(&c->large) - slab_taken(&c->small);
}

/* How many are neither free nor lent nor kept. */
static inline uint32_t chunks_taken(const chunks *c) {
    return chunks_limit(c) - chunks_free(c) - c->lent_count - c->kept_count;
}

static inline bool chunks_is_large(const chunks *c, uint32_t index) {
    return index < c->large.max;
}

static inline void *chunks_at(const chunks *c, uint32_t index) {
    return c->at[index];
}

static inline uint32_t chunks_bytes(const chunks *c, uint32_t index) {
    return (uint32_t)(chunks_is_large(c, index) ? &c->large : &c->small)->element_bytes;
}

uint32_t chunks_take_fresh_small(chunks *c);

/* An index to receive into, or SLAB_NONE. */
static inline uint32_t chunks_take_small(chunks *c) {
    return c->small.free_count > 0 ? slab_take(&c->small) : chunks_take_fresh_small(c);
}

/* An index to read into, a large one while there is one, or SLAB_NONE. */
static inline uint32_t chunks_take(chunks *c) {
    uint32_t index = slab_take(&c->large);
    return index == SLAB_NONE ? chunks_take_small(c) : index;
}

/* A large one to receive into, or SLAB_NONE: half of them are for reads. */
static inline uint32_t chunks_take_spare(chunks *c) {
    return slab_taken(&c->large) < c->large.max / 2 ? slab_take(&c->large) : SLAB_NONE;
}

/* What becomes of a taken chunk: lent to the program, or not used after all. */
static inline void chunks_lend(chunks *c, uint32_t index) {
    c->places[index] = c->lent_count;
    c->lent[c->lent_count++] = index;
    c->lent_large += chunks_is_large(c, index);
}

static inline void chunks_give(chunks *c, uint32_t index) {
    slab_give(chunks_is_large(c, index) ? &c->large : &c->small, index);
}

/* The first of those that were lent. */
void chunks_give_each(chunks *c, uint32_t count);

/* The step is over: what was lent and not kept is free again. */
static inline void chunks_end_step(chunks *c) {
    uint32_t count = c->lent_count;
    uint32_t large = c->lent_large;
    c->lent_count = 0;
    c->lent_large = 0;
    if (large == 0 || large == count) {
        slab_give_all(large == count ? &c->large : &c->small, c->lent, count);
    } else {
        chunks_give_each(c, count);
    }
}

/* The program keeps a lent chunk, or gives a kept one back. False if it holds no such chunk. */
bool chunks_keep(chunks *c, uint64_t index);
bool chunks_release(chunks *c, uint64_t index);

#endif
