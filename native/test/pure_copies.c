/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the memory for copies: every size comes back byte for byte, blocks do not overlap, the limit holds however
 * sizes mix, what failed half-way is given back, and all that was given back can be taken again.
 */
#include "check.h"
#include "copies.h"

#include <stdlib.h>
#include <string.h>

enum { LIMIT = 256 * 1024, MESSAGES = 64, ROUNDS = 4000 };

static copies memory;
static uint8_t source[LIMIT];

static uint32_t dice(uint32_t below) {
    static uint64_t state = 7;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static void check_bytes(const lp_loan *first, uint32_t size, uint32_t from) {
    for (const lp_loan *block = first; block != NULL; block = block->next) {
        CHECK(copies_own(block) && block->left > 0 && block->left <= size);
        CHECK(memcmp(copies_bytes((lp_loan *)(uintptr_t)block), source + from, block->left) == 0);
        from += (uint32_t)block->left;
        size -= (uint32_t)block->left;
    }
    CHECK_EQUAL(size, 0);
}

static void give(lp_loan *first) {
    while (first != NULL) {
        lp_loan *next = first->next;
        memset(copies_bytes(first), 0xDD, first->left);
        copies_give(&memory, first);
        first = next;
    }
}

static void every_small_size(void) {
    for (uint32_t size = 1; size < 20000; size += 1 + size / 64) {
        lp_loan *first = copies_take(&memory, source, size);
        CHECK(first != NULL);
        check_bytes(first, size, 0);
        give(first);
        CHECK_EQUAL(memory.used, 0);
    }
    CHECK(copies_take(&memory, source, 0) == NULL);
}

/* Many at a time, of mixed sizes, taken and given in any order. */
static void mixed(void) {
    static struct {
        lp_loan *first;
        uint32_t size, from;
    } held[MESSAGES];
    uint32_t refused = 0;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t i = dice(MESSAGES);
        if (held[i].first != NULL) {
            check_bytes(held[i].first, held[i].size, held[i].from);
            give(held[i].first);
            held[i].first = NULL;
            continue;
        }
        uint64_t used = memory.used;
        held[i].size = 1 + dice(dice(4) == 0 ? 70000 : 500);
        held[i].from = dice(LIMIT - held[i].size);
        held[i].first = copies_take(&memory, source + held[i].from, held[i].size);
        refused += held[i].first == NULL;
        CHECK(memory.used <= LIMIT && (held[i].first != NULL || memory.used == used));
    }
    CHECK(refused > 0);
    for (uint32_t i = 0; i < MESSAGES; i++) {
        if (held[i].first != NULL) {
            check_bytes(held[i].first, held[i].size, held[i].from);
            give(held[i].first);
            held[i].first = NULL;
        }
    }
    CHECK_EQUAL(memory.used, 0);
}

/* To the last byte: marks of the smallest size fill it, and nothing else fits then. */
static void full(void) {
    static lp_loan *marks[LIMIT / COPIES_SMALLEST];
    for (uint32_t i = 0; i < LIMIT / COPIES_SMALLEST; i++) {
        marks[i] = copies_take_mark(&memory);
        CHECK(marks[i] != NULL && marks[i]->left == 0 && marks[i]->next == NULL);
    }
    CHECK(copies_take_mark(&memory) == NULL && copies_take(&memory, source, 1) == NULL);
    for (uint32_t i = 0; i < LIMIT / COPIES_SMALLEST; i++) {
        copies_give(&memory, marks[i]);
    }
    CHECK_EQUAL(memory.used, 0);
}

int main(void) {
    for (uint32_t i = 0; i < LIMIT; i++) {
        source[i] = (uint8_t)(i * 31 + (i >> 8) * 7);
    }
    CHECK_EQUAL(copies_init(&memory, LIMIT), 0);
    every_small_size();
    mixed();
    full();
    mixed();
    CHECK_EQUAL(copies_fini(&memory), 0);
    return 0;
}
