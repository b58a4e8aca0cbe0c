/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets and their handles. A closed socket lives on until its operations came back; its handle's value does not. */
#ifndef SIM_SOCKET_H
#define SIM_SOCKET_H

#include "sim_end.h"
#include "sim_op.h"
#include "sim_port.h"

#define SIM_NOT_CONNECTED 10057u /* WSAENOTCONN */

typedef struct sim_socket {
    sys_socket handle;
    uint32_t family;
    sim_port *port;
    uintptr_t key;
    bool closed;
    bool bound;
    bool exclusive;   /* SO_EXCLUSIVEADDRUSE */
    bool any_port;    /* bound to a TCP port of the system's choice */
    bool shares_port; /* SO_REUSE_UNICASTPORT */
    bool listening;
    bool nonblocking;
    bool skips;
    bool dual;      /* IPv4 too, on IPv6; off unless asked for (T89) */
    bool aborts;    /* SO_LINGER {1, 0} */
    bool accepting; /* given to an AcceptEx */
    bool updated;   /* SO_UPDATE_ACCEPT_CONTEXT or SO_UPDATE_CONNECT_CONTEXT */
    bool fin_sent;
    bool drained; /* the last read found less than it asked for, and no receive was posted since */
    struct sim_socket *accepted_by;
    lp_address local;
    lp_socket_options options; /* those that were set */
    sim_end *end;              /* once connected */
    sim_op in;                 /* receive, connect or accept */
    sim_op send;

    uint32_t backlog_max;
    uint32_t backlog_count;
    sim_end **backlog; /* while listening: clients that wait, oldest first */
} sim_socket;

void sim_socket_begin(void);
void sim_socket_check_none(void);

/* The open socket of a handle, or the run fails. */
sim_socket *sim_socket_of(sys_socket handle, const char *call);

bool sim_socket_is_open(sys_socket handle);

/* All sockets that the kernel knows, closed ones with operations included. */
uint32_t sim_socket_count(void);
sim_socket *sim_socket_at(uint32_t index);

/* The operation that has that OVERLAPPED now, or NULL. */
sim_op *sim_socket_owns(const sys_overlapped *overlapped);

/* Frees a closed socket without operations. */
void sim_socket_let_go(sim_socket *s);

/* A connected socket whose context is up to date, or the run fails; where misuse is tolerated, any open socket. */
sim_socket *sim_socket_connected(sys_socket handle, const char *call);

/* The socket that listens there, or NULL. */
sim_socket *sim_socket_listening(const lp_address *address);

/* The socket that listens as bound to exactly that, or NULL. */
sim_socket *sim_socket_listening_as(const lp_address *bound);

/* Whether some address reaches both (Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE: exclusive ones never share). */
bool sim_socket_taken(const sim_socket *s);

/* A client for that listener, at that address of ours. NULL if the backlog is full: Windows answers with RST. */
sim_conn *sim_socket_arrive(sim_socket *listener, const lp_address *client, const lp_address *server);

/* An address as that socket's family reports it: IPv4-mapped on dual-stack sockets. */
void sim_socket_report(const sim_socket *s, const lp_address *address, sys_address *out);

#endif
