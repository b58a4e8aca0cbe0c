/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the index stack with threads that take and give back as fast as they can: no index is ever held by two, and
 * none is lost; and the tag that keeps slow takers from being fooled.
 */
#include "check.h"
#include "index_stack.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

enum { COUNT = 5, THREADS = 4, ROUNDS = 200000 };

static index_stack stack;
static _Atomic(uint32_t) next[COUNT];
static _Atomic(uint32_t) holders[COUNT];

static void *take_and_give(void *argument) {
    (void)argument;
    uint32_t held[2];
    for (int i = 0; i < ROUNDS; i++) {
        int count = 0;
        while (count < 1 + i % 2) {
            uint32_t index = index_stack_pop(&stack);
            if (index == INDEX_NONE) {
                break;
            }
            CHECK(index < COUNT);
            CHECK_EQUAL(atomic_fetch_add(&holders[index], 1), 0);
            held[count++] = index;
        }
        while (count > 0) {
            uint32_t index = held[--count];
            CHECK_EQUAL(atomic_fetch_sub(&holders[index], 1), 1);
            index_stack_push(&stack, index);
        }
    }
    return NULL;
}

/* An index that was taken and given back leaves a trace: else a slow taker would put an old neighbour on top (ABA). */
static void tag(void) {
    uint64_t before = atomic_load(&stack.top);
    uint32_t index = index_stack_pop(&stack);
    index_stack_push(&stack, index);
    uint64_t after = atomic_load(&stack.top);
    CHECK(after != before && (uint32_t)after == (uint32_t)before);
}

int main(void) {
    pthread_t threads[THREADS];
    index_stack_init(&stack, next, 0);
    CHECK_EQUAL(index_stack_pop(&stack), INDEX_NONE);
    index_stack_init(&stack, next, COUNT);
    tag();
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, take_and_give, NULL), 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
    }
    bool seen[COUNT] = {false};
    for (int i = 0; i < COUNT; i++) {
        uint32_t index = index_stack_pop(&stack);
        CHECK(index < COUNT && !seen[index]);
        seen[index] = true;
    }
    CHECK_EQUAL(index_stack_pop(&stack), INDEX_NONE);
    return 0;
}
