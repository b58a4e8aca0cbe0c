/* SPDX-License-Identifier: Apache-2.0 */
/* What the program asks for of the sockets of its links. */
#ifndef LP_SOCKET_OPTIONS_H
#define LP_SOCKET_OPTIONS_H

#include "linkport.h"
#include "sys.h"

#include <stdbool.h>

bool socket_options_valid(const lp_socket_options *options);

/* On a fresh socket: the size of the receive buffer decides, as the connection begins, how far the window may scale. */
uint32_t socket_options_set(sys_socket socket, const lp_socket_options *options);

#endif
