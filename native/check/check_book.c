/* SPDX-License-Identifier: Apache-2.0 */
#include "check_book.h"

#include <stdio.h>
#include <stdlib.h>

enum { BUCKETS = 1 << 14 };

static check_port *ports;
static check_socket *sockets[BUCKETS];
static check_operation *operations[BUCKETS];
static uint32_t socket_count; /* records, those of closed sockets with operations too */
static uint32_t operation_count;

static uint32_t book__bucket(uintptr_t value) {
    return (uint32_t)(((uint64_t)value * 0x9E3779B97F4A7C15u) >> 50);
}

_Static_assert(BUCKETS == 1 << (64 - 50), "the shift above");

static void *book__new(size_t bytes) {
    void *record = calloc(1, bytes);
    if (record == NULL) {
        fprintf(stderr, "check: no memory\n");
        _Exit(CHECK_EXIT);
    }
    return record;
}

check_port *check_port_find(sys_port handle) {
    check_port *port = ports;
    while (port != NULL && port->handle != handle) {
        port = port->next;
    }
    return port;
}

void check_port_add(sys_port handle) {
    check_port *port = book__new(sizeof *port);
    port->handle = handle;
    port->next = ports;
    ports = port;
}

void check_port_remove(check_port *port) {
    check_port **at = &ports;
    while (*at != port) {
        at = &(*at)->next;
    }
    *at = port->next;
    free(port);
}

check_socket *check_socket_find(sys_socket handle) {
    check_socket *socket = sockets[book__bucket(handle)];
    while (socket != NULL && socket->handle != handle) {
        socket = socket->next;
    }
    return socket;
}

void check_socket_add(sys_socket handle, uint32_t family) {
    check_socket **bucket = &sockets[book__bucket(handle)];
    check_socket *socket = book__new(sizeof *socket);
    socket->handle = handle;
    socket->family = family;
    socket->next = *bucket;
    *bucket = socket;
    socket_count++;
}

static void socket__let_go(check_socket *socket) {
    if (socket->closed && socket->operations == 0) {
        free(socket);
        socket_count--;
    }
}

void check_socket_remove(check_socket *socket) {
    check_socket **at = &sockets[book__bucket(socket->handle)];
    while (*at != socket) {
        at = &(*at)->next;
    }
    *at = socket->next;
    if (socket->port != NULL) {
        socket->port->sockets--;
    }
    socket->closed = true;
    socket__let_go(socket);
}

check_operation *check_operation_find(const sys_overlapped *overlapped) {
    check_operation *operation = operations[book__bucket((uintptr_t)overlapped)];
    while (operation != NULL && operation->overlapped != overlapped) {
        operation = operation->next;
    }
    return operation;
}

/* Where its socket points to it. */
static check_operation **operation__place(const check_operation *operation) {
    switch (operation->kind) {
    case CHECK_RECEIVE:
        return &operation->socket->receive;
    case CHECK_SEND:
    case CHECK_TRANSMIT:
        return &operation->socket->send;
    default:
        return &operation->socket->opening;
    }
}

check_operation *check_operation_add(check_kind kind, check_socket *socket, check_socket *listener,
                                     sys_overlapped *overlapped) {
    check_operation **bucket = &operations[book__bucket((uintptr_t)overlapped)];
    const check_socket *reports = listener != NULL ? listener : socket; /* T40 */
    check_operation *operation = book__new(sizeof *operation);
    operation->kind = kind;
    operation->overlapped = overlapped;
    operation->socket = socket;
    operation->listener = listener;
    operation->port = reports->port;
    operation->key = reports->key;
    operation->offset = overlapped->offset;
    operation->offset_high = overlapped->offset_high;
    operation->next = *bucket;
    *bucket = operation;
    *operation__place(operation) = operation;
    operation_count++;
    operation->port->operations++;
    socket->operations++;
    if (listener != NULL) {
        listener->operations++;
    }
    return operation;
}

void check_operation_remove(check_operation *operation) {
    check_operation **at = &operations[book__bucket((uintptr_t)operation->overlapped)];
    while (*at != operation) {
        at = &(*at)->next;
    }
    *at = operation->next;
    *operation__place(operation) = NULL;
    operation_count--;
    operation->port->operations--;
    operation->socket->operations--;
    socket__let_go(operation->socket);
    if (operation->listener != NULL) {
        operation->listener->operations--;
        socket__let_go(operation->listener);
    }
    free(operation);
}

void check_operation_around(check_operation *operation, const sys_around *around) {
    operation->around = around;
    if (around != NULL) {
        operation->around_then = *around;
    }
}

static bool around__is(const sys_around *around, const sys_around *then) {
    return around->head == then->head && around->head_length == then->head_length && around->tail == then->tail &&
           around->tail_length == then->tail_length;
}

bool check_operation_is_intact(const check_operation *operation) {
    const sys_overlapped *o = operation->overlapped;
    return o->event == NULL && o->offset == operation->offset && o->offset_high == operation->offset_high &&
           (operation->around == NULL || around__is(operation->around, &operation->around_then));
}

bool check_book_is_empty(void) {
    return ports == NULL && socket_count == 0 && operation_count == 0;
}
