/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"
#include "script.h"

#include <string.h>

enum { TRIES = 16, BUFFERS = 64, LARGE = 64 * 1024 * 1024, HALF = 8 * 1024 * 1024, READ_BYTES = 256 * 1024 };

/* A stream that is easy to check. */
static char byte_at(uint32_t at) {
    return (char)((at * 31u + (at >> 8) * 7u + 17u) & 0xFF);
}

static char *pattern(uint32_t size) {
    char *memory = script_memory(size);
    for (uint32_t i = 0; i < size; i++) {
        memory[i] = byte_at(i);
    }
    return memory;
}

/* Reads a pattern of that size. */
static bool read_pattern(sys_socket socket, uint32_t size) {
    char *memory = script_memory(READ_BYTES);
    for (uint32_t done = 0; done < size;) {
        uint32_t part = size - done < READ_BYTES ? size - done : READ_BYTES;
        if (!script_read_all(socket, memory, part)) {
            return false;
        }
        for (uint32_t i = 0; i < part; i++) {
            if (memory[i] != byte_at(done + i)) {
                return expect("the place of the first wrong byte", done + i, size);
            }
        }
        done += part;
    }
    return true;
}

static void immediate(void) {
    sys_socket client, server;
    if (!script_pair(&client, &server)) {
        return;
    }
    for (int i = 0; i < TRIES; i++) {
        script_op *op = script_op_new();
        if (!expect_posted("WSASend", script_send(client, script_memory(100), 100, op)) ||
            !script_await_bytes("the send", op, 100)) {
            return;
        }
    }
}

static void immediate_skips(void) {
    sys_socket client, server;
    uint32_t at_once = 0;
    if (!script.network.may_skip) {
        not_here("a layered provider is installed that has no IFS handles");
        return;
    }
    if (!script_pair(&client, &server) || !script_skip(client)) {
        return;
    }
    for (int i = 0; i < TRIES; i++) {
        script_op *op = script_op_new();
        if (!expect_posted("WSASend", script_send(client, script_memory(100), 100, op)) ||
            (op->due && !script_await_bytes("the send", op, 100))) {
            return;
        }
        at_once += !op->due;
    }
    expect_true("a small send is done by the call, at least now and then", at_once > 0);
    (void)script_quiet("no packet comes for what was done by the call", script_op_new());
}

static void large(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSASend", script_send(client, pattern(LARGE), LARGE, op), SYS_PENDING) &&
        script_quiet("the send waits while nobody reads", op) && read_pattern(server, LARGE)) {
        (void)script_await_bytes("the send", op, LARGE);
    }
}

/* Cuts memory into as many buffers as a send may have, each longer than the one before. */
static uint32_t cut(char *memory, sys_buffer *buffers) {
    uint32_t size = 0;
    for (uint32_t i = 0; i < BUFFERS; i++) {
        buffers[i] = (sys_buffer){i + 1, memory + size};
        size += i + 1;
    }
    return size;
}

static void gather(void) {
    sys_socket client, server;
    sys_buffer buffers[BUFFERS];
    script_op *op = script_op_new();
    uint32_t size = cut(pattern(BUFFERS * BUFFERS), buffers);
    if (script_pair(&client, &server) && expect_posted("WSASend", script_gather(client, buffers, BUFFERS, op)) &&
        script_await_bytes("the send", op, size)) {
        (void)read_pattern(server, size);
    }
}

static void array_is_copied(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    char *memory = pattern(2 * HALF);
    char *other = script_memory(1);
    sys_buffer buffers[2] = {{HALF, memory}, {HALF, memory + HALF}};
    if (!script_pair(&client, &server) || !expect("WSASend", script_gather(client, buffers, 2, op), SYS_PENDING)) {
        return;
    }
    buffers[0] = buffers[1] = (sys_buffer){1, other};
    if (read_pattern(server, 2 * HALF)) {
        (void)script_await_bytes("the send", op, 2 * HALF);
    }
}

static void nothing(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (script_pair(&client, &server) && expect_posted("WSASend", script_send(client, script_memory(1), 0, op))) {
        (void)script_await_bytes("the send", op, 0);
    }
}

static void refused_post(sys_socket socket, uint32_t code) {
    script_op *op = script_op_new();
    expect("WSASend", script_send(socket, script_memory(4), 4, op), code);
    if (!op->due) {
        (void)script_quiet("no packet comes", op);
    }
}

static void after_shutdown(void) {
    sys_socket client, server;
    if (script_pair(&client, &server) && expect("shutdown", sys_shutdown_send(client), 0)) {
        refused_post(client, 10058);
    }
}

static void unconnected(void) {
    sys_socket socket = script_bound(SYS_FAMILY_V4);
    if (socket != SYS_NO_SOCKET && script_associate(socket, KEY_CLIENT)) {
        refused_post(socket, 10057);
    }
}

static void after_reset(void) {
    sys_socket client, server;
    script_op *probe = script_op_new();
    script_op *op = script_op_new();
    if (!script_pair(&client, &server) || !expect("the probe", script_receive(server, NULL, 0, probe), SYS_PENDING) ||
        !expect("closesocket", script_abort(client), 0) || !script_await(probe)) {
        return;
    }
    uint32_t answer = script_send(server, script_memory(4), 4, op);
    if (op->due && script_await(op)) {
        answer = op->code;
    }
    expect_either("the send", answer, 10054, 10053);
}

static void pending_at_reset(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSASend", script_send(server, script_memory(LARGE), LARGE, op), SYS_PENDING) &&
        expect("closesocket", script_abort(client), 0) && script_await(op)) {
        expect_either("the send", op->code, 10054, 10053);
    }
}

static void both_directions(void) {
    sys_socket client, server;
    script_op *send = script_op_new();
    script_op *receive = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSASend", script_send(server, script_memory(LARGE), LARGE, send), SYS_PENDING) &&
        expect("WSARecv", script_receive(server, script_memory(8), 8, receive), SYS_PENDING) &&
        script_send_all(client, "abc", 3) && script_await_bytes("the receive", receive, 3)) {
        expect_true("the send is still pending", !send->came);
    }
}

/* The first send may still be taken by the system; a peer that is gone answers it with a reset. */
static void to_closed(void) {
    sys_socket client, server;
    uint32_t answer = 0;
    if (!script_pair(&client, &server) || !expect("closesocket", script_close(client), 0)) {
        return;
    }
    uint64_t until = sys_clock_millis() + 10000;
    while (answer == 0 && sys_clock_millis() < until) {
        script_op *op = script_op_new();
        answer = script_send(server, script_memory(4), 4, op);
        if (op->due && script_await(op)) {
            answer = op->code;
        }
        script_take(10);
    }
    expect_either("a send, sooner or later", answer, 10054, 10053);
}

const rule RULES_SENDING[] = {
    {80, "A send that is done by the call brings a packet all the same.",
     "I/O Completion Ports, WSASend (completion ports); T13", immediate},
    {81, "In skip mode a send that is done by the call brings none.", "SetFileCompletionNotificationModes; T13",
     immediate_skips},
    {82, "A send of 64 MB waits for the reader and completes once, with all bytes.", "WSASend (remarks); T61", large},
    {83, "64 buffers of one send arrive in their order.", "WSASend (lpBuffers); T61", gather},
    {84, "The array of buffers belongs to the program again when the call returns.", "WSASend (lpBuffers); T8",
     array_is_copied},
    {85, "A send of no bytes succeeds.", "send (remarks)", nothing},
    {86, "A send after shutdown fails with 10058 and brings no packet.",
     "WSASend (WSAESHUTDOWN); wine test_shutdown; T50", after_shutdown},
    {87, "A send on a socket that is not connected fails with 10057 and brings no packet.", "WSASend (WSAENOTCONN)",
     unconnected},
    {88, "A send after the peer's reset fails with 10054 or 10053.", "WSASend (WSAECONNRESET, WSAECONNABORTED)",
     after_reset},
    {89, "A reset ends a pending send with 10054 or 10053.", "WSASend (WSAECONNRESET, WSAECONNABORTED); T27",
     pending_at_reset},
    {90, "A receive completes while a send of the same socket is pending.", "Overlapped I/O; T6", both_directions},
    {91, "Sends to a peer that closed fail sooner or later with 10054 or 10053.",
     "WSASend (WSAECONNRESET, WSAECONNABORTED)", to_closed},
    {0, 0, 0, 0},
};
