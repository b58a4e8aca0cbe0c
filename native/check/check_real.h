/* SPDX-License-Identifier: Apache-2.0 */
/* The calls behind the checker. A table, so that the compiler compares both sides of it with sys.h. */
#ifndef LP_CHECK_REAL_H
#define LP_CHECK_REAL_H

#include "sys.h"

typedef struct check_real_calls {
    uint32_t (*startup)(sys_network *network_out);
    uint32_t (*cleanup)(void);
    uint32_t (*port_new)(sys_port *port_out);
    uint32_t (*port_delete)(sys_port port);
    uint32_t (*port_add)(sys_port port, sys_socket socket, uintptr_t key);
    uint32_t (*port_post)(sys_port port, uintptr_t key);
    uint32_t (*port_wait)(sys_port port, sys_entry *entries, uint32_t max, uint32_t *count_out,
                          uint32_t timeout_millis);
    uint32_t (*socket_new)(uint32_t family, sys_socket *socket_out);
    uint32_t (*socket_close)(sys_socket socket);
    uint32_t (*socket_bind)(sys_socket socket, const sys_address *address);
    uint32_t (*socket_listen)(sys_socket socket, uint32_t backlog);
    uint32_t (*socket_name)(sys_socket socket, sys_address *address_out);
    uint32_t (*socket_error)(sys_socket socket, uint32_t *code_out);
    uint32_t (*set_nonblocking)(sys_socket socket);
    uint32_t (*set_skip)(sys_socket socket);
    uint32_t (*set_exclusive)(sys_socket socket);
    uint32_t (*set_dual_stack)(sys_socket socket, bool dual);
    uint32_t (*set_nodelay)(sys_socket socket);
    uint32_t (*set_receive_buffer)(sys_socket socket, uint32_t bytes);
    uint32_t (*set_send_buffer)(sys_socket socket, uint32_t bytes);
    uint32_t (*set_keepalive)(sys_socket socket, uint32_t idle_seconds, uint32_t interval_seconds);
    uint32_t (*set_abort_on_close)(sys_socket socket);
    uint32_t (*set_fast_loopback_refusal)(sys_socket socket);
    uint32_t (*set_port_reuse)(sys_socket socket);
    uint32_t (*shutdown_send)(sys_socket socket);
    void (*socket_cancel)(sys_socket socket, sys_overlapped *overlapped);
    uint32_t (*accept)(const sys_network *network, sys_socket listener, sys_socket socket, void *addresses,
                       sys_overlapped *overlapped);
    uint32_t (*accept_update)(sys_socket listener, sys_socket socket);
    uint32_t (*connect)(const sys_network *network, sys_socket socket, const sys_address *address,
                        sys_overlapped *overlapped);
    uint32_t (*connect_update)(sys_socket socket);
    uint32_t (*receive)(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out,
                        sys_overlapped *overlapped);
    uint32_t (*receive_now)(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out);
    uint32_t (*send)(sys_socket socket, sys_buffer *buffers, uint32_t count, uint32_t *sent_out,
                     sys_overlapped *overlapped);
    uint32_t (*transmit)(const sys_network *network, sys_socket socket, sys_file file, uint32_t length,
                         sys_around *around, uint32_t *sent_out, sys_overlapped *overlapped);
} check_real_calls;

extern const check_real_calls check_real;

#endif
