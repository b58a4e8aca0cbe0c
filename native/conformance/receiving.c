/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"
#include "script.h"
#include "world.h"

#include <string.h>

enum { TRIES = 16 };

static void probe_waits(void) {
    sys_socket client, server;
    char got[3] = {0};
    script_op *op = script_op_new();
    if (!script_pair(&client, &server) || !expect("the probe", script_receive(server, NULL, 0, op), SYS_PENDING) ||
        !script_quiet("the probe waits for input", op) || !script_send_all(client, "abc", 3) ||
        !script_await_bytes("the probe", op, 0) || !script_read_all(server, got, 3)) {
        return;
    }
    expect_true("all input is still there after the probe", memcmp(got, "abc", 3) == 0);
}

/* Until input is there; it stays. */
static bool input(sys_socket socket) {
    script_op *op = script_op_new();
    return expect_posted("the probe", script_receive(socket, NULL, 0, op)) &&
           (!op->due || script_await_bytes("the probe", op, 0));
}

static void probe_finds(void) {
    sys_socket client, server;
    char got[3] = {0};
    if (script_pair(&client, &server) && script_send_all(client, "abc", 3) && input(server) && input(server) &&
        input(server) && script_read_all(server, got, 3)) {
        expect_true("all input is still there after three probes", memcmp(got, "abc", 3) == 0);
    }
}

static void probe_at_end(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (script_pair(&client, &server) && expect("the probe", script_receive(server, NULL, 0, op), SYS_PENDING) &&
        expect("shutdown", sys_shutdown_send(client), 0)) {
        (void)script_await_bytes("the probe", op, 0);
    }
}

static void read_nothing(void) {
    sys_socket client, server;
    char got[8];
    uint32_t count = 77;
    if (script_pair(&client, &server)) {
        expect("the read", sys_receive_now(server, got, sizeof got, &count), SYS_WOULD_BLOCK);
        expect("its count", count, 0);
    }
}

static void read_part(void) {
    sys_socket client, server;
    char got[5] = {0};
    uint32_t count = 0;
    if (!script_pair(&client, &server) || !script_send_all(client, "abcde", 5) || !input(server)) {
        return;
    }
    expect("the first read", sys_receive_now(server, got, 2, &count), 0);
    if (expect("its count", count, 2) && script_read_all(server, got + 2, 3)) {
        expect_true("the reads continue each other", memcmp(got, "abcde", 5) == 0);
    }
}

static void read_end(void) {
    sys_socket client, server;
    char got[8];
    uint32_t count = 77;
    if (script_pair(&client, &server) && expect("shutdown", sys_shutdown_send(client), 0)) {
        for (int i = 0; i < 3; i++) {
            expect("the read", script_read(server, got, sizeof got, &count), 0);
            expect("its count", count, 0);
            count = 77;
        }
    }
}

static void end_comes_last(void) {
    sys_socket client, server;
    char got[8] = {0};
    uint32_t count = 77;
    if (script_pair(&client, &server) && script_send_all(client, "last", 4) &&
        expect("shutdown", sys_shutdown_send(client), 0) && script_read_all(server, got, 4)) {
        expect_true("what came is what was sent", memcmp(got, "last", 4) == 0);
        expect("the read after it", script_read(server, got, sizeof got, &count), 0);
        expect("its count", count, 0);
    }
}

static void with_memory(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    char *memory = script_memory(64);
    if (script_pair(&client, &server) && expect("WSARecv", script_receive(server, memory, 64, op), SYS_PENDING) &&
        script_send_all(client, "abcde", 5) && script_await_bytes("the receive", op, 5)) {
        expect_true("what came is what was sent", memcmp(memory, "abcde", 5) == 0);
        expect("the key", op->key, KEY_SERVER);
    }
}

static void memory_at_end(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    char *memory = script_memory(64);
    if (script_pair(&client, &server) && expect("WSARecv", script_receive(server, memory, 64, op), SYS_PENDING) &&
        expect("shutdown", sys_shutdown_send(client), 0)) {
        (void)script_await_bytes("the receive", op, 0);
    }
}

static void pending_at_reset(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    char *memory = script_memory(64);
    if (script_pair(&client, &server) && expect("WSARecv", script_receive(server, memory, 64, op), SYS_PENDING) &&
        expect("closesocket", script_abort(client), 0) && script_await(op)) {
        expect("the receive", op->code, 10054);
        expect("its bytes", op->bytes, 0);
    }
}

/* A pair whose client has reset, and whose server knows. */
static sys_socket reset_server(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    bool known =
        script_pair(&client, &server) && expect("the probe", script_receive(server, NULL, 0, op), SYS_PENDING) &&
        expect("closesocket", script_abort(client), 0) && script_await(op) && expect("the probe", op->code, 10054);
    return known ? server : SYS_NO_SOCKET;
}

static void probe_at_reset(void) {
    (void)reset_server();
}

static void read_after_reset(void) {
    char got[8];
    uint32_t count = 0;
    sys_socket server = reset_server();
    if (server != SYS_NO_SOCKET) {
        expect_either("the read", sys_receive_now(server, got, sizeof got, &count), 10054, 10053);
    }
}

static void receive_after_reset(void) {
    sys_socket server = reset_server();
    script_op *op = script_op_new();
    if (server != SYS_NO_SOCKET) {
        uint32_t answer = script_receive(server, script_memory(8), 8, op);
        if (op->due && script_await(op)) {
            answer = op->code;
        }
        expect_either("the receive", answer, 10054, 10053);
    }
}

static void immediate(void) {
    sys_socket client, server;
    if (!script_pair(&client, &server)) {
        return;
    }
    for (int i = 0; i < TRIES; i++) {
        script_op *op = script_op_new();
        if (!script_send_all(client, "x", 1) || !input(server) ||
            !expect_posted("WSARecv", script_receive(server, script_memory(1), 1, op)) ||
            !script_await_bytes("the receive", op, 1)) {
            return;
        }
    }
}

static bool skipping_pair(sys_socket *client, sys_socket *server) {
    if (!script.network.may_skip) {
        not_here("a layered provider is installed that has no IFS handles");
        return false;
    }
    return script_pair(client, server) && script_skip(*server);
}

static void immediate_skips(void) {
    sys_socket client, server;
    script_op *op = NULL;
    uint32_t at_once = 0;
    if (!skipping_pair(&client, &server)) {
        return;
    }
    for (int i = 0; i < TRIES; i++) {
        op = script_op_new();
        if (!script_send_all(client, "x", 1) || !input(server) ||
            !expect_posted("WSARecv", script_receive(server, script_memory(1), 1, op)) ||
            (op->due && !script_await_bytes("the receive", op, 1))) {
            return;
        }
        at_once += !op->due;
    }
    expect_true("a receive with input there is done by the call, at least now and then", at_once > 0);
    (void)script_quiet("no packet comes for what was done by the call", script_op_new());
}

static void pending_skips_not(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    script_op *cancelled = script_op_new();
    if (!skipping_pair(&client, &server)) {
        return;
    }
    expect("WSARecv", script_receive(server, script_memory(4), 4, op), SYS_PENDING);
    if (script_send_all(client, "x", 1) && script_await_bytes("the receive", op, 1)) {
        expect("WSARecv", script_receive(server, script_memory(4), 4, cancelled), SYS_PENDING);
        sys_socket_cancel(server, &cancelled->overlapped);
        (void)script_await(cancelled);
    }
}

/* Packets cannot tell; the event can. */
static bool await_event(void *event) {
    uint64_t until = sys_clock_millis() + 10000;
    while (!world_event_is_set(event) && sys_clock_millis() < until) {
        script_take(10);
    }
    return expect_true("the event is set", world_event_is_set(event));
}

static void event_with_low_bit(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    void *event = world_event_new();
    op->overlapped.event = (char *)event + 1;
    if (event == NULL || !script_pair(&client, &server)) {
        return;
    }
    expect("WSARecv", script_receive(server, script_memory(4), 4, op), SYS_PENDING);
    op->due = false;
    if (script_send_all(client, "xyz", 3) && await_event(event)) {
        expect("OVERLAPPED.Internal", op->overlapped.internal, 0);
        expect("OVERLAPPED.InternalHigh", op->overlapped.internal_high, 3);
        (void)script_quiet("no packet comes", op);
    }
    world_event_delete(event);
}

static void event_and_packet(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    void *event = world_event_new();
    op->overlapped.event = event;
    if (event == NULL || !script_pair(&client, &server)) {
        return;
    }
    expect("WSARecv", script_receive(server, script_memory(4), 4, op), SYS_PENDING);
    if (script_send_all(client, "xyz", 3) && script_await_bytes("the receive", op, 3)) {
        (void)await_event(event);
    }
    world_event_delete(event);
}

static void event_of_garbage(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    op->overlapped.event = (void *)(uintptr_t)0x7FFFFFF0;
    if (script_pair(&client, &server)) {
        expect_either("WSARecv", script_receive(server, script_memory(4), 4, op), 10038, 6);
        (void)script_quiet("no packet comes", op);
    }
}

static void unconnected(void) {
    sys_socket socket = script_bound(SYS_FAMILY_V4);
    script_op *op = script_op_new();
    char got[4];
    uint32_t count = 0;
    if (socket != SYS_NO_SOCKET && script_associate(socket, KEY_CLIENT) &&
        expect("FIONBIO", sys_set_nonblocking(socket), 0)) {
        expect("WSARecv", script_receive(socket, script_memory(4), 4, op), 10057);
        expect("the read", sys_receive_now(socket, got, sizeof got, &count), 10057);
        (void)script_quiet("no packet comes", op);
    }
}

const rule RULES_RECEIVING[] = {
    {60, "A receive of no bytes waits for input, completes with 0 and takes nothing.", "WSARecv (remarks); T68",
     probe_waits},
    {61, "A receive of no bytes with input there completes too, and takes nothing.", "WSARecv (remarks); T68",
     probe_finds},
    {62, "A receive of no bytes completes with success at the peer's end.", "WSARecv (graceful close); T68",
     probe_at_end},
    {63, "A read without OVERLAPPED answers 10035 where there is no input.", "WSARecv (WSAEWOULDBLOCK); T69",
     read_nothing},
    {64, "A read takes at most what it asked for; the next continues.", "WSARecv (remarks)", read_part},
    {65, "A read answers 0 bytes at the peer's end, every time.", "WSARecv (graceful close)", read_end},
    {66, "The end comes after the last byte.", "WSARecv, shutdown", end_comes_last},
    {67, "On a non-blocking socket a receive with memory pends and completes with what came, not with what would fit.",
     "WSARecv (remarks); T69", with_memory},
    {68, "A receive with memory completes with 0 bytes at the peer's end.", "WSARecv (graceful close)", memory_at_end},
    {69, "A reset ends a pending receive with 10054 and no bytes.", "WSARecv (WSAECONNRESET); wine test_WSARecv; T23",
     pending_at_reset},
    {70, "A reset ends a pending receive of no bytes with 10054.", "WSARecv (WSAECONNRESET); T23", probe_at_reset},
    {71, "A read after a reset fails with 10054 or 10053.", "WSARecv (WSAECONNRESET, WSAECONNABORTED)",
     read_after_reset},
    {72, "A receive posted after a reset fails with 10054 or 10053.", "WSARecv (WSAECONNRESET, WSAECONNABORTED)",
     receive_after_reset},
    {73, "A receive that is done by the call brings a packet all the same.",
     "I/O Completion Ports, WSARecv (completion ports); T13", immediate},
    {74, "In skip mode a receive that is done by the call brings none.", "SetFileCompletionNotificationModes; T13",
     immediate_skips},
    {75, "In skip mode a receive that pends brings a packet, cancelled or not.",
     "SetFileCompletionNotificationModes; T15", pending_skips_not},
    {76, "An hEvent with its low bit set is set at completion and keeps the packet away.",
     "GetQueuedCompletionStatus (lpOverlapped); wine test_connect_completion_port; T7", event_with_low_bit},
    {77, "An hEvent as it is is set at completion, and the packet comes.", "OVERLAPPED (hEvent)", event_and_packet},
    {78, "A post with an hEvent that is no event fails and brings no packet.", "OVERLAPPED (hEvent); T7",
     event_of_garbage},
    {79, "A receive on a socket that is not connected fails with 10057 and brings no packet.", "WSARecv (WSAENOTCONN)",
     unconnected},
    {0, 0, 0, 0},
};
