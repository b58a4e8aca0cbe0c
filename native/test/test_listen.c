/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks listening: addresses in use, not local, of both families and of none, the dual-stack wildcard, bad options;
 * and the end of a listener: links live on, its id is stale, its address is free again.
 */
#include "support.h"

#include <string.h>

static const lp_listen_options GOOD = {
    .size = sizeof(lp_listen_options), .accept_depth = 2, .backlog = 16, .cookie = 5};

static lp_status listen_on(rig *r, lp_address address, lp_listen_options options, lp_listener *listener_out,
                           lp_address *bound_out, uint32_t *code_out) {
    return lp_listen(r->port, 0, &address, &options, listener_out, bound_out, code_out);
}

static void bad(rig *r) {
    lp_listener listener;
    lp_address bound;
    uint32_t code = 0;
    lp_listen_options options = GOOD;
    options.accept_depth = 0;
    CHECK_EQUAL(listen_on(r, loopback(0), options, &listener, &bound, &code), LP_INVALID);
    options.accept_depth = 1025;
    CHECK_EQUAL(listen_on(r, loopback(0), options, &listener, &bound, &code), LP_INVALID);
    options = GOOD;
    options.backlog = 0;
    CHECK_EQUAL(listen_on(r, loopback(0), options, &listener, &bound, &code), LP_INVALID);
    options = GOOD;
    options.flags = 64;
    CHECK_EQUAL(listen_on(r, loopback(0), options, &listener, &bound, &code), LP_INVALID);
    options = GOOD;
    options.first_data_millis = LP_LISTEN_MILLIS_MAX + 1;
    CHECK_EQUAL(listen_on(r, loopback(0), options, &listener, &bound, &code), LP_INVALID);
    options = GOOD;
    options.read_idle_millis = LP_FOREVER;
    CHECK_EQUAL(listen_on(r, loopback(0), options, &listener, &bound, &code), LP_INVALID);
    options = GOOD;
    options.write_idle_millis = LP_LISTEN_MILLIS_MAX + 1;
    CHECK_EQUAL(listen_on(r, loopback(0), options, &listener, &bound, &code), LP_INVALID);
    options = GOOD;
    lp_address none = {.family = 9};
    CHECK_EQUAL(listen_on(r, none, options, &listener, &bound, &code), LP_UNSUPPORTED);
    CHECK(code != 0);
    options.flags = LP_DUAL_STACK; /* must not turn an unknown family into a wildcard */
    CHECK_EQUAL(listen_on(r, none, options, &listener, &bound, &code), LP_UNSUPPORTED);
    lp_address elsewhere = {.family = 4, .bytes = {192, 0, 2, 1}};
    CHECK_EQUAL(listen_on(r, elsewhere, GOOD, &listener, &bound, &code), LP_ADDRESS_NOT_LOCAL);
    CHECK_EQUAL(code, WSAEADDRNOTAVAIL);
    lp_address used = loopback(r->tcp_port);
    lp_status status = listen_on(r, used, GOOD, &listener, &bound, &code);
    CHECK(status == LP_ADDRESS_IN_USE || status == LP_ACCESS_DENIED);
    CHECK(code == WSAEADDRINUSE || code == WSAEACCES);
}

static SOCKET connect_v6(uint16_t tcp_port) {
    struct sockaddr_in6 address;
    memset(&address, 0, sizeof address);
    address.sin6_family = AF_INET6;
    address.sin6_port = htons(tcp_port);
    address.sin6_addr.s6_addr[15] = 1;
    SOCKET client = socket(AF_INET6, SOCK_STREAM, IPPROTO_TCP);
    CHECK(client != INVALID_SOCKET);
    if (connect(client, (struct sockaddr *)&address, sizeof address) != 0) {
        (void)closesocket(client);
        return INVALID_SOCKET;
    }
    return client;
}

static void expect_family(rig *r, SOCKET client, uint32_t accepted, uint16_t family) {
    CHECK(client != INVALID_SOCKET);
    WAIT(r, r->seen.accepted == accepted);
    const lp_event *e = &r->seen.last[LP_EVENT_ACCEPTED];
    CHECK_EQUAL(e->peer.family, family);
    CHECK_EQUAL(e->local.family, family);
    CHECK(e->local.bytes[family == 4 ? 3 : 15] == 1);
    client_close(client);
    WAIT(r, r->seen.closed == accepted);
}

static void families(rig *r) {
    lp_address v6 = {.family = 6, .bytes = {[15] = 1}};
    lp_address any = {.family = 4};
    lp_listener listener;
    lp_address bound;
    uint32_t code = 0;
    expect_family(r, client_connect(r->tcp_port), 1, 4);
    CHECK_EQUAL(listen_on(r, v6, GOOD, &listener, &bound, &code), LP_OK);
    CHECK(bound.family == 6 && bound.bytes[15] == 1 && bound.tcp_port != 0);
    expect_family(r, connect_v6(bound.tcp_port), 2, 6);
    CHECK_EQUAL(lp_listener_close(r->port, listener), LP_OK);
    lp_listen_options dual = GOOD;
    dual.flags = LP_DUAL_STACK;
    CHECK_EQUAL(listen_on(r, any, dual, &listener, &bound, &code), LP_OK);
    expect_family(r, client_connect(bound.tcp_port), 3, 4); /* a mapped address is reported as IPv4 */
    expect_family(r, connect_v6(bound.tcp_port), 4, 6);
    CHECK_EQUAL(lp_listener_close(r->port, listener), LP_OK);
    any.family = 6;
    CHECK_EQUAL(listen_on(r, any, GOOD, &listener, &bound, &code), LP_OK); /* not dual: IPv6 only */
    SOCKET client = connect_v6(bound.tcp_port);
    expect_family(r, client, 5, 6);
    CHECK_EQUAL(lp_listener_close(r->port, listener), LP_OK);
    WAIT(r, r->seen.listeners_closed == 3);
    CHECK_EQUAL(r->seen.last[LP_EVENT_LISTENER_CLOSED].cookie, 5);
}

static void end_of_listener(rig *r) {
    char bytes[4] = "abc";
    SOCKET client = client_connect(r->tcp_port);
    WAIT(r, r->seen.accepted == 6);
    CHECK_EQUAL(lp_listener_close(r->port, r->listener), LP_OK);
    WAIT(r, r->seen.listeners_closed == 4);
    CHECK_EQUAL(lp_listener_close(r->port, r->listener), LP_STALE);
    client_send(client, bytes, 3);
    client_receive(client, bytes, 3); /* its links live on */
    lp_listener old = r->listener;
    rig_listen(r, 0, 2, 16);
    CHECK(r->listener != old);
    CHECK_EQUAL(lp_listener_close(r->port, old), LP_STALE);
    client_close(client);
    WAIT(r, r->seen.closed == 6);
}

int main(void) {
    static rig r;
    lp_options options = rig_options(2, 0);
    rig_create(&r, &options, rig_echo, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 2, 16);
    bad(&r);
    families(&r);
    end_of_listener(&r);
    rig_finish(&r, RIG_DRAIN_MILLIS);
    return 0;
}
