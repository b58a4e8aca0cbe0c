/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a worker's sends copied: blocks of a few sizes, each with a loan at its head, so that it is queued like memory
 * that the program lends. Owner thread only.
 */
#ifndef LP_COPIES_H
#define LP_COPIES_H

#include "linkport_run.h"
#include "slab.h"

/* Each size is four times the one before. */
enum { COPIES_SIZES = 6, COPIES_SMALLEST = 64, COPIES_LARGEST = COPIES_SMALLEST << 2 * (COPIES_SIZES - 1) };

typedef struct copies {
    slab blocks[COPIES_SIZES];
    uint64_t used; /* bytes of the blocks that are taken */
    uint64_t max;
} copies;

/* 0 or the system's code; on failure nothing is left behind. A zeroed one may be passed to fini. */
uint32_t copies_init(copies *c, uint32_t bytes);
uint32_t copies_fini(copies *c);

/* Copies all of it into a chain of blocks, by their `next`, each with its bytes `left`; or NULL if there is no room. */
lp_loan *copies_take(copies *c, const void *data, uint32_t size);

/* A block of no bytes, to stand for some that are elsewhere; or NULL. */
lp_loan *copies_take_mark(copies *c);

void copies_give(copies *c, lp_loan *block);

/* A block has nobody who is told. */
static inline bool copies_own(const lp_loan *loan) {
    return loan->on_done == NULL;
}

static inline char *copies_bytes(lp_loan *block) {
    return (char *)(block + 1);
}

#endif
