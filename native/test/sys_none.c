/* SPDX-License-Identifier: Apache-2.0 */
/* Stands where sys_win.c stands on Windows, for tests that use neither network nor ports: all of it is unsupported. */
#include "sys.h"

#include <string.h>

enum { UNSUPPORTED = 10045 /* WSAEOPNOTSUPP */ };

uint32_t sys_startup(sys_network *network_out) {
    (void)network_out;
    return UNSUPPORTED;
}

uint32_t sys_cleanup(void) {
    return 0;
}

uint32_t sys_port_new(sys_port *port_out) {
    *port_out = 0;
    return UNSUPPORTED;
}

uint32_t sys_port_delete(sys_port port) {
    (void)port;
    return UNSUPPORTED;
}

uint32_t sys_port_add(sys_port port, sys_socket socket, uintptr_t key) {
    (void)port;
    (void)socket;
    (void)key;
    return UNSUPPORTED;
}

uint32_t sys_port_post(sys_port port, uintptr_t key) {
    (void)port;
    (void)key;
    return UNSUPPORTED;
}

uint32_t sys_port_wait(sys_port port, sys_entry *entries, uint32_t max, uint32_t *count_out, uint32_t timeout_millis) {
    (void)port;
    (void)entries;
    (void)max;
    (void)timeout_millis;
    *count_out = 0;
    return UNSUPPORTED;
}

uint32_t sys_socket_new(uint32_t family, sys_socket *socket_out) {
    (void)family;
    *socket_out = SYS_NO_SOCKET;
    return UNSUPPORTED;
}

#define SOCKET_CALL(name)                                                                                              \
    uint32_t name(sys_socket socket) {                                                                                 \
        (void)socket;                                                                                                  \
        return UNSUPPORTED;                                                                                            \
    }

SOCKET_CALL(sys_socket_close)
SOCKET_CALL(sys_set_nonblocking)
SOCKET_CALL(sys_set_skip)
SOCKET_CALL(sys_set_exclusive)
SOCKET_CALL(sys_set_nodelay)
SOCKET_CALL(sys_set_abort_on_close)
SOCKET_CALL(sys_set_fast_loopback_refusal)
SOCKET_CALL(sys_set_port_reuse)
SOCKET_CALL(sys_shutdown_send)
SOCKET_CALL(sys_connect_update)

uint32_t sys_socket_bind(sys_socket socket, const sys_address *address) {
    (void)address;
    return sys_socket_close(socket);
}

uint32_t sys_socket_listen(sys_socket socket, uint32_t backlog) {
    (void)backlog;
    return sys_socket_close(socket);
}

uint32_t sys_socket_name(sys_socket socket, sys_address *address_out) {
    memset(address_out, 0, sizeof *address_out);
    return sys_socket_close(socket);
}

uint32_t sys_socket_error(sys_socket socket, uint32_t *code_out) {
    *code_out = 0;
    return sys_socket_close(socket);
}

uint32_t sys_set_receive_buffer(sys_socket socket, uint32_t bytes) {
    (void)bytes;
    return sys_socket_close(socket);
}

uint32_t sys_set_send_buffer(sys_socket socket, uint32_t bytes) {
    (void)bytes;
    return sys_socket_close(socket);
}

uint32_t sys_set_keepalive(sys_socket socket, uint32_t idle_seconds, uint32_t interval_seconds) {
    (void)idle_seconds;
    (void)interval_seconds;
    return sys_socket_close(socket);
}

uint32_t sys_set_dual_stack(sys_socket socket, bool dual) {
    (void)dual;
    return sys_socket_close(socket);
}

void sys_socket_cancel(sys_socket socket, sys_overlapped *overlapped) {
    (void)socket;
    (void)overlapped;
}

uint32_t sys_accept(const sys_network *network, sys_socket listener, sys_socket socket, void *addresses,
                    sys_overlapped *overlapped) {
    (void)network;
    (void)listener;
    (void)addresses;
    (void)overlapped;
    return sys_socket_close(socket);
}

uint32_t sys_accept_update(sys_socket listener, sys_socket socket) {
    (void)listener;
    return sys_socket_close(socket);
}

void sys_accept_addresses(const sys_network *network, void *addresses, sys_address *local_out, sys_address *peer_out) {
    (void)network;
    (void)addresses;
    memset(local_out, 0, sizeof *local_out);
    memset(peer_out, 0, sizeof *peer_out);
}

uint32_t sys_connect(const sys_network *network, sys_socket socket, const sys_address *address,
                     sys_overlapped *overlapped) {
    (void)network;
    (void)address;
    (void)overlapped;
    return sys_socket_close(socket);
}

uint32_t sys_receive(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out, sys_overlapped *overlapped) {
    (void)memory;
    (void)size;
    (void)overlapped;
    *count_out = 0;
    return sys_socket_close(socket);
}

uint32_t sys_receive_now(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out) {
    return sys_receive(socket, memory, size, count_out, NULL);
}

uint32_t sys_send(sys_socket socket, sys_buffer *buffers, uint32_t count, uint32_t *sent_out,
                  sys_overlapped *overlapped) {
    (void)buffers;
    (void)count;
    (void)overlapped;
    *sent_out = 0;
    return sys_socket_close(socket);
}

uint32_t sys_transmit(const sys_network *network, sys_socket socket, sys_file file, uint32_t length, sys_around *around,
                      uint32_t *sent_out, sys_overlapped *overlapped) {
    (void)network;
    (void)file;
    (void)length;
    (void)around;
    (void)overlapped;
    *sent_out = 0;
    return sys_socket_close(socket);
}
