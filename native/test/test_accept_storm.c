/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks accepting: four threads of clients that connect and reset at once, or end at once, without a word. The
 * listener survives with all its accepts, and every link that was opened is closed.
 */
#include "support.h"

enum { THREADS = 4, CLIENTS = 120, DEPTH = 8 };

static uint16_t tcp_port;

static DWORD WINAPI storm(void *argument) {
    uint32_t which = *(const uint32_t *)argument;
    for (uint32_t i = 0; i < CLIENTS; i++) {
        SOCKET client = client_connect(tcp_port);
        if ((i + which) % 3 == 0) {
            client_close(client);
        } else {
            client_abort(client);
        }
    }
    return 0;
}

static void accept_storm(uint32_t workers, uint32_t flags) {
    static rig r;
    HANDLE threads[THREADS];
    uint32_t numbers[THREADS];
    char in[4];
    lp_options options = rig_options(workers, flags);
    rig_create(&r, &options, rig_echo, NULL);
    rig_start(&r);
    rig_listen(&r, 0, DEPTH, 200);
    tcp_port = r.tcp_port;
    for (uint32_t i = 0; i < THREADS; i++) {
        numbers[i] = i;
        threads[i] = thread_start(storm, &numbers[i]);
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        thread_join(threads[i]);
    }
    SOCKET client = client_connect(tcp_port);
    client_send(client, "last", 4);
    client_receive(client, in, 4);
    client_close(client);
    WAIT(&r, r.seen.closed == r.seen.accepted && rig_stats(&r).operations_now == DEPTH);
    lp_stats s = rig_stats(&r);
    CHECK_EQUAL(s.accepts_completed + s.accepts_failed, s.operations[LP_OPERATION_ACCEPT].posted - DEPTH);
    printf("workers %u flags %u: opened %llu, failed %llu, peer close %u, reset %u\n", workers, flags,
           (unsigned long long)s.links_opened, (unsigned long long)s.accepts_failed,
           r.seen.reasons[LP_REASON_PEER_CLOSE], r.seen.reasons[LP_REASON_RESET]);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    accept_storm(1, 0);
    accept_storm(3, LP_NEVER_SKIP);
    return 0;
}
