/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a script works with: calls through sys.h that remember what the kernel owns, packets that are taken for it, and
 * expectations. A script may return at any point; whatever it opened is closed after it, and whatever the kernel still
 * owns is waited for.
 */
#ifndef CONFORMANCE_SCRIPT_H
#define CONFORMANCE_SCRIPT_H

#include "sys.h"

enum { SCRIPT_POSTED_MAX = 64, SCRIPT_FOUND_BYTES = 480 };

/* Keys under which sockets are associated with the port of the script. */
enum { KEY_LISTENER = 11, KEY_CLIENT = 22, KEY_SERVER = 33, KEY_OTHER = 44 };

typedef struct script_op {
    sys_overlapped overlapped; /* first: a packet names it */
    bool due;                  /* a packet will come */
    bool came;
    uintptr_t key; /* of the packet, as are these */
    uint32_t bytes;
    uint32_t status; /* NTSTATUS */
    uint32_t code;   /* its Winsock code; 0 is success */
    uint8_t addresses[2 * SYS_ACCEPT_ADDRESS_BYTES];
    struct script_op *next;
} script_op;

typedef enum script_outcome {
    SCRIPT_PASS,
    SCRIPT_DIFFERS,
    SCRIPT_NOT_HERE,
    SCRIPT_LISTED,
    SCRIPT_OUTCOMES
} script_outcome;

typedef struct script_state {
    sys_network network;
    sys_port port; /* every socket of the script is associated with it */
    script_outcome outcome;
    char found[SCRIPT_FOUND_BYTES];      /* what was found instead, or why the rule cannot be tried here */
    uintptr_t posted[SCRIPT_POSTED_MAX]; /* keys of posted packets, in the order in which they were taken */
    uint32_t posted_count;
    uint32_t taken; /* packets, posted ones included */
} script_state;

extern script_state script;

/* Runs one; the answer stands in script. */
void script_run(void (*run)(void));

/* Expectations: true if met. what reads like "the receive", found and expected are codes or counts. */
bool expect(const char *what, uint64_t found, uint64_t expected);
bool expect_either(const char *what, uint64_t found, uint64_t expected, uint64_t other);
bool expect_true(const char *statement, bool holds);
void not_here(const char *reason);

/* Sockets. SYS_NO_SOCKET and false are told as a difference. */
sys_socket script_socket(uint32_t family);
sys_socket script_bound(uint32_t family);                         /* to any:0 */
sys_socket script_listener(uint32_t family);                      /* on loopback, with KEY_LISTENER */
bool script_pair(sys_socket *client_out, sys_socket *server_out); /* connected, ready for everything */
bool script_associate(sys_socket socket, uintptr_t key);
bool script_skip(sys_socket socket); /* immediate success brings no packet from now on */
uint32_t script_close(sys_socket socket);
uint32_t script_abort(sys_socket socket); /* RST */

sys_address script_loopback(uint32_t family, uint16_t tcp_port);
sys_address script_name(sys_socket socket);
uint16_t script_tcp_port(const sys_address *address);

/* Memory that the kernel may own: given back after the script. */
void *script_memory(size_t bytes);
script_op *script_op_new(void);

/* Posts: they answer what the call answered. Without skip mode immediate success brings a packet too. */
uint32_t script_accept(sys_socket listener, sys_socket socket, script_op *op);
uint32_t script_connect(sys_socket socket, const sys_address *address, script_op *op);
uint32_t script_receive(sys_socket socket, void *memory, uint32_t size, script_op *op);
uint32_t script_send(sys_socket socket, const void *bytes, uint32_t size, script_op *op);
uint32_t script_gather(sys_socket socket, sys_buffer *buffers, uint32_t count, script_op *op);

/* A file that ends in these bytes, behind base bytes that nobody looks at; 0, and the rule cannot be tried, if none. */
sys_file script_file(uint64_t base, const char *bytes, uint32_t count);
uint32_t script_transmit(sys_socket socket, sys_file file, uint64_t offset, uint32_t length, sys_around *around,
                         script_op *op);

/* 0 and SYS_PENDING are one answer where the time decides between them. */
bool expect_posted(const char *what, uint32_t answer);

/* Takes packets until that of op came; false, and a difference, if it stays away. */
bool script_await(script_op *op);

/* The same, and expects success with so many bytes. */
bool script_await_bytes(const char *what, script_op *op, uint32_t bytes);

/* Takes what comes within a moment, and everything that is there: op must not be among it. */
bool script_quiet(const char *what, script_op *op);

/* One wait. */
void script_take(uint32_t timeout_millis);

/* Sends and waits for its end; reads all of it with reads of their own, waiting in between. */
bool script_send_all(sys_socket socket, const void *bytes, uint32_t size);
bool script_read_all(sys_socket socket, void *memory, uint32_t size);

/* Reads once; while nothing is there it waits. The code of the read, 0 with the count. */
uint32_t script_read(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out);

#endif
