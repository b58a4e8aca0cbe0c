/* SPDX-License-Identifier: Apache-2.0 */
/* The counters of a worker: its owner writes, any thread reads whole values. */
#ifndef LP_STATS_H
#define LP_STATS_H

#include "linkport.h"

#include <stdatomic.h>

#define STATS_COUNT (sizeof(lp_stats) / sizeof(uint64_t))

typedef struct stats {
    _Alignas(64) _Atomic(uint64_t) values[STATS_COUNT]; /* in the order of lp_stats */
} stats;

/* The place of a field of lp_stats. */
#define STAT(field) (offsetof(lp_stats, field) / sizeof(uint64_t))

/* The place of a field of lp_operation_stats for a kind that is known only at run time. */
#define STAT_OF(kind, field)                                                                                           \
    (STAT(operations) + (size_t)(kind) * (sizeof(lp_operation_stats) / sizeof(uint64_t)) +                             \
     offsetof(lp_operation_stats, field) / sizeof(uint64_t))

/* The posts that began. What the kernel owns of them is worked out when somebody asks. */
#define STATS_BEGUN STAT(operations_now)

static inline void stats_add(stats *s, size_t at, uint64_t amount) {
    uint64_t value = atomic_load_explicit(&s->values[at], memory_order_relaxed);
    atomic_store_explicit(&s->values[at], value + amount, memory_order_relaxed);
}

static inline void stats_set(stats *s, size_t at, uint64_t value) {
    atomic_store_explicit(&s->values[at], value, memory_order_relaxed);
}

static inline uint64_t stats_value(const stats *s, size_t at) {
    return atomic_load_explicit(&s->values[at], memory_order_relaxed);
}

/* For the few counters that several threads write. */
static inline void stats_add_shared(stats *s, size_t at, uint64_t amount) {
    atomic_fetch_add_explicit(&s->values[at], amount, memory_order_relaxed);
}

/* How many operations were begun and have not ended. Owner only. */
uint64_t stats_operations(const stats *s);

/* Something the system should not have answered; counted with its code, never ignored. */
void stats_unexpected(stats *s, uint32_t code);

/* One wait returned so many packets: at least one. */
void stats_batch(stats *s, uint32_t size);

/* Levels that follow from others are worked out here, so that they cost nothing before. */
void stats_read(const stats *s, lp_stats *out);

#endif
