/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the checker knows of the process: its ports, its sockets by handle, and by OVERLAPPED the operations that the
 * kernel owns. A socket is written off before it is closed, because its handle may be another's the moment after; its
 * record stays until its operations are back. All of it under check_enter().
 */
#ifndef LP_CHECK_BOOK_H
#define LP_CHECK_BOOK_H

#include "check_rule.h"
#include "sys.h"

typedef struct check_port {
    struct check_port *next;
    sys_port handle;
    uintptr_t thread; /* that waits on it; 0 before anyone did */
    uint32_t sockets;
    uint32_t operations;
} check_port;

typedef enum check_kind { CHECK_ACCEPT, CHECK_CONNECT, CHECK_RECEIVE, CHECK_SEND, CHECK_TRANSMIT } check_kind;

typedef struct check_socket {
    struct check_socket *next;
    sys_socket handle;
    uint32_t family;
    check_port *port;
    uintptr_t key;
    uint32_t operations; /* that hold this record */
    bool closed;
    bool bound;
    bool listening;
    bool nonblocking;
    bool skips;
    bool aborts; /* SO_LINGER {1,0} */
    bool used;   /* an accept or a connect was posted with it */
    bool connected;
    bool updated;
    bool ended;                       /* SD_SEND */
    struct check_socket *accepted_by; /* compared only, never followed */
    struct check_operation *opening;  /* accept or connect */
    struct check_operation *receive;
    struct check_operation *send; /* or TransmitFile */
} check_socket;

typedef struct check_operation {
    struct check_operation *next;
    sys_overlapped *overlapped;
    check_socket *socket;
    check_socket *listener; /* of an accept */
    check_port *port;
    uintptr_t key;
    uint32_t offset;
    uint32_t offset_high;
    const sys_around *around; /* of a TransmitFile; NULL: none */
    sys_around around_then;
    check_kind kind;
} check_operation;

/* NULL if unknown. */
check_port *check_port_find(sys_port handle);
void check_port_add(sys_port handle);
void check_port_remove(check_port *port);

check_socket *check_socket_find(sys_socket handle);
void check_socket_add(sys_socket handle, uint32_t family);

/* The handle is free from here on. */
void check_socket_remove(check_socket *socket);

check_operation *check_operation_find(const sys_overlapped *overlapped);

/* The kernel's from here on. `listener` of an accept, else NULL. */
check_operation *check_operation_add(check_kind kind, check_socket *socket, check_socket *listener,
                                     sys_overlapped *overlapped);
void check_operation_remove(check_operation *operation);

/* It lends the kernel that too. */
void check_operation_around(check_operation *operation, const sys_around *around);

/* Whether nobody wrote to what the kernel had in its hands. */
bool check_operation_is_intact(const check_operation *operation);

/* Whether nothing at all is written down. */
bool check_book_is_empty(void);

#endif
