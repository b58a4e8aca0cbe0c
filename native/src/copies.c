/* SPDX-License-Identifier: Apache-2.0 */
#include "copies.h"

static uint32_t copies__block_bytes(uintptr_t size) {
    return (uint32_t)COPIES_SMALLEST << 2 * size;
}

static uint32_t copies__room(uintptr_t size) {
    return copies__block_bytes(size) - (uint32_t)sizeof(lp_loan);
}

uint32_t copies_init(copies *c, uint32_t bytes) {
    memset(c, 0, sizeof *c);
    c->max = bytes;
    for (uint32_t i = 0; i < COPIES_SIZES; i++) {
        uint32_t error = slab_init(&c->blocks[i], copies__block_bytes(i), bytes / copies__block_bytes(i));
        if (error != 0) {
            (void)copies_fini(c); /* the first failure is the one to tell */
            return error;
        }
    }
    return 0;
}

uint32_t copies_fini(copies *c) {
    uint32_t first_error = 0;
    for (uint32_t i = 0; i < COPIES_SIZES; i++) {
        uint32_t error = slab_fini(&c->blocks[i]);
        first_error = first_error != 0 ? first_error : error;
    }
    return first_error;
}

static lp_loan *copies__take(copies *c, uintptr_t size) {
    uint32_t bytes = copies__block_bytes(size);
    uint32_t index = c->max - c->used < bytes ? SLAB_NONE : slab_take(&c->blocks[size]);
    if (index == SLAB_NONE) {
        return NULL;
    }
    c->used += bytes;
    lp_loan *block = slab_at(&c->blocks[size], index);
    block->on_done = NULL;
    block->context = (void *)size; /* where it goes back */
    block->next = NULL;
    block->left = 0;
    return block;
}

/* The smallest that holds it, or the largest there is. */
static uintptr_t copies__size_for(uint32_t bytes) {
    uintptr_t size = 0;
    while (size < COPIES_SIZES - 1 && bytes > copies__room(size)) {
        size++;
    }
    return size;
}

static void copies__give_all(copies *c, lp_loan *first) {
    while (first != NULL) {
        lp_loan *next = first->next;
        copies_give(c, first);
        first = next;
    }
}

lp_loan *copies_take(copies *c, const void *data, uint32_t size) {
    const char *from = data;
    lp_loan *first = NULL;
    lp_loan **end = &first;
    while (size > 0) {
        uintptr_t block_size = copies__size_for(size);
        lp_loan *block = copies__take(c, block_size);
        if (block == NULL) {
            copies__give_all(c, first);
            return NULL;
        }
        uint32_t part = size < copies__room(block_size) ? size : copies__room(block_size);
        memcpy(copies_bytes(block), from, part);
        block->left = part;
        *end = block;
        end = &block->next;
        from += part;
        size -= part;
    }
    return first;
}

lp_loan *copies_take_mark(copies *c) {
    return copies__take(c, 0);
}

void copies_give(copies *c, lp_loan *block) {
    uintptr_t size = (uintptr_t)block->context;
    slab *blocks = &c->blocks[size];
    c->used -= copies__block_bytes(size);
    slab_give(blocks, (uint32_t)((size_t)((char *)block - blocks->elements) / copies__block_bytes(size)));
}
