/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of weather. */
#include "run.h"

/* What a profile does not name is as here; later initialisers win. */
#define KNOBS                                                                                                          \
    .immediate = 500, .within = 300, .partial = 100, .short_read = 200, .scarce = 0, .forgets = 100, .early = 20,      \
    .delay_millis = 5, .batch_max = 64, .pipe_bytes = 16384, .reuse_handles = true, .may_skip = true,                  \
    .may_transmit = true
#define PROFILE(title, ...)                                                                                            \
    {                                                                                                                  \
        .name = title, .knobs = {KNOBS}, .rounds = 200, .max_links = 24, .event_max = 64, .send_bytes = 5000,          \
        .new_client = 200, .connect = 60, .commands = 600, .peer_reads = 700, .peer_writes = 300, .peer_fins = 15,     \
        .peer_resets = 5, .peer_closes = 8, .pause = 40, .close = 15, .abort = 8, .idle = 500, .files = 150,           \
        __VA_ARGS__                                                                                                    \
    }

/* Later initialisers win on purpose. */
#if defined(__GNUC__)
#pragma GCC diagnostic ignored "-Woverride-init"
#endif

const run_profile RUN_PROFILES[] = {
    PROFILE("calm", .peer_resets = 0, .abort = 0, .knobs.partial = 0, .knobs.early = 0),
    PROFILE("flood", .send_bytes = 200000, .peer_writes = 900, .commands = 850, .knobs.pipe_bytes = 65536,
            .rounds = 100),
    PROFILE("slow-peer", .peer_reads = 60, .knobs.pipe_bytes = 600, .peer_writes = 500),
    PROFILE("reset-storm", .peer_resets = 60, .abort = 60, .new_client = 600, .knobs.delay_millis = 20),
    PROFILE("famine", .knobs.scarce = 60, .new_client = 400),
    PROFILE("handle-reuse", .close = 80, .abort = 60, .connect = 200, .new_client = 500, .knobs.delay_millis = 30,
            .peer_closes = 60, .max_links = 4),
    PROFILE("fresh-handles", .knobs.reuse_handles = false, .peer_closes = 40),
    PROFILE("event-room-1", .event_max = 1, .rounds = 400),
    PROFILE("batch-of-1", .knobs.batch_max = 1, .knobs.within = 700),
    PROFILE("never-immediate", .knobs.immediate = 0, .knobs.within = 0, .knobs.delay_millis = 40),
    PROFILE("always-immediate", .knobs.immediate = 1000, .knobs.partial = 300, .knobs.within = 1000),
    PROFILE("crumbs", .knobs.pipe_bytes = 400, .knobs.immediate = 1000, .knobs.partial = 1000, .knobs.short_read = 1000,
            .knobs.crumb_bytes = 9, .peer_writes = 700, .send_bytes = 100, .close = 40),
    PROFILE("no-skip", .knobs.may_skip = false),
    PROFILE("limit", .max_links = 2, .new_client = 700, .connect = 200, .close = 60, .peer_closes = 30),
    {.name = NULL},
};
