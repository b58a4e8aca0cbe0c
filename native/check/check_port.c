/* SPDX-License-Identifier: Apache-2.0 */
/* Checked: the network library and completion ports. */
#include "check_door.h"

#include "check_book.h"
#include "check_call.h"
#include "check_real.h"

#include <stdio.h>

static uint32_t startups;
static sys_network network;

const sys_network *check_network(void) {
    return &network;
}

void check_learn(const sys_network *learnt) {
    network = *learnt;
}

/* The runs under test look for this line, so that none of them passes without the checker. */
static void startup__announce(void) {
    static bool announced;
    if (!announced) {
        announced = true;
        fprintf(stderr, "check: the order checker stands before every call\n");
        fflush(stderr);
    }
}

uint32_t sys_startup(sys_network *network_out) {
    uint32_t error = check_real.startup(network_out);
    check_enter();
    startup__announce();
    if (error == 0) {
        startups++;
        check_learn(network_out);
    }
    check_leave();
    return error;
}

uint32_t sys_cleanup(void) {
    check_call call = {"WSACleanup", 0};
    check_enter();
    check_that(&call, startups > 0, RULE_UNBALANCED);
    check_that(&call, startups > 1 || check_book_is_empty(), RULE_LEFT_OPEN);
    startups--;
    check_leave();
    return check_real.cleanup();
}

check_port *check_port_open(const check_call *call, sys_port handle) {
    check_port *port = check_port_find(handle);
    check_that(call, port != NULL, RULE_CLOSED_PORT);
    return port;
}

void check_thread(const check_call *call, const check_port *port) {
    check_that(call, port == NULL || port->thread == 0 || port->thread == sys_thread_id(), RULE_WRONG_THREAD);
}

static void port__take_thread(const check_call *call, check_port *port) {
    port->thread = port->thread == 0 ? sys_thread_id() : port->thread;
    check_thread(call, port);
}

uint32_t sys_port_new(sys_port *port_out) {
    check_call call = {"CreateIoCompletionPort", 0};
    uint32_t error = check_real.port_new(port_out);
    check_enter();
    check_that(&call, startups > 0, RULE_UNBALANCED);
    if (error == 0) {
        check_port_add(*port_out);
    }
    check_leave();
    return error;
}

uint32_t sys_port_delete(sys_port handle) {
    check_call call = {"CloseHandle", handle};
    check_enter();
    check_port *port = check_port_open(&call, handle);
    check_that(&call, port->operations == 0 && port->sockets == 0, RULE_PORT_IN_USE);
    check_port_remove(port);
    check_leave();
    return check_real.port_delete(handle);
}

uint32_t sys_port_add(sys_port handle, sys_socket socket, uintptr_t key) {
    check_call call = {"CreateIoCompletionPort", socket};
    check_enter();
    check_port *port = check_port_open(&call, handle);
    port__take_thread(&call, port);
    check_socket *s = check_socket_open(&call, socket);
    check_that(&call, s->port == NULL, RULE_SECOND_PORT);
    check_that(&call, s->opening == NULL, RULE_NO_PORT);
    check_leave();
    uint32_t error = check_real.port_add(handle, socket, key);
    check_enter();
    if (error == 0) {
        s->port = port;
        s->key = key;
        port->sockets++;
    }
    check_leave();
    return error;
}

uint32_t sys_port_post(sys_port handle, uintptr_t key) {
    check_call call = {"PostQueuedCompletionStatus", handle};
    check_enter();
    (void)check_port_open(&call, handle);
    check_leave();
    return check_real.port_post(handle, key);
}

static bool packet__succeeded(const sys_overlapped *overlapped) {
    return (int32_t)(uint32_t)overlapped->internal >= 0; /* NT_SUCCESS */
}

static void port__packet(const check_call *call, const check_port *port, const sys_entry *entry) {
    if (entry->overlapped == NULL) {
        return; /* a wake */
    }
    check_operation *o = check_operation_find(entry->overlapped);
    check_that(call, o != NULL, RULE_FOREIGN_PACKET);
    check_that(call, o->port == port && o->key == entry->key, RULE_WRONG_PORT);
    check_that(call, check_operation_is_intact(o), RULE_TOUCHED);
    if (o->kind <= CHECK_CONNECT) {
        o->socket->connected = packet__succeeded(entry->overlapped);
        o->socket->accepted_by = o->listener;
    }
    check_operation_remove(o);
}

uint32_t sys_port_wait(sys_port handle, sys_entry *entries, uint32_t max, uint32_t *count_out,
                       uint32_t timeout_millis) {
    check_call call = {"GetQueuedCompletionStatusEx", handle};
    check_enter();
    check_port *port = check_port_open(&call, handle);
    port__take_thread(&call, port);
    check_that(&call, max > 0, RULE_EMPTY_BATCH);
    check_that(&call, timeout_millis != UINT32_MAX, RULE_ENDLESS_WAIT);
    check_leave();
    uint32_t error = check_real.port_wait(handle, entries, max, count_out, timeout_millis);
    check_enter();
    for (uint32_t i = 0; error == 0 && i < *count_out; i++) {
        port__packet(&call, port, &entries[i]);
    }
    check_leave();
    return error;
}
