/* SPDX-License-Identifier: Apache-2.0 */
#include "chunks.h"

#include "status.h"

#include <string.h>

/* The index stacks of both, over one region. */
static uint32_t chunks__init_slabs(chunks *c, char *memory, bool is_committed, uint32_t chunk_bytes, uint32_t count) {
    uint32_t cut = count / LP_SMALL_CHUNK_SHARE;
    uint32_t large = count - cut;
    uint32_t small_bytes = chunk_bytes < LP_SMALL_CHUNK_BYTES ? chunk_bytes : LP_SMALL_CHUNK_BYTES;
    char *rest = memory + (size_t)chunk_bytes * large;
    uint32_t error = slab_init_over(&c->large, memory, is_committed, chunk_bytes, large);
    return error != 0 || cut == 0
               ? error
               : slab_init_over(&c->small, rest, is_committed, small_bytes, chunk_bytes * cut / small_bytes);
}

static uint32_t chunks__init_tables(chunks *c) {
    uint32_t limit = chunks_limit(c);
    size_t bytes = limit * (sizeof *c->at + sizeof *c->lent + sizeof *c->places);
    c->at = sys_reserve(bytes);
    uint32_t error = c->at == NULL ? 8 /* ERROR_NOT_ENOUGH_MEMORY */ : sys_commit(c->at, bytes);
    if (error != 0) {
        return error;
    }
    c->lent = (uint32_t *)(c->at + limit);
    c->places = c->lent + limit;
    for (uint32_t i = 0; i < limit; i++) {
        c->at[i] = chunks_is_large(c, i) ? slab_at(&c->large, i) : slab_at(&c->small, i - c->large.max);
    }
    return 0;
}

uint32_t chunks_init(chunks *c, void *memory, uint32_t chunk_bytes, uint32_t count) {
    memset(c, 0, sizeof *c);
    if (memory == NULL) {
        c->region = sys_reserve((size_t)chunk_bytes * count);
        if (c->region == NULL) {
            return 8; /* ERROR_NOT_ENOUGH_MEMORY */
        }
    }
    uint32_t error = chunks__init_slabs(c, memory == NULL ? c->region : memory, memory != NULL, chunk_bytes, count);
    if (error == 0) {
        error = chunks__init_tables(c);
    }
    if (error != 0) {
        chunks_fini(c);
    }
    return error;
}

uint32_t chunks_fini(chunks *c) {
    uint32_t error = slab_fini(&c->large);
    status_keep_first(&error, slab_fini(&c->small));
    status_keep_first(&error, sys_release(c->region));
    status_keep_first(&error, sys_release(c->at));
    memset(c, 0, sizeof *c);
    return error;
}

uint32_t chunks_take_fresh_small(chunks *c) {
    uint32_t index = slab_take_fresh(&c->small);
    return index == SLAB_NONE ? index : c->large.max + index;
}

void chunks_give_each(chunks *c, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        chunks_give(c, c->lent[i]);
    }
}

/* `places` is believed only where `lent` confirms it, so nothing has to be wiped when a step ends. */
static bool chunks__is_lent(const chunks *c, uint64_t index) {
    return index < chunks_limit(c) && c->places[index] < c->lent_count && c->lent[c->places[index]] == index;
}

static void chunks__take_back(chunks *c, uint32_t index) {
    uint32_t place = c->places[index];
    uint32_t last = c->lent[--c->lent_count];
    c->lent_large -= chunks_is_large(c, index);
    c->lent[place] = last;
    c->places[last] = place;
}

bool chunks_keep(chunks *c, uint64_t index) {
    if (!chunks__is_lent(c, index)) {
        return false;
    }
    chunks__take_back(c, (uint32_t)index);
    c->places[index] = CHUNKS_KEPT;
    c->kept_count++;
    return true;
}

bool chunks_release(chunks *c, uint64_t index) {
    if (index >= chunks_limit(c) || c->places[index] != CHUNKS_KEPT) {
        return false;
    }
    c->places[index] = 0;
    c->kept_count--;
    chunks_give(c, (uint32_t)index);
    return true;
}
