/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks listening where an address family is missing (T89), and the choice between an exclusive address and a shared
 * one (T58): looks at the socket that the core made.
 */
#include "check.h"
#include "sim_socket.h"
#include "sim_world.h"

#include <string.h>

typedef struct listening {
    lp_status status;
    uint32_t family; /* of the socket */
    bool dual;
    bool exclusive;
} listening;

static void stop(lp_port *port) {
    lp_event event;
    CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    while (lp_step(port, 0, NULL, 0, &event, 1, 0) != -LP_STOPPING) {
    }
    CHECK_EQUAL(lp_destroy(port), LP_OK);
}

/* Listens on the wildcard of a family. */
static listening listen_on(bool has_v4, bool has_v6, uint16_t family, uint32_t flags) {
    sim_knobs knobs = {.batch_max = 64, .pipe_bytes = 1024};
    lp_options options = {.size = sizeof options, .workers = 1, .max_links = 4, .chunk_bytes = 1024, .chunk_count = 2};
    lp_listen_options how = {.size = sizeof how, .accept_depth = 1, .backlog = 1, .flags = flags};
    lp_address address = {.family = family};
    lp_address bound;
    lp_port *port = NULL;
    lp_listener listener;
    listening result = {LP_OK, 0, false, false};
    sim_world_begin(1, &knobs);
    sim.lacks_v4 = !has_v4;
    sim.lacks_v6 = !has_v6;
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    result.status = lp_listen(port, 0, &address, &how, &listener, &bound, NULL);
    if (result.status == LP_OK) {
        CHECK_EQUAL(sim_socket_count(), 1);
        const sim_socket *s = sim_socket_at(0);
        result = (listening){LP_OK, s->family, s->dual, s->exclusive};
    }
    stop(port);
    sim_world_end();
    return result;
}

static void expect(listening is, uint32_t family, bool dual) {
    CHECK_EQUAL(is.status, LP_OK);
    CHECK_EQUAL(is.family, family);
    CHECK_EQUAL(is.dual, dual);
}

static void families(void) {
    for (uint16_t family = 4; family <= 6; family += 2) {
        expect(listen_on(true, true, family, LP_DUAL_STACK), SYS_FAMILY_V6, true);
        expect(listen_on(true, false, family, LP_DUAL_STACK), SYS_FAMILY_V4, false);
        expect(listen_on(false, true, family, LP_DUAL_STACK), SYS_FAMILY_V6, false);
    }
    expect(listen_on(true, true, 4, 0), SYS_FAMILY_V4, false);
    expect(listen_on(true, true, 6, 0), SYS_FAMILY_V6, false);
    CHECK_EQUAL(listen_on(true, false, 6, 0).status, LP_UNSUPPORTED); /* only the dual wildcard means either */
    CHECK_EQUAL(listen_on(false, true, 4, 0).status, LP_UNSUPPORTED);
    CHECK_EQUAL(listen_on(false, false, 6, LP_DUAL_STACK).status, LP_UNSUPPORTED);
    CHECK_EQUAL(listen_on(true, true, 5, LP_DUAL_STACK).status, LP_UNSUPPORTED);
}

static void sharing(void) {
    CHECK(listen_on(true, true, 4, 0).exclusive);
    CHECK(listen_on(true, true, 6, LP_DUAL_STACK).exclusive);
    CHECK(!listen_on(true, true, 4, LP_SHARED_ADDRESS).exclusive);
    CHECK(!listen_on(true, true, 6, LP_SHARED_ADDRESS | LP_DUAL_STACK).exclusive);
}

int main(void) {
    families();
    sharing();
    return 0;
}
