/* SPDX-License-Identifier: Apache-2.0 */
#include "addr.h"
#include "rules.h"
#include "script.h"

#include <string.h>

/* One listener, and what an accept and a client of it need. */
typedef struct scene {
    sys_socket listener;
    sys_socket socket;
    sys_socket client;
    sys_address address;
    script_op *accept;
    script_op *connect;
} scene;

static bool scene__open(scene *s, uint32_t family) {
    s->listener = script_listener(family);
    s->socket = script_socket(family);
    s->client = script_bound(family);
    s->accept = script_op_new();
    s->connect = script_op_new();
    if (s->listener == SYS_NO_SOCKET || s->socket == SYS_NO_SOCKET || s->client == SYS_NO_SOCKET) {
        return false;
    }
    s->address = script_name(s->listener);
    return script_associate(s->client, KEY_CLIENT);
}

static bool scene__accept(scene *s) {
    return expect_posted("AcceptEx", script_accept(s->listener, s->socket, s->accept));
}

static bool scene__connect(scene *s) {
    return expect_posted("ConnectEx", script_connect(s->client, &s->address, s->connect)) &&
           script_await_bytes("the connect", s->connect, 0);
}

static bool scene__meet(scene *s) {
    return scene__open(s, SYS_FAMILY_V4) && scene__accept(s) && scene__connect(s) &&
           script_await_bytes("the accept", s->accept, 0);
}

static bool same_address(const sys_address *a, const sys_address *b) {
    lp_address first, second;
    addr_from_sys(a, &first);
    addr_from_sys(b, &second);
    return first.family != 0 && memcmp(&first, &second, sizeof first) == 0;
}

static void on_connect(void) {
    scene s;
    (void)scene__meet(&s);
}

static void silent_client(void) {
    scene silent, next;
    if (!scene__meet(&silent) || !scene__open(&next, SYS_FAMILY_V4)) {
        return;
    }
    next.address = silent.address;
    next.listener = silent.listener;
    if (scene__accept(&next) && scene__connect(&next)) {
        (void)script_await_bytes("the accept of the next client", next.accept, 0);
    }
}

static void addresses(void) {
    scene s;
    sys_address local, peer;
    if (!scene__meet(&s) || !expect("the update of the client", sys_connect_update(s.client), 0)) {
        return;
    }
    sys_accept_addresses(&script.network, s.accept->addresses, &local, &peer);
    sys_address client = script_name(s.client);
    expect_true("the local address is the listener's", same_address(&local, &s.address));
    expect_true("the peer's address is the client's", same_address(&peer, &client));
}

static void listener_key(void) {
    scene s;
    if (scene__meet(&s)) {
        expect("the key", s.accept->key, KEY_LISTENER);
    }
}

static void name_after_update(void) {
    scene s;
    if (scene__meet(&s) && expect("the update", sys_accept_update(s.listener, s.socket), 0)) {
        sys_address name = script_name(s.socket);
        expect_true("the name is the listener's", same_address(&name, &s.address));
    }
}

static void shutdown_needs_update(void) {
    scene s;
    if (scene__meet(&s)) {
        expect("shutdown before the update", sys_shutdown_send(s.socket), 10057);
        expect("the update", sys_accept_update(s.listener, s.socket), 0);
        expect("shutdown after it", sys_shutdown_send(s.socket), 0);
    }
}

static void transfer_before_update(void) {
    scene s;
    char got[4] = {0};
    if (!scene__meet(&s) || !script_associate(s.socket, KEY_SERVER) ||
        !expect("FIONBIO", sys_set_nonblocking(s.socket), 0) || !script_send_all(s.client, "abcd", 4)) {
        return;
    }
    if (script_read_all(s.socket, got, 4)) {
        expect_true("what came is what was sent", memcmp(got, "abcd", 4) == 0);
    }
    (void)script_send_all(s.socket, "efgh", 4);
}

static void listener_closed(void) {
    scene s, other;
    if (!scene__open(&s, SYS_FAMILY_V4) || !scene__open(&other, SYS_FAMILY_V4)) {
        return;
    }
    other.listener = s.listener;
    if (scene__accept(&s) && scene__accept(&other) && expect("closesocket", script_close(s.listener), 0) &&
        script_await(s.accept) && script_await(other.accept)) {
        expect("the first accept", s.accept->code, 995);
        expect("the second accept", other.accept->code, 995);
    }
}

static void accept_socket_closed(void) {
    scene s;
    if (scene__open(&s, SYS_FAMILY_V4) && scene__accept(&s) && expect("closesocket", script_close(s.socket), 0) &&
        script_await(s.accept)) {
        expect("the accept", s.accept->code, 995);
    }
}

/* Posts an accept that Windows refuses. */
static void refused(sys_socket listener, sys_socket socket) {
    script_op *op = script_op_new();
    expect("AcceptEx", script_accept(listener, socket, op), 10022);
    if (!op->due) {
        (void)script_quiet("no packet comes", op);
    }
}

static void not_listening(void) {
    sys_socket bound = script_bound(SYS_FAMILY_V4);
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    if (bound != SYS_NO_SOCKET && socket != SYS_NO_SOCKET && script_associate(bound, KEY_LISTENER)) {
        refused(bound, socket);
    }
}

static void into_bound(void) {
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    sys_socket bound = script_bound(SYS_FAMILY_V4);
    if (listener != SYS_NO_SOCKET && bound != SYS_NO_SOCKET) {
        refused(listener, bound);
    }
}

static void into_connected(void) {
    sys_socket client, server;
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    if (listener != SYS_NO_SOCKET && script_pair(&client, &server)) {
        refused(listener, client);
        refused(listener, server);
    }
}

static void into_other_family(void) {
    if (!script.network.has_v6) {
        not_here("no IPv6 on this machine");
        return;
    }
    sys_socket listener = script_listener(SYS_FAMILY_V6);
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    if (listener != SYS_NO_SOCKET && socket != SYS_NO_SOCKET) {
        refused(listener, socket);
    }
}

static void clients_wait(void) {
    scene first, second;
    sys_address local, peer;
    if (!scene__open(&first, SYS_FAMILY_V4) || !scene__open(&second, SYS_FAMILY_V4)) {
        return;
    }
    second.address = first.address;
    second.listener = first.listener;
    bool met = scene__connect(&first) && scene__connect(&second) && scene__accept(&first) &&
               script_await_bytes("the first accept", first.accept, 0) && scene__accept(&second) &&
               script_await_bytes("the second accept", second.accept, 0);
    if (met && expect("the update of the client", sys_connect_update(first.client), 0)) {
        sys_address client = script_name(first.client);
        sys_accept_addresses(&script.network, first.accept->addresses, &local, &peer);
        expect_true("the first accept got the first client", same_address(&peer, &client));
    }
}

static void sent_before_accept(void) {
    scene s;
    char got[5] = {0};
    if (scene__open(&s, SYS_FAMILY_V4) && scene__connect(&s) && script_send_all(s.client, "early", 5) &&
        scene__accept(&s) && script_await_bytes("the accept", s.accept, 0) &&
        expect("the update", sys_accept_update(s.listener, s.socket), 0) &&
        expect("FIONBIO", sys_set_nonblocking(s.socket), 0) && script_read_all(s.socket, got, 5)) {
        expect_true("what came is what was sent", memcmp(got, "early", 5) == 0);
    }
}

/* Posts an accept; whether it brought that client. It may fail for one that is gone. */
static bool scene__accepts(scene *s, const sys_address *client) {
    sys_address local, peer;
    if (!scene__accept(s) || !script_await(s->accept) || s->accept->code != 0) {
        return false;
    }
    sys_accept_addresses(&script.network, s->accept->addresses, &local, &peer);
    return same_address(&peer, client);
}

static void reset_while_waiting(void) {
    scene gone, next;
    if (!scene__open(&gone, SYS_FAMILY_V4) || !scene__open(&next, SYS_FAMILY_V4)) {
        return;
    }
    next.address = gone.address;
    next.listener = gone.listener;
    if (scene__connect(&gone) && expect("closesocket", script_abort(gone.client), 0) && scene__connect(&next) &&
        expect("the update of the client", sys_connect_update(next.client), 0)) {
        sys_address client = script_name(next.client);
        expect_true("one of two accepts brings the client that is there",
                    scene__accepts(&gone, &client) || scene__accepts(&next, &client));
    }
}

static void survives_listener(void) {
    scene s;
    char got[2] = {0};
    if (scene__meet(&s) && expect("the update", sys_accept_update(s.listener, s.socket), 0) &&
        expect("FIONBIO", sys_set_nonblocking(s.socket), 0) && expect("closesocket", script_close(s.listener), 0) &&
        script_send_all(s.client, "ok", 2)) {
        (void)script_read_all(s.socket, got, 2);
    }
}

enum { MANY = 12 };

static void one_client_each(void) {
    scene scenes[MANY];
    for (uint32_t i = 0; i < MANY; i++) {
        if (!scene__open(&scenes[i], SYS_FAMILY_V4)) {
            return;
        }
        scenes[i].address = scenes[0].address;
        scenes[i].listener = scenes[0].listener;
        if (!scene__accept(&scenes[i])) {
            return;
        }
    }
    for (uint32_t came = 0, i = 0; i < MANY; i++, came = 0) {
        if (!scene__connect(&scenes[i])) {
            return;
        }
        for (uint64_t until = sys_clock_millis() + 10000; came <= i && sys_clock_millis() < until;) {
            script_take(10);
            came = 0;
            for (uint32_t k = 0; k < MANY; k++) {
                came += scenes[k].accept->came && scenes[k].accept->code == 0;
            }
        }
        if (!expect("accepts that completed", came, i + 1)) {
            return;
        }
    }
}

static void another_port(void) {
    scene s;
    sys_port port = 0;
    sys_entry entry = {0};
    uint32_t count = 0;
    script_op *op = script_op_new();
    if (!scene__meet(&s) || !expect("the update", sys_accept_update(s.listener, s.socket), 0) ||
        !expect("CreateIoCompletionPort", sys_port_new(&port), 0)) {
        return;
    }
    expect("the association", sys_port_add(port, s.socket, KEY_OTHER), 0);
    if (expect_posted("WSASend", script_send(s.socket, script_memory(4), 4, op)) &&
        expect("the wait on the other port", sys_port_wait(port, &entry, 1, &count, 10000), 0)) {
        expect_true("the packet is the send's", entry.overlapped == &op->overlapped);
        expect("its key", entry.key, KEY_OTHER);
        op->due = false;
    }
    expect("CloseHandle", sys_port_delete(port), 0);
}

static void listen_unbound(void) {
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    if (socket != SYS_NO_SOCKET) {
        expect("listen", sys_socket_listen(socket, 4), 10022);
    }
}

const rule RULES_ACCEPTING[] = {
    {20, "An accept without receive bytes completes when a client connects, with 0 bytes.",
     "AcceptEx (dwReceiveDataLength)", on_connect},
    {21, "A client that stays silent holds up neither its accept nor the next.", "AcceptEx (remarks); T32",
     silent_client},
    {22, "An accept reports both addresses.", "GetAcceptExSockaddrs; T34", addresses},
    {23, "The packet of an accept carries the listener's key; the new socket needs no port.",
     "CreateIoCompletionPort; wine test_completion_port; T40", listener_key},
    {24, "After SO_UPDATE_ACCEPT_CONTEXT getsockname answers the local address.", "AcceptEx (remarks)",
     name_after_update},
    {25, "shutdown needs SO_UPDATE_ACCEPT_CONTEXT: 10057 before.", "AcceptEx (remarks); nng #1604; T33",
     shutdown_needs_update},
    {26, "An accepted socket sends and receives before its context is updated.", "AcceptEx (remarks)",
     transfer_before_update},
    {27, "Closing the listener ends its accepts with 995.", "wine test_AcceptEx; T40", listener_closed},
    {28, "Closing the accept socket ends its accept with 995.", "AcceptEx (remarks); wine test_AcceptEx; T40",
     accept_socket_closed},
    {29, "AcceptEx on a socket that does not listen fails with 10022.", "wine test_AcceptEx", not_listening},
    {30, "AcceptEx into a bound socket fails with 10022.", "AcceptEx (sAcceptSocket); wine test_AcceptEx; T38",
     into_bound},
    {31, "AcceptEx into a connected socket fails with 10022.", "AcceptEx (sAcceptSocket); wine test_AcceptEx; T38",
     into_connected},
    {32, "AcceptEx into a socket of another family fails with 10022.", "T38", into_other_family},
    {33, "Clients connect before an accept is posted; the first accept gets the first of them.",
     "listen (backlog), accept", clients_wait},
    {34, "What a client sent before it was accepted is there.", "listen (backlog)", sent_before_accept},
    {35, "A client that resets before it was accepted costs one accept at most; the next client is accepted.",
     "AcceptEx (WSAECONNRESET); T35", reset_while_waiting},
    {36, "An accepted connection outlives its listener.", "accept (remarks)", survives_listener},
    {37, "listen on a socket that is not bound fails with 10022.", "listen (WSAEINVAL)", listen_unbound},
    {38, "Each of many pending accepts gets one client.", "AcceptEx; T36", one_client_each},
    {39, "An accepted socket may report to another port than its listener.", "CreateIoCompletionPort", another_port},
    {0, 0, 0, 0},
};
