/* SPDX-License-Identifier: Apache-2.0 */
/* The place of a link is free when the program has seen its end, and not before: by then another worker may fill it. */
#include "corner.h"
#include "sim_net.h"
#include "sim_socket.h"

static uint32_t accepted;

static void room__step_other(void) {
    lp_event events[4];
    uintptr_t thread = sim.thread;
    sim.thread = 2;
    int32_t count = lp_step(corner.port, 1, NULL, 0, events, 4, 0);
    sim.thread = thread;
    for (int32_t i = 0; i < count; i++) {
        accepted += events[i].kind == LP_EVENT_ACCEPTED;
    }
}

/* Worker 0 has reported the end, and nobody has seen it yet. */
static void room__within(sim_call call) {
    if (call == SIM_PORT_WAIT && sim.thread == 1) {
        room__step_other();
    }
}

static void room__client_comes(const lp_address *address) {
    lp_address client = sim_address_v4(SIM_NET_HERE, sim_address_ephemeral());
    (void)sim_socket_arrive(sim_socket_listening(address), &client, address);
    room__step_other();
}

/* On worker 1. */
static lp_address room__listen(uint32_t max_links) {
    lp_address address = sim_address_v4(SIM_NET_HERE, 0);
    lp_listen_options options = {.size = sizeof options, .accept_depth = 2, .backlog = 8, .max_links = max_links};
    lp_listener id = 0;
    SIM_RULE(lp_listen(corner.port, 1, &address, &options, &id, &address, NULL) == LP_OK, "lp_listen failed");
    room__step_other();
    return address;
}

/* A link of worker 0 ends, which leaves room for the client that waits: once the program has seen it. */
static void room__ends(lp_link link) {
    lp_command commands[2] = {{.kind = LP_COMMAND_ABORT, .target = link}, {.kind = LP_COMMAND_CONNECT}};
    uint32_t before = accepted;
    corner_step(0, commands, 2, 1, 0); /* the failure of the connect takes the room, so that the end comes later */
    SIM_RULE(corner.events[0].kind == LP_EVENT_CONNECT_FAILED, "event %u", corner.events[0].kind);
    sim.on_call = room__within;
    corner_step(0, NULL, 0, 2, 0);
    sim.on_call = NULL;
    SIM_RULE(corner.event_count == 1 && corner.events[0].kind == LP_EVENT_CLOSED, "%u events", corner.event_count);
    corner_step(0, NULL, 0, 0, 0); /* commands of a program that is still busy with the events of the last step */
    room__step_other();
    SIM_RULE(accepted == before, "a link more than max_links, as the program counts");
    corner_step(0, NULL, 0, 1, 0);
    room__step_other();
    corner_step(0, NULL, 0, 1, 0); /* it may be the one that has fewer links */
    accepted += corner.event_count == 1 && corner.events[0].kind == LP_EVENT_ACCEPTED;
    SIM_RULE(accepted == before + 1, "nobody took the place of the link that ended");
}

static void room__begin(uint32_t max_links) {
    corner.options = (lp_options){
        .size = sizeof corner.options, .workers = 2, .max_links = max_links, .chunk_bytes = 4096, .chunk_count = 8};
    accepted = 0;
    corner_begin(2);
}

void corner_room(void) {
    sim_end *peer = NULL;
    room__begin(1);
    lp_link link = corner_connect(&peer);
    lp_address address = room__listen(0);
    room__client_comes(&address);
    SIM_RULE(accepted == 0, "a link more than max_links");
    room__ends(link);
    corner_end();
}

void corner_room_of_listener(void) {
    room__begin(100);
    lp_address address = room__listen(1);
    room__client_comes(&address); /* the first is given to worker 0 */
    corner_step(0, NULL, 0, 1, 0);
    lp_link link = corner.events[0].link;
    SIM_RULE(corner.event_count == 1 && corner.events[0].kind == LP_EVENT_ACCEPTED, "%u events", corner.event_count);
    room__client_comes(&address);
    SIM_RULE(accepted == 0, "a link more than max_links of its listener");
    lp_address other = room__listen(1);
    room__client_comes(&other);
    SIM_RULE(accepted == 1, "one listener has no room because another has none");
    room__ends(link);
    corner_end();
}
