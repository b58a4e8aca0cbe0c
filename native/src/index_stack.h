/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A stack of indices for any thread: the top is index:32 | tag:32 in one 64-bit word, and the tag grows with each
 * change, so that an index that was taken and given back meanwhile is noticed. Unlike SLIST, visible to TSan.
 */
#ifndef LP_INDEX_STACK_H
#define LP_INDEX_STACK_H

#include <stdatomic.h>
#include <stdint.h>

#define INDEX_NONE 0xFFFFFFFFu

typedef struct index_stack {
    _Atomic(uint64_t) top;
    _Atomic(uint32_t) *next; /* for each index, the one below it; the caller's memory */
} index_stack;

/* All indices of [0, count) are on it. */
void index_stack_init(index_stack *stack, _Atomic(uint32_t) *next, uint32_t count);
uint32_t index_stack_pop(index_stack *stack);
void index_stack_push(index_stack *stack, uint32_t index);

#endif
