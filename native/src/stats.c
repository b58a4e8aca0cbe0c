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

/* Read while the worker counts, a completion may be there before its post. */
static void stats__pending(lp_operation_stats *o) {
    uint64_t back = o->completed + o->failed;
    o->pending = o->posted > back ? o->posted - back : 0;
}

void stats_read(const stats *s, lp_stats *out) {
    uint64_t values[STATS_COUNT];
    for (size_t i = 0; i < STATS_COUNT; i++) {
        values[i] = stats_value(s, i);
    }
    memcpy(out, values, sizeof values);
    for (uint32_t kind = 0; kind < LP_OPERATIONS; kind++) {
        stats__pending(&out->operations[kind]);
    }
}
