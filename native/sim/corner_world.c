/* SPDX-License-Identifier: Apache-2.0 */
#include "corner.h"

#include "sim_net.h"
#include "sim_place.h"

enum { STEPS_MAX = 10000 };

corner_state corner;

static const sim_knobs KNOBS = {.batch_max = 64, .pipe_bytes = 65536, .reuse_handles = true, .may_skip = true};

void corner_begin(uint32_t workers) {
    sim_world_begin(1, &KNOBS);
    sim_place_open(CORNER_PLACE);
    lp_options defaults = {
        .size = sizeof defaults, .workers = workers, .max_links = 100, .chunk_bytes = 4096, .chunk_count = 8};
    if (corner.options.size == 0) {
        corner.options = defaults;
    }
    SIM_RULE(lp_create(&corner.options, &corner.port, NULL) == LP_OK, "lp_create failed");
}

static bool corner__stopped(void) {
    for (uint32_t i = 0; i < corner.event_count; i++) {
        if (corner.events[i].kind == LP_EVENT_STOPPED) {
            return true;
        }
    }
    return false;
}

/* All workers take turns: none ends before the listeners of the others. */
void corner_end(void) {
    bool stopped[LP_WORKER_MAX] = {false};
    uint32_t left = corner.options.workers;
    SIM_RULE(lp_stop(corner.port, 0) == LP_OK, "lp_stop failed");
    for (uint32_t steps = 0; left > 0; steps++) {
        uint32_t worker = steps % corner.options.workers;
        SIM_RULE(steps < STEPS_MAX, "not every worker has stopped");
        if (!stopped[worker]) {
            corner_step(worker, NULL, 0, CORNER_EVENTS, 10);
            stopped[worker] = corner__stopped();
            left -= stopped[worker];
        }
    }
    SIM_RULE(lp_destroy(corner.port) == LP_OK, "lp_destroy failed");
    sim_world_end();
    memset(&corner, 0, sizeof corner);
}

void corner_step(uint32_t worker, const lp_command *commands, uint32_t count, uint32_t event_max, uint32_t millis) {
    uintptr_t thread = sim.thread;
    sim.thread = worker + 1;
    int32_t events = lp_step(corner.port, worker, commands, count, corner.events, event_max, millis);
    sim.thread = thread;
    SIM_RULE(events >= 0 && (uint32_t)events <= event_max, "lp_step answered %d", events);
    corner.event_count = (uint32_t)events;
}

void corner_command(const lp_command *command) {
    corner_step(0, command, 1, 0, 0);
}

lp_event corner_await(lp_event_kind kind) {
    for (uint32_t steps = 0; steps < STEPS_MAX; steps++) {
        corner_step(0, NULL, 0, 1, 10);
        if (corner.event_count == 1 && corner.events[0].kind == (uint32_t)kind) {
            return corner.events[0];
        }
    }
    sim_fail("no event of kind %d", kind);
}

lp_link corner_connect(sim_end **peer_out) {
    lp_command connect = {.kind = LP_COMMAND_CONNECT, .millis = 1000};
    connect.address = sim_address_v4(SIM_NET_HERE, CORNER_PLACE);
    corner_command(&connect);
    lp_link id = corner_await(LP_EVENT_CONNECTED).link;
    *peer_out = sim_place_take();
    SIM_RULE(*peer_out != NULL, "nobody came");
    return id;
}

uint64_t corner_count(uint32_t worker, size_t stat_offset) {
    lp_stats s;
    uint64_t value = 0;
    SIM_RULE(lp_stats_read(corner.port, worker, &s, sizeof s) == LP_OK, "lp_stats_read failed");
    memcpy(&value, (const char *)&s + stat_offset, sizeof value);
    return value;
}

lp_status corner_listen(const lp_address *address, uint32_t flags, lp_listener *id_out, lp_address *bound_out) {
    lp_listen_options options = {.size = sizeof options, .accept_depth = 2, .backlog = 8, .flags = flags};
    return lp_listen(corner.port, 0, address, &options, id_out, bound_out, NULL);
}
