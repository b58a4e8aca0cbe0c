/* SPDX-License-Identifier: Apache-2.0 */
/* Listeners of the program: either family or both, sometimes on a port that is taken. */
#include "run.h"

#include "sim_socket.h"

#include <string.h>

lp_address run_listener_reach(const run_listener *l) {
    bool v6 = l->bound.family == 6 && !(l->dual && sim_chance(500));
    return sim_address_here(v6 ? 6 : 4, l->bound.tcp_port);
}

/* A wildcard, or this machine; now and then where another listener is. */
static lp_address listener__address(bool any, const lp_address *other) {
    bool taken = sim_chance(100) && other->tcp_port != 0;
    lp_address address = sim_address_here(sim_chance(400) ? 6 : 4, taken ? other->tcp_port : 0);
    if (any) {
        memset(address.bytes, 0, sizeof address.bytes);
    }
    return address;
}

static bool listener__refusal_is_plausible(lp_status status, uint32_t worker, const lp_address *address) {
    bool in_use = status == LP_ADDRESS_IN_USE && address->tcp_port != 0;
    bool full = status == LP_NO_RESOURCES && run.workers[worker].mail_full;
    bool lacking = status == LP_UNSUPPORTED && address->family == 6 && sim.lacks_v6;
    return in_use || full || lacking || sim.injected > 0;
}

void run_listen(void) {
    static const uint32_t DEPTHS[] = {1, 2, 4, 16};
    if (run.listener_count == RUN_LISTENERS) {
        return;
    }
    bool any = sim_chance(400);
    bool dual = any && sim_chance(500);
    lp_listen_options options = {.size = sizeof options,
                                 .accept_depth = DEPTHS[sim_below(4)],
                                 .backlog = 1 + sim_below(32),
                                 .flags = dual ? LP_DUAL_STACK : 0,
                                 .cookie = run.listener_count};
    run_listener *l = &run.listeners[run.listener_count];
    options.max_links = sim_chance(500) ? 0 : 1 + sim_below(run.profile.max_links / 2);
    *l = (run_listener){.dual = dual, .accept_depth = options.accept_depth, .max_links = options.max_links};
    run_idle_options(&options, l);
    options.socket = l->socket = run_socket_options();
    lp_address address = listener__address(any, &run.listeners[sim_below(run.listener_count + 1)].bound);
    uint32_t code = 0;
    uint32_t worker = sim_below(run.options.workers);
    run.calling = true;
    lp_status status = lp_listen(run.port, worker, &address, &options, &l->id, &l->bound, &code);
    run.calling = false;
    if (status == LP_OK) {
        run.listener_count++;
        return;
    }
    SIM_RULE(listener__refusal_is_plausible(status, worker, &address), "lp_listen answered %s, code %u",
             lp_status_text(status), code);
}

void run_listener_close_any(void) {
    if (run.listener_count == 0) {
        return;
    }
    run_listener *l = &run.listeners[sim_below(run.listener_count)];
    run.calling = true;
    lp_status status = lp_listener_close(run.port, l->id);
    run.calling = false;
    l->closing = l->closing || status == LP_OK;
    bool full = run.workers[LP_LINK_WORKER(l->id)].mail_full && status == LP_NO_RESOURCES;
    SIM_RULE(status == LP_OK || full || (status == LP_STALE && l->ended), "lp_listener_close answered %s",
             lp_status_text(status));
}
