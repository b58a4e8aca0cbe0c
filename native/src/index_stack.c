/* SPDX-License-Identifier: Apache-2.0 */
#include "index_stack.h"

static uint64_t top__after(uint64_t top, uint32_t index) {
    uint64_t tag = (top >> 32) + 1u;
    return tag << 32 | index;
}

void index_stack_init(index_stack *stack, _Atomic(uint32_t) *next, uint32_t count) {
    stack->next = next;
    for (uint32_t i = 0; i < count; i++) {
        atomic_init(&next[i], i + 1 < count ? i + 1 : INDEX_NONE);
    }
    atomic_init(&stack->top, count > 0 ? 0 : INDEX_NONE);
}

uint32_t index_stack_pop(index_stack *stack) {
    uint64_t top = atomic_load_explicit(&stack->top, memory_order_acquire);
    while ((uint32_t)top != INDEX_NONE) {
        uint32_t below = atomic_load_explicit(&stack->next[(uint32_t)top], memory_order_relaxed);
        if (atomic_compare_exchange_weak_explicit(&stack->top, &top, top__after(top, below), memory_order_acq_rel,
                                                  memory_order_acquire)) {
            return (uint32_t)top;
        }
    }
    return INDEX_NONE;
}

void index_stack_push(index_stack *stack, uint32_t index) {
    uint64_t top = atomic_load_explicit(&stack->top, memory_order_relaxed);
    do {
        atomic_store_explicit(&stack->next[index], (uint32_t)top, memory_order_relaxed);
    } while (!atomic_compare_exchange_weak_explicit(&stack->top, &top, top__after(top, index), memory_order_acq_rel,
                                                    memory_order_relaxed));
}
