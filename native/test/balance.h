/* SPDX-License-Identifier: Apache-2.0 */
/* What must hold between the counters of one worker, between two of its steps: see lp_stats. Pure. */
#ifndef LP_TEST_BALANCE_H
#define LP_TEST_BALANCE_H

#include "linkport.h"

#include <stdbool.h>

static inline uint64_t balance_sum(const uint64_t *values, uint32_t count) {
    uint64_t sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

static inline bool balance_operations(const lp_stats *s) {
    uint64_t pending = 0;
    uint64_t came_back = 0;
    for (uint32_t i = 0; i < LP_OPERATIONS; i++) {
        const lp_operation_stats *o = &s->operations[i];
        if (o->posted != o->completed + o->failed + o->pending) {
            return false;
        }
        pending += o->pending;
        came_back += o->completed + o->failed;
    }
    return s->operations_now == pending && s->completions == s->wakes_consumed + came_back;
}

static inline bool balance_links(const lp_stats *s) {
    uint64_t alive = s->links_connecting + s->links_open + s->links_draining + s->links_aborting + s->links_closing;
    uint64_t opened = s->links_opened - s->links_closed;
    uint64_t connects = s->connects_begun - s->connects_completed - s->connects_failed - s->connects_refused;
    return s->links_now == alive && s->links_now == opened + connects && s->links_connecting <= connects &&
           s->links_open + s->links_draining + s->links_closing <= opened && s->connects_completed <= s->links_opened;
}

static inline bool balance_reasons(const lp_stats *s) {
    return s->closed_by_reason[LP_REASON_NONE] == 0 && s->connects_failed_by_reason[LP_REASON_NONE] == 0 &&
           s->links_closed == balance_sum(s->closed_by_reason, LP_REASONS) &&
           s->connects_failed == balance_sum(s->connects_failed_by_reason, LP_REASONS);
}

static inline bool balance_wakes(const lp_stats *s) {
    return s->batches == balance_sum(s->batch_sizes, LP_BATCH_SIZES) && s->batches <= s->completions &&
           (s->wakes_posted == s->wakes_consumed || s->wakes_posted == s->wakes_consumed + 1);
}

static inline bool balance_level(uint64_t used, uint64_t ever, uint64_t limit) {
    return used <= ever && ever <= limit;
}

static inline bool balance_pools(const lp_stats *s, uint32_t chunk_limit) {
    return balance_level(s->link_slots_used, s->link_slots_ever, s->link_slots_limit) &&
           balance_level(s->send_items_used, s->send_items_ever, s->send_items_limit) &&
           s->links_now <= s->link_slots_used &&
           s->chunks_free + s->chunks_receiving + s->chunks_lent + s->chunks_kept == s->chunks_limit &&
           s->chunks_limit == chunk_limit;
}

/* NULL, or what does not add up. */
static inline const char *balance_broken(const lp_stats *s, uint32_t chunk_limit) {
    return !balance_operations(s)           ? "operations: posted, completed, failed, pending"
           : !balance_links(s)              ? "links: opened, closed, connects, lives"
           : !balance_reasons(s)            ? "reasons of closes and of failed connects"
           : !balance_wakes(s)              ? "wakes and batches"
           : !balance_pools(s, chunk_limit) ? "slots, items, chunks"
                                            : NULL;
}

/* The same for a worker that has stopped, which owns nothing: what its last step lent is all that is left. */
static inline const char *balance_broken_at_end(const lp_stats *s, uint32_t chunk_limit) {
    const char *broken = balance_broken(s, chunk_limit);
    if (broken != NULL) {
        return broken;
    }
    return s->chunks_receiving != 0   ? "chunks of receives at the end"
           : s->operations_now != 0   ? "operations at the end"
           : s->links_now != 0        ? "links at the end"
           : s->connects_refused != 0 ? "refused connects at the end"
           : s->send_items_used != 0  ? "send items at the end"
                                      : NULL;
}

#endif
