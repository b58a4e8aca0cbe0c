/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"
#include "script.h"

#include <string.h>

enum { LARGE = 64 * 1024 * 1024, STATUS_PENDING = 0x103 };

static bool cancelled(sys_socket on, script_op *op) {
    sys_socket_cancel(on, &op->overlapped);
    return script_await(op) && expect("the operation", op->code, 995);
}

static void receive(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSARecv", script_receive(server, script_memory(8), 8, op), SYS_PENDING) && cancelled(server, op)) {
        expect("its bytes", op->bytes, 0);
    }
}

static void send(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSASend", script_send(server, script_memory(LARGE), LARGE, op), SYS_PENDING) &&
        script_quiet("the send waits while nobody reads", op)) {
        (void)cancelled(server, op);
    }
}

static void nothing_pending(void) {
    sys_socket client, server;
    char got[2];
    script_op *op = script_op_new();
    if (script_pair(&client, &server)) {
        sys_socket_cancel(server, &op->overlapped);
        (void)(script_quiet("no packet comes", op) && script_send_all(client, "ok", 2) &&
               script_read_all(server, got, 2));
    }
}

/* A listener whose packets go to a port of their own, so that other waits leave them there. */
static sys_socket listener_on(sys_port port) {
    sys_socket listener = script_socket(SYS_FAMILY_V4);
    sys_address address = script_loopback(SYS_FAMILY_V4, 0);
    bool ready = listener != SYS_NO_SOCKET && expect("bind", sys_socket_bind(listener, &address), 0) &&
                 expect("listen", sys_socket_listen(listener, 4), 0) &&
                 expect("CreateIoCompletionPort", sys_port_add(port, listener, KEY_OTHER), 0);
    return ready ? listener : SYS_NO_SOCKET;
}

/* Whether it completed, its packet not taken. */
static bool completes(const script_op *op) {
    uint64_t until = sys_clock_millis() + 10000;
    while (op->overlapped.internal == STATUS_PENDING && sys_clock_millis() < until) {
        script_take(5);
    }
    return expect_true("the accept completes", op->overlapped.internal != STATUS_PENDING);
}

static void late(sys_port port) {
    script_op *op = script_op_new();
    script_op *connect = script_op_new();
    sys_entry entry = {0};
    uint32_t count = 0;
    sys_socket listener = listener_on(port);
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    sys_socket client = script_bound(SYS_FAMILY_V4);
    if (listener == SYS_NO_SOCKET || socket == SYS_NO_SOCKET || client == SYS_NO_SOCKET ||
        !expect("AcceptEx", script_accept(listener, socket, op), SYS_PENDING)) {
        return;
    }
    sys_address address = script_name(listener);
    if (script_associate(client, KEY_CLIENT) && expect_posted("ConnectEx", script_connect(client, &address, connect)) &&
        script_await_bytes("the connect", connect, 0) && completes(op)) {
        sys_socket_cancel(listener, &op->overlapped);
        expect("the wait", sys_port_wait(port, &entry, 1, &count, 10000), 0);
        expect_true("the packet is the accept's", entry.overlapped == &op->overlapped);
        expect("OVERLAPPED.Internal", op->overlapped.internal, 0);
    }
    op->due = false;
}

static void too_late(void) {
    sys_port port = 0;
    if (expect("CreateIoCompletionPort", sys_port_new(&port), 0)) {
        late(port);
        expect("CloseHandle", sys_port_delete(port), 0);
    }
}

static void only_one(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    script_op *send_op = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSARecv", script_receive(server, script_memory(8), 8, op), SYS_PENDING) &&
        expect("WSASend", script_send(server, script_memory(LARGE), LARGE, send_op), SYS_PENDING) &&
        cancelled(server, op)) {
        (void)script_quiet("the send is still pending", send_op);
    }
}

static void input_stays(void) {
    sys_socket client, server;
    char got[4] = {0};
    script_op *op = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSARecv", script_receive(server, script_memory(8), 8, op), SYS_PENDING) && cancelled(server, op) &&
        script_send_all(client, "next", 4) && script_read_all(server, got, 4)) {
        expect_true("what came is what was sent", memcmp(got, "next", 4) == 0);
    }
}

static bool accepts(sys_socket *listener, sys_socket *socket, script_op *op) {
    *listener = script_listener(SYS_FAMILY_V4);
    *socket = script_socket(SYS_FAMILY_V4);
    return *listener != SYS_NO_SOCKET && *socket != SYS_NO_SOCKET &&
           expect("AcceptEx", script_accept(*listener, *socket, op), SYS_PENDING);
}

static void accept(void) {
    sys_socket listener, socket;
    script_op *op = script_op_new();
    if (accepts(&listener, &socket, op)) {
        (void)cancelled(listener, op);
    }
}

static void accept_by_socket(void) {
    sys_socket listener, socket;
    script_op *op = script_op_new();
    if (accepts(&listener, &socket, op)) {
        sys_socket_cancel(socket, &op->overlapped);
        (void)script_quiet("the accept is still pending", op);
    }
}

static void other_socket(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSARecv", script_receive(server, script_memory(8), 8, op), SYS_PENDING)) {
        sys_socket_cancel(client, &op->overlapped);
        (void)script_quiet("the receive is still pending", op);
    }
}

const rule RULES_CANCELLING[] = {
    {120, "A cancelled receive comes back with 995 and no bytes.", "CancelIoEx, Canceling Pending I/O Operations; T53",
     receive},
    {121, "A cancelled send comes back with 995.", "CancelIoEx, Canceling Pending I/O Operations; T28", send},
    {122, "Cancelling what is not pending does nothing.", "CancelIoEx (ERROR_NOT_FOUND); T53", nothing_pending},
    {123, "Cancelling what has completed leaves its packet as it is.", "CancelIoEx (remarks); T53", too_late},
    {124, "A cancel names one operation; another of the same socket stays pending.", "CancelIoEx (lpOverlapped); T53",
     only_one},
    {125, "After a cancelled receive the connection goes on, and input is there for the next.",
     "Canceling Pending I/O Operations; T47", input_stays},
    {126, "An accept is cancelled through the listener.", "CancelIoEx; T40", accept},
    {127, "An accept is not cancelled through the accept socket.", "wine test_AcceptEx; T40", accept_by_socket},
    {128, "An operation is not cancelled through another socket.", "CancelIoEx (hFile)", other_socket},
    {0, 0, 0, 0},
};
