/* SPDX-License-Identifier: Apache-2.0 */
/* Listeners: too many, of both families, closed twice, and started while the port stops. */
#include "corner.h"
#include "listener.h"
#include "port.h"

void corner_table_of_listeners(void) {
    lp_address address = sim_address_v4(127, 0);
    lp_address bound;
    lp_listener id = 0;
    corner_begin(1);
    for (int i = 0; i < LISTENER_MAX; i++) {
        SIM_RULE(corner_listen(&address, 0, &id, &bound) == LP_OK, "listener %d", i);
        corner_step(0, NULL, 0, 1, 0);
    }
    SIM_RULE(corner_listen(&address, 0, &id, &bound) == LP_NO_RESOURCES, "one listener more than there is room for");
    corner_end();
}

static uint16_t wildcard__family(const lp_address *address, uint32_t flags) {
    lp_address bound;
    lp_listener id = 0;
    SIM_RULE(corner_listen(address, flags, &id, &bound) == LP_OK, "lp_listen failed");
    return bound.family;
}

/* An IPv4 wildcard takes both families through one IPv6 socket, where that is asked for and the machine has it. */
void corner_wildcards(void) {
    lp_address any4 = {.family = 4};
    lp_address any6 = {.family = 6};
    lp_address local = sim_address_v4(127, 0);
    corner_begin(1);
    SIM_RULE(wildcard__family(&any4, LP_DUAL_STACK) == 6, "a dual-stack wildcard");
    SIM_RULE(wildcard__family(&any6, LP_DUAL_STACK) == 6, "a dual-stack IPv6 wildcard");
    SIM_RULE(wildcard__family(&any4, 0) == 4, "a wildcard of one family");
    SIM_RULE(wildcard__family(&local, LP_DUAL_STACK) == 4, "a dual-stack listener of one address");
    corner.port->network.has_v6 = false;
    SIM_RULE(wildcard__family(&any4, LP_DUAL_STACK) == 4, "a dual-stack wildcard of a machine without IPv6");
    corner_end();
}

static lp_listener closed;

/* As long as the id is good, it is closed once more: by another thread, while the owner is in the middle of its step.
 */
static void listener__close_again(sim_call call) {
    (void)call;
    (void)lp_listener_close(corner.port, closed);
}

void corner_listener_closed_twice(void) {
    lp_address address = sim_address_v4(127, 0);
    lp_address bound;
    corner_begin(1);
    SIM_RULE(corner_listen(&address, 0, &closed, &bound) == LP_OK, "lp_listen failed");
    corner_step(0, NULL, 0, 1, 0);
    sim.on_call = listener__close_again;
    (void)corner_await(LP_EVENT_LISTENER_CLOSED);
    sim.on_call = NULL;
    SIM_RULE(lp_listener_close(corner.port, closed) == LP_STALE, "the id of a listener that ended");
    corner_step(0, NULL, 0, 1, 0);
    SIM_RULE(CORNER_COUNT(0, commands_stale) > 0, "a request for a listener that ended was not counted");
    corner_end();
}

static void listener__stop(sim_call call) {
    if (call == SIM_LISTEN) {
        SIM_RULE(lp_stop(corner.port, 0) == LP_OK, "lp_stop failed");
    }
}

void corner_stop_within_listen(void) {
    lp_address address = sim_address_v4(127, 0);
    lp_address bound;
    lp_listener id = 0;
    corner_begin(2);
    sim.on_call = listener__stop;
    SIM_RULE(corner_listen(&address, 0, &id, &bound) == LP_STOPPING, "a listener of a port that stops");
    sim.on_call = NULL;
    corner_end();
}
