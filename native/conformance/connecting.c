/* SPDX-License-Identifier: Apache-2.0 */
#include "addr.h"
#include "rules.h"
#include "script.h"

#include <string.h>

/* A bound socket with KEY_CLIENT that gives up soon where nobody listens; not every system can do that. */
static sys_socket connector(void) {
    sys_socket socket = script_bound(SYS_FAMILY_V4);
    if (socket == SYS_NO_SOCKET || !script_associate(socket, KEY_CLIENT)) {
        return SYS_NO_SOCKET;
    }
    (void)sys_set_fast_loopback_refusal(socket);
    return socket;
}

/* A socket connected to a listener whose backlog holds it, context not updated. */
static sys_socket connected(sys_address *address_out) {
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    sys_socket socket = connector();
    script_op *op = script_op_new();
    if (listener == SYS_NO_SOCKET || socket == SYS_NO_SOCKET) {
        return SYS_NO_SOCKET;
    }
    *address_out = script_name(listener);
    bool met = expect_posted("ConnectEx", script_connect(socket, address_out, op)) &&
               script_await_bytes("the connect", op, 0) && expect("the key", op->key, KEY_CLIENT);
    return met ? socket : SYS_NO_SOCKET;
}

static void refused_post(sys_socket socket, const sys_address *address, uint32_t code) {
    script_op *op = script_op_new();
    expect("ConnectEx", script_connect(socket, address, op), code);
    if (!op->due) {
        (void)script_quiet("no packet comes", op);
    }
}

static void to_listener(void) {
    sys_address address;
    (void)connected(&address);
}

static void unbound(void) {
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    if (listener != SYS_NO_SOCKET && socket != SYS_NO_SOCKET && script_associate(socket, KEY_CLIENT)) {
        sys_address address = script_name(listener);
        refused_post(socket, &address, 10022);
    }
}

static void listening(void) {
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    sys_socket other = script_listener(SYS_FAMILY_V4);
    if (listener != SYS_NO_SOCKET && other != SYS_NO_SOCKET) {
        sys_address address = script_name(listener);
        refused_post(other, &address, 10022);
    }
}

static void again_connected(void) {
    sys_address address;
    sys_socket socket = connected(&address);
    if (socket != SYS_NO_SOCKET && expect("the update", sys_connect_update(socket), 0)) {
        refused_post(socket, &address, 10056);
    }
}

/* A TCP port that is taken, so that nobody else listens there, and where nobody listens. */
static sys_socket deaf(sys_address *address_out) {
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    sys_address any = script_loopback(SYS_FAMILY_V4, 0);
    if (socket == SYS_NO_SOCKET || !expect("bind", sys_socket_bind(socket, &any), 0)) {
        return SYS_NO_SOCKET;
    }
    *address_out = script_name(socket);
    return socket;
}

static bool is_refused(sys_socket socket, const sys_address *address) {
    script_op *op = script_op_new();
    return expect("ConnectEx", script_connect(socket, address, op), SYS_PENDING) && script_await(op) &&
           expect("the connect", op->code, 10061) && expect("its bytes", op->bytes, 0);
}

static void refusal(void) {
    sys_address address;
    sys_socket nobody = deaf(&address);
    sys_socket socket = connector();
    if (nobody != SYS_NO_SOCKET && socket != SYS_NO_SOCKET) {
        (void)is_refused(socket, &address);
    }
}

static void again_refused(void) {
    sys_address address;
    script_op *op = script_op_new();
    sys_socket late = deaf(&address);
    sys_socket socket = connector();
    if (late != SYS_NO_SOCKET && socket != SYS_NO_SOCKET && is_refused(socket, &address) &&
        expect("listen", sys_socket_listen(late, 4), 0) &&
        expect_posted("ConnectEx again", script_connect(socket, &address, op))) {
        (void)script_await_bytes("the second connect", op, 0);
    }
}

static void to_any_address(void) {
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    sys_socket socket = connector();
    script_op *op = script_op_new();
    if (listener == SYS_NO_SOCKET || socket == SYS_NO_SOCKET) {
        return;
    }
    lp_address any = addr_any(4);
    sys_address address = script_name(listener);
    any.tcp_port = script_tcp_port(&address);
    (void)addr_to_sys(&any, &address);
    uint32_t answer = script_connect(socket, &address, op);
    if (op->due && script_await(op)) {
        answer = op->code;
    }
    expect("the connect", answer, 10049);
}

static void shutdown_needs_update(void) {
    sys_address address;
    sys_socket socket = connected(&address);
    if (socket != SYS_NO_SOCKET) {
        expect("shutdown before the update", sys_shutdown_send(socket), 10057);
        expect("the update", sys_connect_update(socket), 0);
        expect("shutdown after it", sys_shutdown_send(socket), 0);
    }
}

static void name_after_update(void) {
    sys_address address;
    lp_address name;
    sys_socket socket = connected(&address);
    if (socket != SYS_NO_SOCKET && expect("the update", sys_connect_update(socket), 0)) {
        sys_address bytes = script_name(socket);
        addr_from_sys(&bytes, &name);
        expect("the first byte of the address", name.bytes[0], 127);
        expect_true("there is a TCP port", name.tcp_port != 0);
    }
}

static void send_before_update(void) {
    sys_address address;
    sys_socket socket = connected(&address);
    if (socket != SYS_NO_SOCKET) {
        (void)script_send_all(socket, "abcd", 4);
    }
}

static void two_to_one(void) {
    sys_address address;
    script_op *op = script_op_new();
    sys_socket first = connected(&address);
    sys_socket second = connector();
    if (first == SYS_NO_SOCKET || second == SYS_NO_SOCKET ||
        !expect_posted("ConnectEx", script_connect(second, &address, op)) ||
        !script_await_bytes("the second connect", op, 0)) {
        return;
    }
    (void)expect("the update", sys_connect_update(first), 0);
    (void)expect("the update", sys_connect_update(second), 0);
    sys_address name = script_name(first);
    sys_address other = script_name(second);
    expect_true("they have TCP ports of their own", script_tcp_port(&name) != script_tcp_port(&other));
}

const rule RULES_CONNECTING[] = {
    {40, "A connect to a listener completes with 0 bytes, although nothing was accepted yet.", "LPFN_CONNECTEX, listen",
     to_listener},
    {41, "ConnectEx on a socket that is not bound fails with 10022 and brings no packet.",
     "LPFN_CONNECTEX (WSAEINVAL); T42", unbound},
    {42, "ConnectEx on a listening socket fails with 10022.", "LPFN_CONNECTEX (WSAEINVAL)", listening},
    {43, "ConnectEx on a connected socket fails with 10056.", "LPFN_CONNECTEX (WSAEISCONN); wine test_ConnectEx",
     again_connected},
    {44, "A connect to where nobody listens pends and ends with 10061.", "LPFN_CONNECTEX; wine test_ConnectEx; T29",
     refusal},
    {45, "A socket whose connect was refused may connect again.", "LPFN_CONNECTEX (return value)", again_refused},
    {46, "A connect to the wildcard address fails with 10049.", "LPFN_CONNECTEX (WSAEADDRNOTAVAIL)", to_any_address},
    {47, "shutdown needs SO_UPDATE_CONNECT_CONTEXT: 10057 before.", "LPFN_CONNECTEX (remarks); T43",
     shutdown_needs_update},
    {48, "After SO_UPDATE_CONNECT_CONTEXT getsockname answers the address that the connection uses.",
     "LPFN_CONNECTEX (remarks)", name_after_update},
    {49, "A connected socket sends before its context is updated.", "LPFN_CONNECTEX (remarks)", send_before_update},
    {50, "Sockets bound to port 0 have TCP ports of their own when connected.", "bind (remarks)", two_to_one},
    {0, 0, 0, 0},
};
