/* SPDX-License-Identifier: Apache-2.0 */
/* Places where scripts listen: TCP ports of simulated peers that are not behind sys.h. */
#ifndef SIM_PLACE_H
#define SIM_PLACE_H

#include "sim_end.h"

void sim_place_begin(void);
void sim_place_open(uint16_t port);
bool sim_place_is_open(uint16_t port);

/* A client for it, of either family. NULL if nobody listens or too many wait. */
sim_conn *sim_place_arrive(uint16_t port, const lp_address *client);

/* The oldest client of any place, or NULL. */
sim_end *sim_place_take(void);

#endif
