/* SPDX-License-Identifier: Apache-2.0 */
/* What the workers of a port share. */
#ifndef LP_PORT_H
#define LP_PORT_H

#include "worker.h"

struct listener_table;

struct lp_port {
    lp_options options;
    sys_network network;
    bool skip;
    bool transmit; /* the system sends files */

    struct {                                /* any thread */
        room room;                          /* for links, over all listeners */
        _Atomic(uint32_t) listeners_alive;  /* a stopping worker waits for all: they hand sockets over */
        _Atomic(uint32_t) listeners_ending; /* closed; workers are to confirm that they report nothing of them */
        _Atomic(uint64_t) stop_at;          /* drain deadline of lp_stop(); UINT64_MAX without */
        _Atomic(uint32_t) stopping;         /* the port, or a worker of it, takes no new work */
        _Atomic(uint32_t) next_worker;
        _Atomic(uint32_t) run; /* threads of ours step it */
    } any;

    struct listener_table *listeners;
    worker workers[]; /* options.workers of them */
};

/* Gives a place back, and tells workers that hold accepted sockets. Any thread. */
void port_give_room(lp_port *port);

/* The worker with the fewest links; among equals they take turns. Any thread. */
worker *port_least_loaded(lp_port *port);

bool port_is_stopping(lp_port *port);

/* One listener less; a stopping port is told when it was the last. Any thread. */
void port_listener_gone(lp_port *port);

/* Any thread. */
void port_wake_all(lp_port *port);

#endif
