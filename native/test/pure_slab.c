/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks slabs and chunks: indices are unique while taken, elements never move, memory is there before it is used and
 * ends where it should; a lent chunk comes back with the step unless kept, and every other order is refused.
 */
#include "check.h"
#include "chunks.h"
#include "dice.h"

#include <string.h>

enum { MAX = 5000, ROUNDS = 200000 };
enum { CHUNKS = 16, CHUNK_BYTES = 8192, LARGE = 12, SMALL_BYTES = 4096, ALL = 12 + 8 };

static void slab_walk(size_t element_bytes) {
    static bool taken[MAX];
    static uint32_t held[MAX];
    uint32_t count = 0;
    dice d = {element_bytes};
    slab s;
    memset(taken, 0, sizeof taken);
    CHECK_EQUAL(slab_init(&s, element_bytes, MAX), 0);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (dice_below(&d, 100) < (i / 20000 % 2 == 0 ? 60u : 40u)) {
            uint32_t index = slab_take(&s);
            if (index == SLAB_NONE) {
                CHECK_EQUAL(count, MAX);
                continue;
            }
            CHECK(index < MAX && !taken[index]);
            memset(slab_at(&s, index), (int)index, element_bytes); /* the whole of it is ours */
            taken[index] = true;
            held[count++] = index;
        } else if (count > 0) {
            uint32_t which = dice_below(&d, count);
            uint32_t index = held[which];
            const uint8_t *bytes = slab_at(&s, index);
            CHECK(bytes[0] == (uint8_t)index && bytes[element_bytes - 1] == (uint8_t)index);
            slab_give(&s, index);
            taken[index] = false;
            held[which] = held[--count];
        }
        CHECK_EQUAL(slab_taken(&s), count);
    }
    CHECK_EQUAL(slab_fini(&s), 0);
    CHECK_EQUAL(slab_fini(&s), 0); /* a zeroed slab is fine */
}

static void fresh_is_zeroed(void) {
    slab s;
    CHECK_EQUAL(slab_init(&s, 320, 100), 0);
    for (uint32_t i = 0; i < 100; i++) {
        uint32_t index = slab_take(&s);
        const uint8_t *bytes = slab_at(&s, index);
        for (int k = 0; k < 320; k++) {
            CHECK_EQUAL(bytes[k], 0);
        }
    }
    CHECK_EQUAL(slab_take(&s), SLAB_NONE);
    CHECK_EQUAL(slab_fini(&s), 0);
}

enum state { FREE, LENT, KEPT };

/* Whether all of the size that is asked for are out; a read takes a small one where no large one is left. */
static bool all_out(const enum state *states, uint32_t from, uint32_t to) {
    for (uint32_t i = from; i < to; i++) {
        if (states[i] == FREE) {
            return false;
        }
    }
    return true;
}

static void chunks_walk(void *memory) {
    enum state states[ALL] = {FREE};
    uint32_t kept = 0;
    dice d = {9};
    chunks c;
    CHECK_EQUAL(chunks_init(&c, memory, CHUNK_BYTES, CHUNKS), 0);
    CHECK_EQUAL(chunks_limit(&c), ALL);
    char *region = chunks_at(&c, 0);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        uint32_t which = dice_below(&d, ALL);
        switch (dice_below(&d, 5)) {
        case 0: {
            bool small = dice_below(&d, 3) == 0;
            uint32_t index = small ? chunks_take_small(&c) : chunks_take(&c);
            if (index == SLAB_NONE) {
                CHECK(all_out(states, small ? LARGE : 0, ALL));
                break;
            }
            CHECK_EQUAL(states[index], FREE);
            CHECK(small ? index >= LARGE : index < LARGE || all_out(states, 0, LARGE));
            char *at = chunks_at(&c, index);
            CHECK_EQUAL(at - region,
                        index < LARGE ? index * CHUNK_BYTES : LARGE * CHUNK_BYTES + (index - LARGE) * SMALL_BYTES);
            CHECK_EQUAL(chunks_bytes(&c, index), index < LARGE ? CHUNK_BYTES : SMALL_BYTES);
            memset(at, 1, chunks_bytes(&c, index));
            CHECK_EQUAL(chunks_taken(&c), 1);
            if (dice_below(&d, 4) == 0) {
                chunks_give(&c, index);
            } else {
                chunks_lend(&c, index);
                states[index] = LENT;
            }
            break;
        }
        case 1:
            CHECK_EQUAL(chunks_keep(&c, which), states[which] == LENT);
            kept += states[which] == LENT;
            states[which] = states[which] == LENT ? KEPT : states[which];
            break;
        case 2:
            CHECK_EQUAL(chunks_release(&c, which), states[which] == KEPT);
            kept -= states[which] == KEPT;
            states[which] = states[which] == KEPT ? FREE : states[which];
            break;
        case 3:
            chunks_end_step(&c);
            for (int k = 0; k < ALL; k++) {
                states[k] = states[k] == LENT ? FREE : states[k];
            }
            break;
        default:
            CHECK(!chunks_keep(&c, (uint64_t)ALL + which) && !chunks_release(&c, UINT64_MAX - which));
            break;
        }
        uint32_t lent = 0;
        for (int k = 0; k < ALL; k++) {
            lent += states[k] == LENT;
        }
        CHECK_EQUAL(c.lent_count, lent);
        CHECK_EQUAL(chunks_taken(&c), 0);
        CHECK_EQUAL(chunks_free(&c), ALL - lent - kept);
        CHECK_EQUAL(c.kept_count, kept);
    }
    CHECK_EQUAL(chunks_fini(&c), 0);
}

int main(void) {
    slab_walk(1);
    slab_walk(12);
    slab_walk(320);
    slab_walk(70000);
    fresh_is_zeroed();
    chunks_walk(NULL);
    char *memory = malloc((size_t)CHUNKS * CHUNK_BYTES);
    CHECK(memory != NULL);
    chunks_walk(memory); /* the caller's: ASan watches its ends */
    free(memory);
    return 0;
}
