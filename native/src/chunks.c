/* SPDX-License-Identifier: Apache-2.0 */
#include "chunks.h"

#include <string.h>

uint32_t chunks_init(chunks *c, void *memory, uint32_t chunk_bytes, uint32_t count) {
    memset(c, 0, sizeof *c);
    uint32_t error = memory == NULL ? slab_init(&c->memory, chunk_bytes, count)
                                    : slab_init_over(&c->memory, memory, chunk_bytes, count);
    if (error != 0) {
        return error;
    }
    size_t bytes = count * (sizeof *c->lent + sizeof *c->places);
    c->lent = sys_reserve(bytes);
    error = c->lent == NULL ? 8 /* ERROR_NOT_ENOUGH_MEMORY */ : sys_commit(c->lent, bytes);
    if (error != 0) {
        chunks_fini(c);
        return error;
    }
    c->places = c->lent + count;
    return 0;
}

uint32_t chunks_fini(chunks *c) {
    uint32_t error = slab_fini(&c->memory);
    uint32_t lent_error = sys_release(c->lent);
    memset(c, 0, sizeof *c);
    return error != 0 ? error : lent_error;
}

/* `places` is believed only where `lent` confirms it, so nothing has to be wiped when a step ends. */
static bool chunks__is_lent(const chunks *c, uint64_t index) {
    return index < c->memory.fresh && c->places[index] < c->lent_count && c->lent[c->places[index]] == index;
}

static void chunks__take_back(chunks *c, uint32_t index) {
    uint32_t place = c->places[index];
    uint32_t last = c->lent[--c->lent_count];
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
    if (index >= c->memory.fresh || c->places[index] != CHUNKS_KEPT) {
        return false;
    }
    c->places[index] = 0;
    c->kept_count--;
    chunks_give(c, (uint32_t)index);
    return true;
}
