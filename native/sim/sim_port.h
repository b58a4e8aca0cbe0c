/* SPDX-License-Identifier: Apache-2.0 */
/* Completion ports: a queue of packets for the one thread that waits. */
#ifndef SIM_PORT_H
#define SIM_PORT_H

#include "sim_world.h"

struct sim_op;

typedef struct sim_packet {
    struct sim_packet *next;
    struct sim_op *op; /* NULL: posted by PostQueuedCompletionStatus */
    uintptr_t poster;  /* thread */
    sys_entry entry;
} sim_packet;

typedef struct sim_port {
    sim_packet *first;
    sim_packet **end;
    uintptr_t thread; /* that waits on it; 0 while none did */
    uint32_t owned;   /* operations that will report here */
    bool open;
    bool wake_in_hand; /* the last wait returned one; whoever runs steps clears it behind them */
} sim_port;

sim_port *sim_port_of(sys_port port);
void sim_port_queue(sim_port *port, struct sim_op *op, const sys_entry *entry);

/* Calls that touch an associated socket come from the thread that waits for its completions. */
void sim_port_check_thread(const sim_port *port, const char *call);
void sim_port_check_none(void);

/* An operation more that will report there. */
void sim_port_owns(sim_port *port);

#endif
