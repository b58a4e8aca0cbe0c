/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses and options of sockets. */
#include "addr.h"
#include "rules.h"
#include "script.h"

#include <string.h>

enum { TRIES = 20 };

/* A socket that is bound to loopback for itself alone. */
static sys_socket exclusive(const sys_address *address) {
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    bool bound = socket != SYS_NO_SOCKET && expect("SO_EXCLUSIVEADDRUSE", sys_set_exclusive(socket), 0) &&
                 expect("bind", sys_socket_bind(socket, address), 0);
    return bound ? socket : SYS_NO_SOCKET;
}

static void exclusive_bind(void) {
    sys_address address = script_loopback(SYS_FAMILY_V4, 0);
    sys_socket first = exclusive(&address);
    sys_socket plain = script_socket(SYS_FAMILY_V4);
    sys_socket other = script_socket(SYS_FAMILY_V4);
    if (first == SYS_NO_SOCKET || plain == SYS_NO_SOCKET || other == SYS_NO_SOCKET ||
        !expect("listen", sys_socket_listen(first, 4), 0)) {
        return;
    }
    address = script_name(first);
    expect_either("bind of a plain socket", sys_socket_bind(plain, &address), 10048, 10013);
    expect("SO_EXCLUSIVEADDRUSE", sys_set_exclusive(other), 0);
    expect_either("bind of an exclusive socket", sys_socket_bind(other, &address), 10048, 10013);
}

static void bind_taken(void) {
    sys_address address = script_loopback(SYS_FAMILY_V4, 0);
    sys_socket first = script_socket(SYS_FAMILY_V4);
    sys_socket second = script_socket(SYS_FAMILY_V4);
    if (first != SYS_NO_SOCKET && second != SYS_NO_SOCKET && expect("bind", sys_socket_bind(first, &address), 0)) {
        address = script_name(first);
        expect("bind of another to the same", sys_socket_bind(second, &address), 10048);
    }
}

static void port_is_free_again(void) {
    sys_address address = script_loopback(SYS_FAMILY_V4, 0);
    sys_socket first = exclusive(&address);
    if (first != SYS_NO_SOCKET && expect("listen", sys_socket_listen(first, 4), 0)) {
        address = script_name(first);
        expect("closesocket", script_close(first), 0);
        (void)exclusive(&address);
    }
}

static void foreign_address(void) {
    lp_address foreign = {.family = 4, .bytes = {192, 0, 2, 1}}; /* RFC 5737: nobody's */
    sys_address address;
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    (void)addr_to_sys(&foreign, &address);
    if (socket != SYS_NO_SOCKET) {
        expect("bind", sys_socket_bind(socket, &address), 10049);
    }
}

static void bind_twice(void) {
    sys_address address = script_loopback(SYS_FAMILY_V4, 0);
    sys_socket socket = script_bound(SYS_FAMILY_V4);
    if (socket != SYS_NO_SOCKET) {
        expect("bind again", sys_socket_bind(socket, &address), 10022);
    }
}

static void any_port(void) {
    sys_address address = script_loopback(SYS_FAMILY_V4, 0);
    sys_socket first = script_socket(SYS_FAMILY_V4);
    sys_socket second = script_socket(SYS_FAMILY_V4);
    if (first != SYS_NO_SOCKET && second != SYS_NO_SOCKET && expect("bind", sys_socket_bind(first, &address), 0) &&
        expect("bind", sys_socket_bind(second, &address), 0)) {
        sys_address one = script_name(first);
        sys_address two = script_name(second);
        expect_true("the first has a TCP port", script_tcp_port(&one) != 0);
        expect_true("the second has another", script_tcp_port(&two) != 0 && memcmp(&one, &two, sizeof one) != 0);
    }
}

static void name_unbound(void) {
    sys_address name;
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    if (socket != SYS_NO_SOCKET) {
        expect("getsockname", sys_socket_name(socket, &name), 10022);
    }
}

/* A listener on [::]:0. */
static sys_socket everywhere(bool set, bool dual) {
    lp_address any = addr_any(6);
    sys_address address;
    if (!script.network.has_v4 || !script.network.has_v6) {
        not_here("not both IPv4 and IPv6 on this machine");
        return SYS_NO_SOCKET;
    }
    (void)addr_to_sys(&any, &address);
    sys_socket socket = script_socket(SYS_FAMILY_V6);
    bool ready = socket != SYS_NO_SOCKET && (!set || expect("IPV6_V6ONLY", sys_set_dual_stack(socket, dual), 0)) &&
                 expect("bind", sys_socket_bind(socket, &address), 0) &&
                 expect("listen", sys_socket_listen(socket, 4), 0) && script_associate(socket, KEY_LISTENER);
    return ready ? socket : SYS_NO_SOCKET;
}

/* Connects to the TCP port of that listener over loopback; what became of it, and the client's TCP port. */
static uint32_t knock(sys_socket listener, uint32_t family, uint16_t *client_port_out) {
    sys_address address = script_name(listener);
    script_op *op = script_op_new();
    sys_socket client = script_bound(family);
    address = script_loopback(family, script_tcp_port(&address));
    if (client == SYS_NO_SOCKET || !script_associate(client, KEY_CLIENT)) {
        return 0;
    }
    (void)sys_set_fast_loopback_refusal(client);
    if (!expect_posted("ConnectEx", script_connect(client, &address, op)) || !script_await(op)) {
        return 0;
    }
    if (op->code == 0 && expect("the update", sys_connect_update(client), 0)) {
        sys_address name = script_name(client);
        *client_port_out = script_tcp_port(&name);
    }
    return op->code;
}

static void deaf_to_v4(bool set) {
    uint16_t port = 0;
    sys_socket listener = everywhere(set, false);
    if (listener != SYS_NO_SOCKET) {
        expect("the IPv4 client's connect", knock(listener, SYS_FAMILY_V4, &port), 10061);
        expect("the IPv6 client's connect", knock(listener, SYS_FAMILY_V6, &port), 0);
    }
}

static void v6_only_by_default(void) {
    deaf_to_v4(false);
}

static void v6_only(void) {
    deaf_to_v4(true);
}

static void hears(sys_socket listener, uint32_t family, const uint8_t prefix[12]) {
    sys_address local, peer;
    uint16_t port = 0;
    script_op *op = script_op_new();
    sys_socket socket = script_socket(SYS_FAMILY_V6);
    if (socket == SYS_NO_SOCKET || !expect_posted("AcceptEx", script_accept(listener, socket, op)) ||
        !expect("the client's connect", knock(listener, family, &port), 0) ||
        !script_await_bytes("the accept", op, 0)) {
        return;
    }
    sys_accept_addresses(&script.network, op->addresses, &local, &peer);
    expect("the family of the peer's address", peer.bytes[0], SYS_FAMILY_V6);
    expect_true("the peer's address begins as it should", memcmp(peer.bytes + 8, prefix, 12) == 0);
    expect("the peer's TCP port", script_tcp_port(&peer), port);
}

static void dual_stack(void) {
    static const uint8_t MAPPED[12] = {[10] = 0xFF, [11] = 0xFF};
    static const uint8_t NATIVE[12] = {0};
    sys_socket listener = everywhere(true, true);
    if (listener != SYS_NO_SOCKET) {
        hears(listener, SYS_FAMILY_V4, MAPPED);
        hears(listener, SYS_FAMILY_V6, NATIVE);
    }
}

static void other_loopback(void) {
    uint16_t port = 0;
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    if (!script.network.has_v6) {
        not_here("no IPv6 on this machine");
    } else if (listener != SYS_NO_SOCKET) {
        expect("the IPv6 client's connect", knock(listener, SYS_FAMILY_V6, &port), 10061);
    }
}

/* An IPv4 listener on the wildcard and the TCP port of another; SYS_NO_SOCKET if a program has that port already. */
static sys_socket everywhere_v4(sys_socket beside) {
    lp_address any = addr_any(4);
    sys_address address = script_name(beside);
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    any.tcp_port = script_tcp_port(&address);
    (void)addr_to_sys(&any, &address);
    if (socket == SYS_NO_SOCKET || sys_socket_bind(socket, &address) != 0) {
        return SYS_NO_SOCKET;
    }
    return expect("listen", sys_socket_listen(socket, 4), 0) ? socket : SYS_NO_SOCKET;
}

static void side_by_side(void) {
    uint16_t port = 0;
    sys_socket v6 = SYS_NO_SOCKET;
    sys_socket v4 = SYS_NO_SOCKET;
    for (int i = 0; v4 == SYS_NO_SOCKET && i < TRIES; i++) {
        v6 = everywhere(true, false);
        if (v6 == SYS_NO_SOCKET) {
            return;
        }
        v4 = everywhere_v4(v6);
    }
    if (expect_true("one of twenty TCP ports of IPv6 can be bound on IPv4", v4 != SYS_NO_SOCKET)) {
        expect("the IPv4 client's connect", knock(v4, SYS_FAMILY_V4, &port), 0);
        expect("the IPv6 client's connect", knock(v6, SYS_FAMILY_V6, &port), 0);
    }
}

static void no_error(void) {
    sys_socket client, server;
    uint32_t code = 77;
    if (script_pair(&client, &server)) {
        expect("getsockopt", sys_socket_error(server, &code), 0);
        expect("SO_ERROR", code, 0);
    }
}

const rule RULES_OPTIONS[] = {
    {140, "Nobody binds to the address of a socket with SO_EXCLUSIVEADDRUSE: 10048 or 10013.",
     "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE; T58", exclusive_bind},
    {141, "Without any option the second bind to an address fails with 10048.",
     "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE", bind_taken},
    {142, "When a listener without connections was closed, its TCP port can be had exclusively.",
     "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE", port_is_free_again},
    {143, "bind to an address that no interface has fails with 10049.", "bind (WSAEADDRNOTAVAIL)", foreign_address},
    {144, "bind of a bound socket fails with 10022.", "bind (WSAEINVAL)", bind_twice},
    {145, "bind to port 0 gives a TCP port of its own.", "bind (remarks)", any_port},
    {146, "getsockname of a socket that is not bound fails with 10022.", "getsockname (WSAEINVAL)", name_unbound},
    {147, "A listener on [::] does not hear IPv4 unless it asked for it.", "Dual-Stack Sockets; T89",
     v6_only_by_default},
    {148, "With IPV6_V6ONLY set a listener on [::] does not hear IPv4.", "Dual-Stack Sockets; T89", v6_only},
    {149, "With IPV6_V6ONLY cleared it hears IPv4 too, and reports such peers as ::ffff:a.b.c.d.",
     "Dual-Stack Sockets; T89", dual_stack},
    {150, "A listener on 127.0.0.1 does not hear ::1.", "bind (remarks)", other_loopback},
    {151, "SO_ERROR of a connection that is well is 0.", "SOL_SOCKET Socket Options (SO_ERROR)", no_error},
    {152, "An IPv4 and an IPv6 listener share a TCP port while IPV6_V6ONLY is set.", "Dual-Stack Sockets; T89",
     side_by_side},
    {0, 0, 0, 0},
};
