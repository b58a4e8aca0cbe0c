/* SPDX-License-Identifier: Apache-2.0 */
/* A connection and its two ends: bounded pipes, FIN and RST. An end belongs to a socket, a backlog or a script. */
#ifndef SIM_END_H
#define SIM_END_H

#include "sim_world.h"

typedef struct sim_end {
    struct sim_conn *conn;
    struct sim_end *peer;
    lp_address address;
    char *pipe; /* what the peer wrote and this end has not read */
    uint32_t pipe_size;
    uint32_t pipe_from;
    uint32_t pipe_count;
    bool fin_received; /* after what is in the pipe */
    bool fin_sent;
    bool reset; /* by the peer or the network */
    bool closed;
    uint64_t written;
    uint64_t spoke_at;       /* its first byte or FIN; 0: never */
    uint64_t readable_since; /* while there is something in the pipe */
    uint64_t listened_at;    /* when a receive was last posted */
} sim_end;

typedef struct sim_conn {
    sim_end ends[2]; /* client, server */
    bool was_reset;
    uint64_t number;  /* in the order of arrival */
    uint64_t adopted; /* in the order in which accepted sockets came to their ports */
    struct sim_conn *next;
} sim_conn;

/* client and server: addresses. Lives until sim_conn_free_all(), so that the oracles may ask. */
sim_conn *sim_conn_new(const lp_address *client, const lp_address *server);
void sim_conn_free_all(void);

/* The connection with that port at the client's end; every connection has its own. NULL if there is none. */
sim_conn *sim_conn_find(uint16_t client_port);

lp_address sim_address_v4(uint8_t first, uint16_t port); /* first.0.0.1 */
lp_address sim_address_v6(uint8_t first, uint16_t port); /* first00::1 */
lp_address sim_address_here(uint16_t family, uint16_t port);
uint16_t sim_address_ephemeral(void);

bool sim_end_is_readable(const sim_end *end);

/* How much fits; 0 if nothing can be written any more. */
uint32_t sim_end_room(const sim_end *end);
uint32_t sim_end_write(sim_end *end, const char *bytes, uint32_t count);
uint32_t sim_end_read(sim_end *end, char *bytes, uint32_t count);
void sim_end_fin(sim_end *end);
void sim_end_abort(sim_end *end); /* RST to the peer */
void sim_end_close(sim_end *end); /* FIN, or RST where input was not read */

#endif
