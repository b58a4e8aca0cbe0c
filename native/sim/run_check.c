/* SPDX-License-Identifier: Apache-2.0 */
/* The counters at the end: they agree with what the program saw, and with each other. */
#include "run.h"

#include "balance.h"
#include "chunk_place.h"

#define SAME(what, seen, counted)                                                                                      \
    SIM_RULE((seen) == (counted), "worker %u: %s: the program saw %llu, the counters say %llu", worker, what,          \
             (unsigned long long)(seen), (unsigned long long)(counted))

static void check__worker(uint32_t worker) {
    const run_worker *w = &run.workers[worker];
    lp_stats s;
    SIM_RULE(lp_stats_read(run.port, worker, &s, sizeof s) == LP_OK, "lp_stats_read failed");
    SAME("events", w->events, s.events);
    SAME("commands", w->commands, s.commands);
    SAME("bytes sent", w->sent, s.bytes_sent);
    SAME("bytes received", w->received, s.bytes_received);
    SIM_RULE(s.longest_step_millis <= w->longest, "the longest step is said to have taken %llu ms, it took %llu",
             (unsigned long long)s.longest_step_millis, (unsigned long long)w->longest);
    SAME("stops overdue", w->overdue, s.stops_overdue);
    SAME("links opened", w->opened, s.links_opened);
    SAME("links closed", w->closed, s.links_closed);
    SAME("connects completed", w->connected, s.connects_completed);
    SAME("connects failed", w->connect_failed, s.connects_failed);
    for (uint32_t reason = 0; reason < LP_REASONS; reason++) {
        SAME(lp_reason_text(reason), w->closed_by_reason[reason], s.closed_by_reason[reason]);
        SAME(lp_reason_text(reason), w->failed_by_reason[reason], s.connects_failed_by_reason[reason]);
    }
    const char *broken = balance_broken_at_end(&s, chunk_limit(&run.options));
    SIM_RULE(broken == NULL, "worker %u: the counters do not add up at the end: %s", worker, broken);
    SAME("chunks kept", 0u, s.chunks_kept);
    SIM_RULE(s.unexpected == 0 || sim.injected > 0, "%llu unexpected, the last code is %llu",
             (unsigned long long)s.unexpected, (unsigned long long)s.last_os_code);
}

void run_check_balance(uint32_t worker) {
    lp_stats s;
    SIM_RULE(lp_stats_read(run.port, worker, &s, sizeof s) == LP_OK, "lp_stats_read failed");
    const char *broken = balance_broken(&s, chunk_limit(&run.options));
    SIM_RULE(broken == NULL, "worker %u: the counters do not add up: %s", worker, broken);
}

void run_check_stats(void) {
    for (uint32_t i = 0; i < run.options.workers; i++) {
        check__worker(i);
    }
    for (uint32_t i = 0; i < run.link_count; i++) {
        SIM_RULE(!run.links[i].open, "a link was opened and never closed");
    }
    for (uint32_t i = 0; i < run.connect_count; i++) {
        SIM_RULE(run.connects[i].answered, "a connect was never answered");
    }
    for (uint32_t i = 0; i < run.listener_count; i++) {
        SIM_RULE(run.listeners[i].ended, "a listener never ended");
    }
}
