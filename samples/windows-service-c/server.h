/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Echo and broadcast on linkport.dll: worker threads of lp_run, a callback for each batch of events. The functions are
 * for one thread at a time.
 */
#ifndef SERVER_H
#define SERVER_H

#include "config.h"
#include "crew.h"
#include "failure.h"

typedef struct server server;

/* What a server did in its life. */
typedef struct server_summary {
    crew_summary crews;
    uint64_t left_out; /* lines to all that one link had no room for, counted for each link */
} server_summary;

/* On failure, *server_out is NULL and *os_code_out has the code of the system, or 0. */
failure server_open(const config *c, server **server_out, uint32_t *os_code_out);

/* Once. *bound_out is the real address, for TCP port 0. On failure nothing is changed: it may be tried again. */
failure server_listen(server *s, lp_address *bound_out, uint32_t *os_code_out);

/* Takes no new links; those that are open end when their queued bytes have left, at the latest after drain_millis. */
void server_stop(server *s, uint32_t drain_millis);

/* Waits until a server that was asked to stop has done so. False: it has not yet. */
bool server_wait(server *s, uint32_t millis);

/* For a server that has stopped, or has never listened and was asked to. */
void server_close(server *s, server_summary *summary_out);

#endif
