/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the whole path of a byte: many links at once, one worker and four, immediate successes skipped and queued.
 * Every byte must come back, in order, on its own link.
 */
#include "support.h"

#include <string.h>

enum { LINKS = 24, BYTES = 300 * 1000 };

typedef struct talk {
    uint16_t tcp_port;
    uint32_t stream;
} talk;

static DWORD WINAPI talk_run(void *argument) {
    const talk *t = argument;
    uint8_t *out = malloc(BYTES);
    uint8_t *in = malloc(BYTES);
    CHECK(out != NULL && in != NULL);
    for (uint32_t i = 0; i < BYTES; i++) {
        out[i] = pattern(t->stream, i);
    }
    SOCKET client = client_connect(t->tcp_port);
    uint32_t at = 0;
    for (uint32_t part = 1; at < BYTES; part = part * 5 % 40009 + 1) {
        uint32_t size = part < BYTES - at ? part : BYTES - at;
        client_send(client, out + at, size);
        client_receive(client, in + at, size);
        at += size;
    }
    CHECK(memcmp(in, out, BYTES) == 0);
    client_end(client);
    client_expect_end(client);
    client_close(client);
    free(out);
    free(in);
    return 0;
}

static void echo(uint32_t workers, uint32_t flags) {
    static rig r;
    lp_options options = rig_options(workers, flags);
    talk talks[LINKS];
    HANDLE threads[LINKS];
    rig_create(&r, &options, rig_echo, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 8, 128);
    for (uint32_t i = 0; i < LINKS; i++) {
        talks[i] = (talk){r.tcp_port, i};
        threads[i] = thread_start(talk_run, &talks[i]);
    }
    for (uint32_t i = 0; i < LINKS; i++) {
        thread_join(threads[i]);
    }
    WAIT(&r, r.seen.closed == LINKS);
    CHECK_EQUAL(r.seen.accepted, LINKS);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_PEER_CLOSE], LINKS);
    CHECK_EQUAL(r.seen.received_bytes, (uint64_t)LINKS * BYTES);
    CHECK_EQUAL(r.seen.sent_bytes, (uint64_t)LINKS * BYTES);
    CHECK_EQUAL(r.seen.last[LP_EVENT_ACCEPTED].cookie, 77);
    lp_stats s = rig_stats(&r);
    CHECK_EQUAL(s.bytes_sent, (uint64_t)LINKS * BYTES);
    CHECK_EQUAL(s.bytes_received, (uint64_t)LINKS * BYTES);
    const lp_operation_stats *sends = &s.operations[LP_OPERATION_SEND];
    const lp_operation_stats *receives = &s.operations[LP_OPERATION_RECEIVE];
    CHECK((flags & LP_NEVER_SKIP) == 0 || (sends->inlined == 0 && receives->inlined == 0));
    printf("workers %u flags %u: steps %llu completions %llu sends inline %llu posted %llu probes inline %llu\n",
           workers, flags, (unsigned long long)s.steps, (unsigned long long)s.completions,
           (unsigned long long)sends->inlined, (unsigned long long)sends->posted,
           (unsigned long long)receives->inlined);
    rig_finish(&r, RIG_DRAIN_MILLIS);
}

int main(void) {
    echo(1, 0);
    echo(4, 0);
    echo(1, LP_NEVER_SKIP);
    echo(4, LP_NEVER_SKIP);
    return 0;
}
