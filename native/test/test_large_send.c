/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks partial sends and their accounts: 64 MB lent at once to a peer that reads slowly, in both skip modes. The sum
 * of LP_EVENT_SENT is exact, and every byte arrives in its place.
 */
#include "support.h"

enum { BYTES = 64 * 1024 * 1024, PIECE = 64 * 1024 };

static uint8_t *data;

static void serve(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_ACCEPTED) {
        lp_command send = {
            .kind = LP_COMMAND_SEND, .size = BYTES, .target = event->link, .data = (uint64_t)(uintptr_t)data};
        rig_lent(w->rig, event->link, BYTES);
        rig_command(w, &send);
        rig_simple(w, event->link, LP_COMMAND_CLOSE, RIG_WAIT_MILLIS);
    }
}

static void large(uint32_t flags) {
    static rig r;
    lp_options options = rig_options(1, flags);
    uint8_t *in = malloc(PIECE);
    CHECK(in != NULL);
    rig_create(&r, &options, serve, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    int small = 16 * 1024;
    CHECK_EQUAL(setsockopt(client, SOL_SOCKET, SO_RCVBUF, (const char *)&small, sizeof small), 0);
    for (uint64_t at = 0; at < BYTES; at += PIECE) {
        client_receive(client, in, PIECE);
        for (uint32_t i = 0; i < PIECE; i += 997) {
            CHECK_EQUAL(in[i], pattern(3, at + i));
        }
    }
    client_expect_end(client);
    client_close(client);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(r.seen.sent_bytes, BYTES);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_LOCAL_CLOSE], 1);
    lp_stats s = rig_stats(&r);
    CHECK_EQUAL(s.bytes_sent, BYTES);
    printf("flags %u: sends inline %llu posted %llu partial %llu\n", flags,
           (unsigned long long)s.operations[LP_OPERATION_SEND].inlined,
           (unsigned long long)s.operations[LP_OPERATION_SEND].posted, (unsigned long long)s.sends_partial);
    rig_finish(&r, RIG_DRAIN_MILLIS);
    free(in);
}

int main(void) {
    data = malloc(BYTES);
    CHECK(data != NULL);
    for (uint32_t i = 0; i < BYTES; i++) {
        data[i] = pattern(3, i);
    }
    large(0);
    large(LP_NEVER_SKIP);
    free(data);
    return 0;
}
