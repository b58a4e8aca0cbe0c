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

static uint64_t stats__ended(const stats *s, uint32_t kind) {
    return stats_value(s, STAT_OF(kind, inlined)) + stats_value(s, STAT_OF(kind, refused)) +
           stats_value(s, STAT_OF(kind, completed)) + stats_value(s, STAT_OF(kind, failed));
}

/* Read while the worker counts, an end may be there before its beginning. */
static uint64_t stats__less(uint64_t begun, uint64_t ended) {
    return begun > ended ? begun - ended : 0;
}

uint64_t stats_operations(const stats *s) {
    uint64_t begun = stats_value(s, STATS_BEGUN);
    uint64_t ended = 0;
    for (uint32_t kind = 0; kind < LP_OPERATIONS; kind++) {
        ended += stats__ended(s, kind);
    }
    return stats__less(begun, ended);
}

void stats_read(const stats *s, lp_stats *out) {
    uint64_t values[STATS_COUNT];
    for (size_t i = 0; i < STATS_COUNT; i++) {
        values[i] = stats_value(s, i);
    }
    memcpy(out, values, sizeof values);
    out->operations_now = stats_operations(s);
    for (uint32_t kind = 0; kind < LP_OPERATIONS; kind++) {
        lp_operation_stats *o = &out->operations[kind];
        o->pending = stats__less(o->posted, o->completed + o->failed);
    }
}
