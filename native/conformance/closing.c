/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"
#include "script.h"

#include <string.h>

enum { QUEUED = 32 * 1024, LARGE = 64 * 1024 * 1024 };

/* The peer waits before anything happens. */
static bool connected(sys_socket *socket, sys_socket *peer, script_op **waiting_out) {
    *waiting_out = script_op_new();
    return script_pair(socket, peer) &&
           expect("the peer's WSARecv", script_receive(*peer, script_memory(8), 8, *waiting_out), SYS_PENDING);
}

static bool finds(script_op *waiting, uint32_t code) {
    return script_await(waiting) && expect("the peer's receive", waiting->code, code) &&
           expect("its bytes", waiting->bytes, 0);
}

static void graceful(void) {
    sys_socket socket, peer;
    script_op *waiting;
    if (connected(&socket, &peer, &waiting) && expect("closesocket", script_close(socket), 0)) {
        (void)finds(waiting, 0);
    }
}

static void queued_first(void) {
    sys_socket socket, peer;
    uint32_t count = 77;
    char *sent = script_memory(QUEUED);
    char *got = script_memory(QUEUED);
    memset(sent, 'q', QUEUED);
    if (script_pair(&socket, &peer) && script_send_all(socket, sent, QUEUED) &&
        expect("closesocket", script_close(socket), 0) && script_read_all(peer, got, QUEUED)) {
        expect_true("what came is what was sent", memcmp(got, sent, QUEUED) == 0);
        expect("the read after it", script_read(peer, got, QUEUED, &count), 0);
        expect("its count", count, 0);
    }
}

static void abortive(void) {
    sys_socket socket, peer;
    script_op *waiting;
    if (connected(&socket, &peer, &waiting) && expect("closesocket", script_abort(socket), 0)) {
        (void)finds(waiting, 10054);
    }
}

static void receive_pending(void) {
    sys_socket socket, peer;
    script_op *waiting;
    script_op *own = script_op_new();
    if (connected(&socket, &peer, &waiting) &&
        expect("WSARecv", script_receive(socket, script_memory(8), 8, own), SYS_PENDING) &&
        expect("closesocket", script_close(socket), 0)) {
        (void)finds(waiting, 10054);
    }
}

static void input_unread(void) {
    sys_socket socket, peer;
    script_op *waiting;
    script_op *probe = script_op_new();
    if (connected(&socket, &peer, &waiting) &&
        expect("the probe", script_receive(socket, NULL, 0, probe), SYS_PENDING) &&
        script_send_all(peer, "unread", 6) && script_await_bytes("the probe", probe, 0) &&
        expect("closesocket", script_close(socket), 0)) {
        (void)finds(waiting, 10054);
    }
}

static void own_receive(void) {
    sys_socket client, server;
    script_op *own = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSARecv", script_receive(client, script_memory(8), 8, own), SYS_PENDING) &&
        expect("closesocket", script_abort(client), 0) && script_await(own)) {
        expect_either("the receive", own->code, 995, 10053);
        expect("its bytes", own->bytes, 0);
    }
}

static void own_send(void) {
    sys_socket client, server;
    script_op *own = script_op_new();
    if (script_pair(&client, &server) &&
        expect("WSASend", script_send(client, script_memory(LARGE), LARGE, own), SYS_PENDING) &&
        script_quiet("the send waits while nobody reads", own) && expect("closesocket", script_abort(client), 0) &&
        script_await(own)) {
        expect_either("the send", own->code, 995, 10053);
    }
}

static void half(void) {
    sys_socket socket, peer;
    script_op *waiting;
    char got[6] = {0};
    if (connected(&socket, &peer, &waiting) && expect("shutdown", sys_shutdown_send(socket), 0) && finds(waiting, 0) &&
        script_send_all(peer, "answer", 6) && script_read_all(socket, got, 6)) {
        expect_true("what came is what was sent", memcmp(got, "answer", 6) == 0);
    }
}

static void shutdown_twice(void) {
    sys_socket client, server;
    if (script_pair(&client, &server)) {
        expect("shutdown", sys_shutdown_send(client), 0);
        expect("shutdown again", sys_shutdown_send(client), 0);
    }
}

static void shutdown_unconnected(void) {
    sys_socket socket = script_bound(SYS_FAMILY_V4);
    if (socket != SYS_NO_SOCKET) {
        expect("shutdown", sys_shutdown_send(socket), 10057);
    }
}

static void closed_handle(void) {
    sys_address name;
    sys_socket socket = script_bound(SYS_FAMILY_V4);
    if (socket != SYS_NO_SOCKET && expect("closesocket", script_close(socket), 0)) {
        expect("getsockname", sys_socket_name(socket, &name), 10038);
        expect("closesocket again", sys_socket_close(socket), 10038);
    }
}

static void receive_cancelled(void) {
    sys_socket socket, peer;
    script_op *waiting;
    script_op *own = script_op_new();
    if (connected(&socket, &peer, &waiting) && expect("WSARecv", script_receive(socket, NULL, 0, own), SYS_PENDING)) {
        sys_socket_cancel(socket, &own->overlapped);
        if (script_await(own) && expect("closesocket", script_close(socket), 0)) {
            (void)finds(waiting, 0);
        }
    }
}

static void both_ends(void) {
    sys_socket socket, peer;
    char got[4];
    uint32_t count = 77;
    if (script_pair(&socket, &peer) && expect("shutdown", sys_shutdown_send(socket), 0) &&
        expect("the peer's read", script_read(peer, got, 4, &count), 0) && expect("its count", count, 0) &&
        script_send_all(peer, "bye", 3) && expect("the peer's closesocket", script_close(peer), 0) &&
        script_read_all(socket, got, 3)) {
        expect("the read after it", script_read(socket, got, 4, &count), 0);
        expect("its count", count, 0);
    }
}

const rule RULES_CLOSING[] = {
    {100, "closesocket with nothing pending and nothing unread: the peer finds the end.", "closesocket (remarks)",
     graceful},
    {101, "closesocket delivers what was sent, then the end.", "Graceful Shutdown, Linger Options, and Socket Closure",
     queued_first},
    {102, "closesocket with linger {1, 0} resets the connection.",
     "Graceful Shutdown, Linger Options, and Socket Closure; T51", abortive},
    {103, "closesocket with a receive pending resets the connection.", "libuv #3034; T47", receive_pending},
    {104, "closesocket with input unread resets the connection.", "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE; T49",
     input_unread},
    {105, "A receive that was pending at closesocket comes back with 995 or 10053 and no bytes.",
     "closesocket (WSA_OPERATION_ABORTED); T1, T25", own_receive},
    {106, "A send that was pending at closesocket comes back with 995 or 10053.",
     "closesocket (WSA_OPERATION_ABORTED); T1, T25", own_send},
    {107, "After shutdown the peer finds the end, and what it sends still arrives.", "shutdown (SD_SEND); T50", half},
    {108, "shutdown twice succeeds.", "wine test_shutdown", shutdown_twice},
    {109, "shutdown of a socket that is not connected fails with 10057.", "shutdown (WSAENOTCONN); wine test_shutdown",
     shutdown_unconnected},
    {110, "The handle of a closed socket that was not given out again is none: 10038.", "closesocket (WSAENOTSOCK)",
     closed_handle},
    {111, "closesocket after a cancelled receive came back: the peer finds the end.", "libuv #3036; T47",
     receive_cancelled},
    {112, "After a shutdown the peer sends, closes, and all of it arrives, then its end.",
     "Graceful Shutdown, Linger Options, and Socket Closure; T49", both_ends},
    {0, 0, 0, 0},
};
