/* SPDX-License-Identifier: Apache-2.0 */
/* Memory, time, and the network library as a whole. */
#include "rules.h"
#include "script.h"

#include <string.h>

enum { GRANULARITY = 64 * 1024, PAGE = 4096, CLOCK_READS = 100000 };

static void granularity(void) {
    for (size_t bytes = PAGE; bytes <= 64u * GRANULARITY; bytes *= 2) {
        void *at = sys_reserve(bytes);
        if (!expect_true("VirtualAlloc reserves", at != NULL)) {
            return;
        }
        expect("the address within 64 KiB", (uintptr_t)at % GRANULARITY, 0);
        expect("VirtualFree", sys_release(at), 0);
    }
}

static bool is_filled(const char *memory, size_t bytes, char with) {
    for (size_t i = 0; i < bytes; i++) {
        if (memory[i] != with) {
            return false;
        }
    }
    return true;
}

static void zeroed(void) {
    char *at = sys_reserve(16 * PAGE);
    if (!expect_true("VirtualAlloc reserves", at != NULL)) {
        return;
    }
    if (expect("the commit", sys_commit(at + 4 * PAGE, 4 * PAGE), 0)) {
        expect_true("committed memory is zero", is_filled(at + 4 * PAGE, 4 * PAGE, 0));
    }
    expect("VirtualFree", sys_release(at), 0);
}

static void committed_twice(void) {
    char *at = sys_reserve(16 * PAGE);
    if (!expect_true("VirtualAlloc reserves", at != NULL)) {
        return;
    }
    if (expect("the commit", sys_commit(at, 4 * PAGE), 0)) {
        memset(at, 'm', 4 * PAGE);
        expect("the commit of what is committed, and more", sys_commit(at, 8 * PAGE), 0);
        expect_true("what was written is still there", is_filled(at, 4 * PAGE, 'm'));
        expect_true("the new part is zero", is_filled(at + 4 * PAGE, 4 * PAGE, 0));
    }
    expect("VirtualFree", sys_release(at), 0);
}

static void startup_counts(void) {
    sys_network network;
    sys_socket socket = SYS_NO_SOCKET;
    expect("WSAStartup again", sys_startup(&network), 0);
    expect("one WSACleanup", sys_cleanup(), 0);
    if (expect("WSASocket", sys_socket_new(SYS_FAMILY_V4, &socket), 0)) {
        expect("closesocket", sys_socket_close(socket), 0);
    }
}

/* The script's own startup is taken back for a moment. */
static void not_started(void) {
    sys_socket socket = SYS_NO_SOCKET;
    expect("the last WSACleanup", sys_cleanup(), 0);
    if (!expect("WSASocket", sys_socket_new(SYS_FAMILY_V4, &socket), 10093) && socket != SYS_NO_SOCKET) {
        (void)sys_socket_close(socket);
    }
    expect("WSACleanup once more", sys_cleanup(), 10093);
    expect("WSAStartup", sys_startup(&script.network), 0);
}

static void clock_goes_on(void) {
    uint64_t last = sys_clock_millis();
    for (int i = 0; i < CLOCK_READS; i++) {
        uint64_t now = sys_clock_millis();
        if (!expect_true("the clock never goes back", now >= last)) {
            return;
        }
        last = now;
    }
}

const rule RULES_MEMORY[] = {
    {160, "Reserved regions begin at multiples of 64 KiB.", "VirtualAlloc (lpAddress), GetSystemInfo", granularity},
    {161, "Committed memory is zero.", "VirtualAlloc (MEM_COMMIT)", zeroed},
    {162, "What is committed already may be committed again and keeps its content.", "VirtualAlloc (remarks)",
     committed_twice},
    {163, "WSAStartup counts: the network library works until the last WSACleanup.", "WSAStartup (remarks); T80",
     startup_counts},
    {164, "After the last WSACleanup there are no sockets: 10093.", "WSACleanup, WSASocket (WSANOTINITIALISED); T80",
     not_started},
    {165, "The performance counter never goes back.", "QueryPerformanceCounter; T78", clock_goes_on},
    {0, 0, 0, 0},
};
