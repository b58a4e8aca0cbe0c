/* SPDX-License-Identifier: Apache-2.0 */
/* The sockets of a script, for the script's own end. */
#ifndef CONFORMANCE_SCRIPT_SOCKET_H
#define CONFORMANCE_SCRIPT_SOCKET_H

/* Closes what is still open, with RST. */
void script_socket_abort_all(void);
void script_file_close_all(void);

#endif
