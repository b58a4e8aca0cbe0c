/* SPDX-License-Identifier: Apache-2.0 */
#include "rules.h"
#include "script.h"

enum { POSTS = 40, SHORT_MILLIS = 30 };

static void time_out(void) {
    sys_entry entries[4];
    uint32_t count = 77;
    expect("the wait", sys_port_wait(script.port, entries, 4, &count, SHORT_MILLIS), SYS_TIMED_OUT);
    expect("the count of entries", count, 0);
}

static void no_time(void) {
    sys_entry entries[4];
    uint32_t count = 77;
    uint64_t before = sys_clock_millis();
    for (int i = 0; i < 1000; i++) {
        if (!expect("the wait", sys_port_wait(script.port, entries, 4, &count, 0), SYS_TIMED_OUT)) {
            return;
        }
    }
    expect_true("a thousand waits of no time take less than five seconds", sys_clock_millis() - before < 5000);
}

static void posted_order(void) {
    for (uintptr_t key = 1; key <= POSTS; key++) {
        expect("PostQueuedCompletionStatus", sys_port_post(script.port, key), 0);
    }
    for (uint32_t waits = 0; script.posted_count < POSTS && waits < 4 * POSTS; waits++) {
        script_take(1000);
    }
    expect("posted packets", script.posted_count, POSTS);
    for (uint32_t i = 0; i < script.posted_count; i++) {
        if (!expect("the key", script.posted[i], i + 1)) {
            return;
        }
    }
}

static void batch_limit(void) {
    sys_entry entries[4];
    uint32_t count = 0;
    for (uintptr_t key = 1; key <= 3; key++) {
        expect("PostQueuedCompletionStatus", sys_port_post(script.port, key), 0);
    }
    expect("the wait for one", sys_port_wait(script.port, entries, 1, &count, 1000), 0);
    expect("entries of it", count, 1);
    expect("its key", entries[0].key, 1);
    script_take(1000);
    script_take(0);
    script_take(0);
    expect("entries that were left", script.posted_count, 2);
}

static void posted_entry(void) {
    sys_entry entry = {99, (sys_overlapped *)&entry, 99, 99};
    uint32_t count = 0;
    expect("PostQueuedCompletionStatus", sys_port_post(script.port, KEY_OTHER), 0);
    if (expect("the wait", sys_port_wait(script.port, &entry, 1, &count, 1000), 0)) {
        expect("the key", entry.key, KEY_OTHER);
        expect_true("the OVERLAPPED is the NULL that was posted", entry.overlapped == NULL);
        expect("the bytes", entry.bytes, 0);
    }
}

static void associate_twice(void) {
    sys_socket socket = script_socket(SYS_FAMILY_V4);
    sys_port other = 0;
    if (script_associate(socket, KEY_CLIENT) && expect("another port", sys_port_new(&other), 0)) {
        expect("the same port again", sys_port_add(script.port, socket, KEY_OTHER), 87);
        expect("another port", sys_port_add(other, socket, KEY_OTHER), 87);
        expect("CloseHandle", sys_port_delete(other), 0);
    }
}

static void own_key(void) {
    sys_socket client, server;
    script_op *at_client = script_op_new();
    script_op *at_server = script_op_new();
    if (!script_pair(&client, &server)) {
        return;
    }
    expect_posted("WSASend", script_send(client, script_memory(1), 1, at_client));
    expect_posted("WSASend", script_send(server, script_memory(1), 1, at_server));
    if (script_await(at_client) && script_await(at_server)) {
        expect("the client's key", at_client->key, KEY_CLIENT);
        expect("the server's key", at_server->key, KEY_SERVER);
    }
}

static void failed_operation(void) {
    sys_socket client, server;
    script_op *op = script_op_new();
    if (!script_pair(&client, &server)) {
        return;
    }
    expect("WSARecv", script_receive(client, NULL, 0, op), SYS_PENDING);
    sys_socket_cancel(client, &op->overlapped);
    uint32_t before = script.taken;
    uint64_t until = sys_clock_millis() + 10000;
    while (script.taken == before && sys_clock_millis() < until) {
        script_take(1000); /* expects that the wait succeeds */
    }
    expect_true("the packet came", op->came);
    expect_true("OVERLAPPED.Internal holds an error", op->status >= 0xC0000000u);
}

static void whole_key(void) {
    sys_entry entry = {0};
    uint32_t count = 0;
    uintptr_t key = (uintptr_t)0xFEDCBA9876543210u;
    expect("PostQueuedCompletionStatus", sys_port_post(script.port, key), 0);
    expect("the wait", sys_port_wait(script.port, &entry, 1, &count, 1000), 0);
    expect_true("the key came back whole", entry.key == key);
}

const rule RULES_PORTS[] = {
    {1, "A wait that finds nothing ends with 258 and no entries.", "GetQueuedCompletionStatusEx", time_out},
    {2, "A wait with timeout 0 ends at once.", "GetQueuedCompletionStatusEx (dwMilliseconds)", no_time},
    {3, "Posted packets keep their order and their keys.", "I/O Completion Ports (FIFO)", posted_order},
    {4, "A wait takes no more entries than asked for and leaves the others.", "GetQueuedCompletionStatusEx (ulCount)",
     batch_limit},
    {5, "A posted packet arrives with what was posted, a NULL OVERLAPPED included.", "PostQueuedCompletionStatus",
     posted_entry},
    {6, "A socket is associated once: again is error 87, to the same port or to another.",
     "SetFileCompletionNotificationModes, CreateIoCompletionPort; T18", associate_twice},
    {7, "A packet carries the key of the socket on which the operation was posted.", "CreateIoCompletionPort", own_key},
    {8, "A wait succeeds when operations failed; OVERLAPPED.Internal has the status.",
     "GetQueuedCompletionStatusEx (remarks); T21", failed_operation},
    {9, "A key has as many bits as an address.", "PostQueuedCompletionStatus (dwCompletionKey); T79", whole_key},
    {0, NULL, NULL, NULL},
};
