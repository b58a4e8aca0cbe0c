/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The only door to the operating system. Everything above it is portable C; behind it stands sys_win*.c.
 * Calls that can fail return 0 or the system's error code. Plain types only, so that no header of the system leaks.
 */
#ifndef LP_SYS_H
#define LP_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SYS_PENDING       997u   /* WSA_IO_PENDING: the kernel owns the operation now */
#define SYS_ABORTED       995u   /* ERROR_OPERATION_ABORTED: cancelled */
#define SYS_WOULD_BLOCK   10035u /* WSAEWOULDBLOCK */
#define SYS_NO_BUFFERS    10055u /* WSAENOBUFS */
#define SYS_UNSUPPORTED   10045u /* WSAEOPNOTSUPP */
#define SYS_END_OF_FILE   38u    /* ERROR_HANDLE_EOF */
#define SYS_BAD_HANDLE    6u     /* ERROR_INVALID_HANDLE */
#define SYS_BAD_PARAMETER 87u    /* ERROR_INVALID_PARAMETER */
#define SYS_NO_SOCKET     (~(uintptr_t)0)

#define SYS_FAMILY_V4 2u  /* AF_INET */
#define SYS_FAMILY_V6 23u /* AF_INET6 on Windows */

typedef uintptr_t sys_socket;
typedef uintptr_t sys_port;
typedef uintptr_t sys_file; /* of the program: a HANDLE of a file on a disk, open for reading; 0 is none */

/* Layout of OVERLAPPED; checked in sys_win.c. */
typedef struct sys_overlapped {
    uintptr_t internal; /* NTSTATUS once completed */
    uintptr_t internal_high;
    uint32_t offset;
    uint32_t offset_high;
    void *event; /* must be NULL: its low bit would suppress the completion packet */
} sys_overlapped;

/* Layout of OVERLAPPED_ENTRY. */
typedef struct sys_entry {
    uintptr_t key;
    sys_overlapped *overlapped;
    uintptr_t internal;
    uint32_t bytes;
} sys_entry;

/* Layout of WSABUF. */
typedef struct sys_buffer {
    uint32_t length;
    char *base;
} sys_buffer;

/* Layout of TRANSMIT_FILE_BUFFERS. */
typedef struct sys_around {
    const void *head;
    uint32_t head_length;
    const void *tail;
    uint32_t tail_length;
} sys_around;

/* A SOCKADDR_IN or SOCKADDR_IN6, as bytes. */
typedef struct sys_address {
    uint8_t bytes[28];
    int32_t size;
} sys_address;

/* Bytes of the address memory of one accept: twice a SOCKADDR_STORAGE and 16, as AcceptEx demands. */
#define SYS_ACCEPT_ADDRESS_BYTES (128u + 16u)

/* What sys_startup() learned of this machine's network. */
typedef struct sys_network {
    void (*accept_ex)(void);
    void (*connect_ex)(void);
    void (*accept_addresses)(void);
    void (*transmit_file)(void);
    bool may_transmit; /* TransmitFile is there and unhindered: client editions run two at a time, of all programs */
    bool may_skip;     /* every provider is IFS, so immediate successes need not be queued */
    bool has_v4;
    bool has_v6;
} sys_network;

/* Process and memory */
uint64_t sys_clock_millis(void); /* monotonic */
uintptr_t sys_thread_id(void);   /* never 0 */
/* What a code means, in UTF-8 without a line's end; how many bytes, or 0 if nobody knows or it is longer. */
uint32_t sys_text(uint32_t code, char *buffer, uint32_t size);
void *sys_reserve(size_t bytes);
uint32_t sys_commit(void *at, size_t bytes);
uint32_t sys_release(void *at);

/* Network library; each successful startup needs one cleanup */
uint32_t sys_startup(sys_network *network_out);
uint32_t sys_cleanup(void);

/* Completion ports */
uint32_t sys_port_new(sys_port *port_out);
uint32_t sys_port_delete(sys_port port);
uint32_t sys_port_add(sys_port port, sys_socket socket, uintptr_t key);
uint32_t sys_port_post(sys_port port, uintptr_t key);
/* 0 with *count_out entries, or SYS_TIMED_OUT with none, or an error. Never alertable. */
#define SYS_TIMED_OUT 258u
uint32_t sys_port_wait(sys_port port, sys_entry *entries, uint32_t max, uint32_t *count_out, uint32_t timeout_millis);

/* Sockets: none is inherited by child processes */
uint32_t sys_socket_new(uint32_t family, sys_socket *socket_out);
uint32_t sys_socket_close(sys_socket socket);
uint32_t sys_socket_bind(sys_socket socket, const sys_address *address);
uint32_t sys_socket_listen(sys_socket socket, uint32_t backlog);
uint32_t sys_socket_name(sys_socket socket, sys_address *address_out);
/* Whether a connection whose output has not ended was reset: its code, or 0. */
uint32_t sys_socket_error(sys_socket socket, uint32_t *code_out);
uint32_t sys_set_nonblocking(sys_socket socket);
uint32_t sys_set_skip(sys_socket socket);
uint32_t sys_set_exclusive(sys_socket socket);
uint32_t sys_set_dual_stack(sys_socket socket, bool dual);
uint32_t sys_set_nodelay(sys_socket socket);
/* Before listen or connect, for the window to scale. */
uint32_t sys_set_receive_buffer(sys_socket socket, uint32_t bytes);
uint32_t sys_set_send_buffer(sys_socket socket, uint32_t bytes);
uint32_t sys_set_keepalive(sys_socket socket, uint32_t idle_seconds, uint32_t interval_seconds);
uint32_t sys_set_abort_on_close(sys_socket socket);
uint32_t sys_set_fast_loopback_refusal(sys_socket socket);
/* Before bind: a TCP port of the system's choice may serve connections to several peers at once. */
uint32_t sys_set_port_reuse(sys_socket socket);
uint32_t sys_shutdown_send(sys_socket socket);
/* Asks for the end of one operation; its completion follows. Nothing happens if it came back already. */
void sys_socket_cancel(sys_socket socket, sys_overlapped *overlapped);

/* Accept and connect */
uint32_t sys_accept(const sys_network *network, sys_socket listener, sys_socket socket, void *addresses,
                    sys_overlapped *overlapped);
uint32_t sys_accept_update(sys_socket listener, sys_socket socket);
void sys_accept_addresses(const sys_network *network, void *addresses, sys_address *local_out, sys_address *peer_out);
uint32_t sys_connect(const sys_network *network, sys_socket socket, const sys_address *address,
                     sys_overlapped *overlapped);
uint32_t sys_connect_update(sys_socket socket);

/* Transfer. The buffer array may live on the caller's stack; the memory it names may not. */
/* size 0 is a probe: it takes nothing and completes once there is input, its end or an error. */
uint32_t sys_receive(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out, sys_overlapped *overlapped);
uint32_t sys_receive_now(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out);
uint32_t sys_send(sys_socket socket, sys_buffer *buffers, uint32_t count, uint32_t *sent_out,
                  sys_overlapped *overlapped);
/*
 * Sends the head, `length` bytes of the file from the offset in the OVERLAPPED on, and the tail; in all at most
 * 2^31 - 2 bytes, and never 0 of the file, which would mean all of it. `around` and what it names stay untouched until
 * the operation is back: the documentation does not say that they are captured.
 */
uint32_t sys_transmit(const sys_network *network, sys_socket socket, sys_file file, uint32_t length, sys_around *around,
                      uint32_t *sent_out, sys_overlapped *overlapped);

/*
 * Opens a file for reading, for overlapped use, and shared: others may read, write, rename and delete it. The path is
 * UTF-16 and ends with 0. Blocks.
 */
uint32_t sys_file_open(const uint16_t *path, sys_file *file_out);
uint32_t sys_file_close(sys_file file);

/* Files. Both block; a handle may be open for overlapped use or not, and its file pointer may move. */
uint32_t sys_file_size(sys_file file, uint64_t *size_out);
/* *count_out 0 and no error: the file ends at or before the offset. */
uint32_t sys_file_read(sys_file file, uint64_t offset, void *memory, uint32_t size, uint32_t *count_out);

#endif
