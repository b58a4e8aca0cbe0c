/* SPDX-License-Identifier: Apache-2.0 */
#include "slab.h"

#include <string.h>

enum { COMMIT_BYTES = 64 * 1024 };

uint32_t slab_init(slab *s, size_t element_bytes, uint32_t max) {
    memset(s, 0, sizeof *s);
    s->element_bytes = element_bytes;
    s->max = max;
    s->elements = sys_reserve(element_bytes * max);
    s->free = sys_reserve(sizeof *s->free * max);
    if (s->elements != NULL && s->free != NULL) {
        return 0;
    }
    slab_fini(s);
    return 8; /* ERROR_NOT_ENOUGH_MEMORY: a reservation fails for nothing else */
}

uint32_t slab_init_over(slab *s, void *memory, bool is_committed, size_t element_bytes, uint32_t max) {
    memset(s, 0, sizeof *s);
    s->element_bytes = element_bytes;
    s->max = max;
    s->elements = memory;
    s->borrowed = true;
    s->is_committed = is_committed;
    s->free = sys_reserve(sizeof *s->free * max);
    return s->free != NULL ? 0 : 8; /* ERROR_NOT_ENOUGH_MEMORY */
}

uint32_t slab_fini(slab *s) {
    uint32_t error = s->borrowed ? 0 : sys_release(s->elements);
    uint32_t free_error = sys_release(s->free);
    memset(s, 0, sizeof *s);
    return error != 0 ? error : free_error;
}

/* Both regions grow together, so that giving back can never fail. */
static bool slab__grow(slab *s) {
    size_t count = COMMIT_BYTES / s->element_bytes;
    if (count == 0) {
        count = 1;
    }
    if (count > s->max - s->committed) {
        count = s->max - s->committed;
    }
    if (sys_commit(s->free + s->committed, sizeof *s->free * count) != 0 ||
        (!s->is_committed && sys_commit(slab_at(s, s->committed), s->element_bytes * count) != 0)) {
        return false;
    }
    s->committed += (uint32_t)count;
    return true;
}

uint32_t slab_take_fresh(slab *s) {
    if (s->fresh == s->max || (s->fresh == s->committed && !slab__grow(s))) {
        return SLAB_NONE;
    }
    return s->fresh++;
}
