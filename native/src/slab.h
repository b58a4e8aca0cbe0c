/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Elements of one type at addresses that never change and never go back to the system before the end: a late
 * completion may always look at them. Address space is reserved at start, memory committed as the slab grows. Owner
 * thread only.
 */
#ifndef LP_SLAB_H
#define LP_SLAB_H

#include "sys.h"

#include <string.h>

#define SLAB_NONE 0xFFFFFFFFu

typedef struct slab {
    char *elements;
    uint32_t *free; /* a stack of indices that were given back */
    size_t element_bytes;
    uint32_t max;
    uint32_t fresh;     /* elements [0, fresh) were taken at least once */
    uint32_t committed; /* elements [0, committed) have memory */
    uint32_t free_count;
    bool borrowed;     /* the elements are the caller's */
    bool is_committed; /* all of them have memory from the beginning */
} slab;

/* 0 or the system's code; on failure nothing is left behind. A zeroed slab may be passed to fini. */
uint32_t slab_init(slab *s, size_t element_bytes, uint32_t max);
uint32_t slab_fini(slab *s);

/* The same over memory of the caller, which outlives the slab. What is only reserved is committed as it grows; else not
 * zeroed. */
uint32_t slab_init_over(slab *s, void *memory, bool is_committed, size_t element_bytes, uint32_t max);

/* An index that was never taken, or SLAB_NONE if there is none or the system is short of memory. */
uint32_t slab_take_fresh(slab *s);

/* An index, or SLAB_NONE if all are taken or the system is short of memory. A fresh element is zeroed. */
static inline uint32_t slab_take(slab *s) {
    return s->free_count > 0 ? s->free[--s->free_count] : slab_take_fresh(s);
}

static inline void slab_give(slab *s, uint32_t index) {
    s->free[s->free_count++] = index;
}

static inline void slab_give_all(slab *s, const uint32_t *indices, uint32_t count) {
    memcpy(s->free + s->free_count, indices, sizeof *indices * count);
    s->free_count += count;
}

static inline void *slab_at(const slab *s, uint32_t index) {
    return s->elements + s->element_bytes * index;
}

static inline uint32_t slab_taken(const slab *s) {
    return s->fresh - s->free_count;
}

#endif
