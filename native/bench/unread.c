/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "unread.h"

#include "clock.h"
#include "fail.h"

#include <inttypes.h>
#include <stdio.h>
#include <time.h>

enum { POLL_NANOS = 500000 };

static const uint64_t SILENCE_NANOS = UINT64_C(20000000000);

/* What is on its way to that port, or has arrived and is not read: sl local remote st tx_queue:rx_queue, in hex. */
static uint64_t unread__bytes(uint16_t tcp_port) {
    char line[512];
    uint64_t sum = 0;
    FILE *file = fopen("/proc/net/tcp", "r");
    if (!file) {
        fail_errno("/proc/net/tcp");
    }
    while (fgets(line, sizeof line, file)) {
        unsigned local, remote, state;
        uint64_t unsent, unread;
        if (sscanf(line, " %*u: %*8x:%x %*8x:%x %x %" SCNx64 ":%" SCNx64, &local, &remote, &state, &unsent, &unread) ==
                5 &&
            state == 1) {
            sum += (local == tcp_port ? unread : 0) + (remote == tcp_port ? unsent : 0);
        }
    }
    fclose(file);
    return sum;
}

void unread_await_none(uint16_t tcp_port) {
    struct timespec pause = {0, POLL_NANOS};
    uint64_t began = clock_nanos();
    while (unread__bytes(tcp_port)) {
        if (clock_nanos() - began > SILENCE_NANOS) {
            fail("the server does not read");
        }
        nanosleep(&pause, NULL);
    }
}
