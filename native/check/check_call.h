/* SPDX-License-Identifier: Apache-2.0 */
/* What the checked calls ask of the port or the socket that they are given. Each ends the process if it does not hold.
 */
#ifndef LP_CHECK_CALL_H
#define LP_CHECK_CALL_H

#include "check_book.h"

/* An open port. */
check_port *check_port_open(const check_call *call, sys_port handle);

/* The thread that waits on it, or nobody did yet. NULL: any thread. */
void check_thread(const check_call *call, const check_port *port);

/* An open socket, by a thread that may touch it. */
check_socket *check_socket_open(const check_call *call, sys_socket handle);

/* And connected, with its context updated. */
check_socket *check_socket_connected(const check_call *call, sys_socket handle);

/* This machine, as the last startup told; tests may tell otherwise. */
const sys_network *check_network(void);
void check_learn(const sys_network *learnt);

#endif
