/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks numbers: many links at once (the first argument, 500 if none), both ends of each in this process. All open,
 * all are answered, none is lost when they end. Prints what that took.
 */
#include "support.h"

#include <string.h>

static void serve(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_CONNECTED) {
        rig_send(w, event->link, "0123456789abcdef", 16);
    } else if (event->kind == LP_EVENT_RECEIVED && event->link != 0 && event->cookie == 77) {
        rig_echo(w, event); /* ours by the listener's cookie */
    }
}

int main(int argc, char **argv) {
    static rig r;
    uint32_t count = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 500;
    lp_options options = rig_options(2, 0);
    options.max_links = 2 * count;
    rig_create(&r, &options, serve, NULL);
    r.close_on_end = true;
    r.event_max = 256;
    rig_start(&r);
    rig_listen(&r, 0, 64, 1024);
    uint64_t start = rig_clock();
    for (uint32_t i = 0; i < count; i++) {
        while (rig_post_connect(&r, i % 2, r.tcp_port, 60000, 1) == LP_NO_RESOURCES) {
            SwitchToThread();
        }
        if (i % 256 == 255) {
            WAIT(&r, r.seen.connected + 256 > i); /* the backlog is short */
        }
    }
    WAIT(&r, r.seen.accepted == count && r.seen.received_bytes == 32ull * count);
    uint64_t opened = rig_clock();
    CHECK_EQUAL(rig_stats(&r).links_now, 2ull * count);
    CHECK_EQUAL(r.seen.connect_failed, 0);
    CHECK_EQUAL(lp_stop(r.port, RIG_WAIT_MILLIS), LP_OK);
    WAIT(&r, r.seen.stopped == 2);
    uint64_t closed = rig_clock();
    CHECK_EQUAL(r.seen.closed, 2 * count);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_SHUTDOWN], 2 * count);
    lp_stats s = rig_stats(&r);
    printf("%u links (both ends): opened and echoed in %llu ms, stopped in %llu ms; steps %llu, completions %llu\n",
           count, (unsigned long long)(opened - start), (unsigned long long)(closed - opened),
           (unsigned long long)s.steps, (unsigned long long)s.completions);
    rig_finish(&r, 0);
    return 0;
}
