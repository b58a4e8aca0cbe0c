/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks the gathering of sends: a thousand small ones of one step leave in few calls, in order, byte by byte. */
#include "support.h"

#include <string.h>

enum { SENDS = 1000, PIECE_BYTES = 50, GATHER_BUFFERS = 64 };

static void serve(rig_worker *w, const lp_event *event) {
    if (event->kind != LP_EVENT_ACCEPTED) {
        return;
    }
    for (uint32_t i = 0; i < SENDS; i++) {
        uint8_t bytes[PIECE_BYTES];
        for (uint32_t k = 0; k < PIECE_BYTES; k++) {
            bytes[k] = pattern(9, (uint64_t)i * PIECE_BYTES + k);
        }
        rig_send(w, event->link, bytes, PIECE_BYTES);
    }
    rig_simple(w, event->link, LP_COMMAND_CLOSE, RIG_DRAIN_MILLIS);
}

static void gather(uint32_t flags) {
    static rig r;
    static uint8_t in[SENDS * PIECE_BYTES];
    lp_options options = rig_options(1, flags);
    rig_create(&r, &options, serve, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    client_receive(client, in, sizeof in);
    client_expect_end(client);
    client_close(client);
    for (uint32_t i = 0; i < sizeof in; i++) {
        CHECK_EQUAL(in[i], pattern(9, i));
    }
    WAIT(&r, r.seen.closed == 1);
    lp_stats s = rig_stats(&r);
    uint64_t sends = s.operations[LP_OPERATION_SEND].inlined + s.operations[LP_OPERATION_SEND].posted;
    CHECK(sends >= 1);
    CHECK(sends <= SENDS / GATHER_BUFFERS + 2);
    CHECK_EQUAL(r.seen.sent_bytes, sizeof in);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    gather(0);
    gather(LP_NEVER_SKIP);
    return 0;
}
