/* SPDX-License-Identifier: Apache-2.0 */
#include "chunks.h"

#include <string.h>

enum { CHUNK_OURS, CHUNK_LENT, CHUNK_KEPT };

uint32_t chunks_init(chunks *c, void *memory, uint32_t chunk_bytes, uint32_t count) {
    memset(c, 0, sizeof *c);
    uint32_t error = memory == NULL ? slab_init(&c->memory, chunk_bytes, count)
                                    : slab_init_over(&c->memory, memory, chunk_bytes, count);
    if (error != 0) {
        return error;
    }
    size_t bytes = count * (sizeof *c->lent + sizeof *c->states);
    c->lent = sys_reserve(bytes);
    error = c->lent == NULL ? 8 /* ERROR_NOT_ENOUGH_MEMORY */ : sys_commit(c->lent, bytes);
    if (error != 0) {
        chunks_fini(c);
        return error;
    }
    c->states = c->lent + count;
    return 0;
}

uint32_t chunks_fini(chunks *c) {
    uint32_t error = slab_fini(&c->memory);
    uint32_t lent_error = sys_release(c->lent);
    memset(c, 0, sizeof *c);
    return error != 0 ? error : lent_error;
}

uint32_t chunks_take(chunks *c) {
    uint32_t index = slab_take(&c->memory);
    c->taken_count += index != SLAB_NONE;
    return index;
}

void chunks_lend(chunks *c, uint32_t index) {
    c->states[index] = CHUNK_LENT;
    c->taken_count--;
    c->lent[c->lent_count++] = index;
}

void chunks_give(chunks *c, uint32_t index) {
    c->taken_count--;
    slab_give(&c->memory, index);
}

static void chunks__take_back(chunks *c, uint32_t index) {
    c->states[index] = CHUNK_OURS;
    slab_give(&c->memory, index);
}

void chunks_end_step(chunks *c) {
    for (uint32_t i = 0; i < c->lent_count; i++) {
        /* Kept ones stay out; ones that were kept and released within the step are ours already. */
        if (c->states[c->lent[i]] == CHUNK_LENT) {
            chunks__take_back(c, c->lent[i]);
        }
    }
    c->lent_count = 0;
}

bool chunks_keep(chunks *c, uint64_t index) {
    if (index >= c->memory.fresh || c->states[index] != CHUNK_LENT) {
        return false;
    }
    c->states[index] = CHUNK_KEPT;
    c->kept_count++;
    return true;
}

bool chunks_release(chunks *c, uint64_t index) {
    if (index >= c->memory.fresh || c->states[index] != CHUNK_KEPT) {
        return false;
    }
    c->kept_count--;
    chunks__take_back(c, (uint32_t)index);
    return true;
}
