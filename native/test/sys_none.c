/* SPDX-License-Identifier: Apache-2.0 */
/* Stands where sys_win.c stands on Windows: memory, files and the clock are real, everything else is unsupported. */
#define _DEFAULT_SOURCE

#include "sys.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { UNSUPPORTED = 10045 /* WSAEOPNOTSUPP */, HEADER_BYTES = 4096 };

uint64_t sys_clock_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

uintptr_t sys_thread_id(void) {
    static _Thread_local char self;
    return (uintptr_t)&self;
}

/* Reserved means without access, as on Windows: what was not committed faults. The size stands in front. */
void *sys_reserve(size_t bytes) {
    char *at = mmap(NULL, bytes + HEADER_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED || mprotect(at, HEADER_BYTES, PROT_READ | PROT_WRITE) != 0) {
        return NULL;
    }
    memcpy(at, &bytes, sizeof bytes);
    return at + HEADER_BYTES;
}

uint32_t sys_commit(void *at, size_t bytes) {
    uintptr_t from = (uintptr_t)at & ~(uintptr_t)(HEADER_BYTES - 1);
    uintptr_t to = ((uintptr_t)at + bytes + HEADER_BYTES - 1) & ~(uintptr_t)(HEADER_BYTES - 1);
    return mprotect((void *)from, to - from, PROT_READ | PROT_WRITE) == 0 ? 0 : 8;
}

uint32_t sys_release(void *at) {
    size_t bytes = 0;
    if (at == NULL) {
        return 0;
    }
    memcpy(&bytes, (char *)at - HEADER_BYTES, sizeof bytes);
    return munmap((char *)at - HEADER_BYTES, bytes + HEADER_BYTES) == 0 ? 0 : 6;
}

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

uint32_t sys_file_size(sys_file file, uint64_t *size_out) {
    struct stat about;
    if (fstat((int)file, &about) != 0) {
        return (uint32_t)errno;
    }
    *size_out = (uint64_t)about.st_size;
    return 0;
}

uint32_t sys_file_read(sys_file file, uint64_t offset, void *memory, uint32_t size, uint32_t *count_out) {
    ssize_t count = pread((int)file, memory, size, (off_t)offset);
    *count_out = count < 0 ? 0 : (uint32_t)count;
    return count < 0 ? (uint32_t)errno : 0;
}
