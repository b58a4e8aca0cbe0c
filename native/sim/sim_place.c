/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_place.h"

#include <string.h>

enum { PLACES_MAX = 8, WAITING_MAX = 64 };

static uint16_t places[PLACES_MAX];
static uint32_t place_count;
static sim_end *waiting[WAITING_MAX];
static uint32_t waiting_count;

void sim_place_begin(void) {
    place_count = 0;
    waiting_count = 0;
}

void sim_place_open(uint16_t port) {
    SIM_RULE(place_count < PLACES_MAX, "the simulator has too few places");
    places[place_count++] = port;
}

bool sim_place_is_open(uint16_t port) {
    for (uint32_t i = 0; i < place_count; i++) {
        if (places[i] == port) {
            return true;
        }
    }
    return false;
}

sim_conn *sim_place_arrive(uint16_t port, const lp_address *client) {
    if (!sim_place_is_open(port) || waiting_count == WAITING_MAX) {
        return NULL;
    }
    lp_address server = sim_address_here(client->family, port);
    sim_conn *conn = sim_conn_new(client, &server);
    waiting[waiting_count++] = &conn->ends[1];
    sim.progress++;
    return conn;
}

sim_end *sim_place_take(void) {
    if (waiting_count == 0) {
        return NULL;
    }
    sim_end *end = waiting[0];
    memmove(waiting, waiting + 1, sizeof *waiting * --waiting_count);
    return end;
}
