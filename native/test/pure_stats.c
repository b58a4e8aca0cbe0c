/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the counters: every size of a batch falls into its bucket and no other, a field of a kind stands where the
 * struct has it, and what one thread counts another reads whole, never going back.
 */
#include "balance.h"
#include "check.h"
#include "stats.h"

#include <pthread.h>
#include <string.h>

enum { ROUNDS = 300000 };

static stats counters;

static lp_stats read_all(void) {
    lp_stats s;
    stats_read(&counters, &s);
    return s;
}

static void batches_fall_into_buckets(void) {
    static const uint32_t LAST[LP_BATCH_SIZES] = {1, 2, 4, 8, 16, 32, 64};
    uint32_t size = 1;
    uint64_t completions = 0;
    for (uint32_t bucket = 0; bucket < LP_BATCH_SIZES; bucket++) {
        for (; size <= LAST[bucket]; size++) {
            uint64_t before = read_all().batch_sizes[bucket];
            stats_batch(&counters, size);
            completions += size;
            CHECK_EQUAL(read_all().batch_sizes[bucket], before + 1);
            CHECK_EQUAL(read_all().batches, size);
            CHECK_EQUAL(read_all().completions, completions);
            CHECK_EQUAL(balance_sum(read_all().batch_sizes, LP_BATCH_SIZES), size);
        }
    }
}

static void kinds_stand_where_they_are_read(void) {
    for (uint32_t kind = 0; kind < LP_OPERATIONS; kind++) {
        stats_add(&counters, STAT_OF(kind, posted), 10 * kind + 5);
        stats_add(&counters, STAT_OF(kind, inlined), 10 * kind + 6);
        stats_add(&counters, STAT_OF(kind, refused), 10 * kind + 7);
        stats_add(&counters, STAT_OF(kind, completed), 1);
        stats_add(&counters, STAT_OF(kind, failed), 2);
    }
    lp_stats s = read_all();
    for (uint32_t kind = 0; kind < LP_OPERATIONS; kind++) {
        CHECK_EQUAL(s.operations[kind].posted, 10 * kind + 5);
        CHECK_EQUAL(s.operations[kind].inlined, 10 * kind + 6);
        CHECK_EQUAL(s.operations[kind].refused, 10 * kind + 7);
        CHECK_EQUAL(s.operations[kind].completed, 1);
        CHECK_EQUAL(s.operations[kind].failed, 2);
        CHECK_EQUAL(s.operations[kind].pending, 10 * kind + 2);
    }
}

static void the_unexpected_has_a_code(void) {
    stats_unexpected(&counters, 1234);
    CHECK_EQUAL(read_all().unexpected, 1);
    CHECK_EQUAL(read_all().last_os_code, 1234);
}

/* Two halves that no torn value has alike. */
static void *count(void *argument) {
    (void)argument;
    for (uint32_t i = 0; i < ROUNDS; i++) {
        stats_add(&counters, STAT(bytes_sent), 0x100000001u);
        stats_add_shared(&counters, STAT(wakes_coalesced), 1);
    }
    return NULL;
}

static void others_read_whole_values(void) {
    pthread_t thread;
    uint64_t last = 0;
    memset(&counters, 0, sizeof counters);
    CHECK_EQUAL(pthread_create(&thread, NULL, count, NULL), 0);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        stats_add_shared(&counters, STAT(wakes_coalesced), 1);
        if (i % 64 == 0) {
            uint64_t value = read_all().bytes_sent;
            CHECK_EQUAL(value >> 32, value & 0xFFFFFFFFu);
            CHECK(value >= last);
            last = value;
        }
    }
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
    CHECK_EQUAL(read_all().bytes_sent, (uint64_t)ROUNDS * 0x100000001u);
    CHECK_EQUAL(read_all().wakes_coalesced, 2u * ROUNDS);
}

int main(void) {
    batches_fall_into_buckets();
    kinds_stand_where_they_are_read();
    the_unexpected_has_a_code();
    others_read_whole_values();
    return 0;
}
