/* SPDX-License-Identifier: Apache-2.0 */
#include "stats.h"

#include <string.h>

void stats_unexpected(stats *s, uint32_t code) {
    stats_add(s, STAT(unexpected), 1);
    stats_set(s, STAT(last_os_code), code);
}

void stats_batch(stats *s, uint32_t size) {
    uint32_t bucket = 0;
    while (bucket < LP_BATCH_SIZES - 1 && size > 1u << bucket) {
        bucket++;
    }
    stats_add(s, STAT(batches), 1);
    stats_add(s, STAT(completions), size);
    stats_add(s, STAT(batch_sizes) + bucket, 1);
}

void stats_read(const stats *s, lp_stats *out) {
    uint64_t values[STATS_COUNT];
    for (size_t i = 0; i < STATS_COUNT; i++) {
        values[i] = atomic_load_explicit(&s->values[i], memory_order_relaxed);
    }
    memcpy(out, values, sizeof values);
}
