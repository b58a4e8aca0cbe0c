/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks files in the send queue, sent by the system and read by the worker, in both skip modes: memory before,
 * between and behind two files arrives in order and to the last byte, before the FIN of a close; a file that is too
 * short, is cut while it is sent, or has no handle ends its link with FILE; resets and deadlines in the middle end it
 * as ever.
 */
#include "support_file.h"

#include <string.h>

enum { LARGE = 12 * 1024 * 1024, OFFSET = 70001, SMALL = 100, MEMORY = 1000, CUT = 3 * 1024 * 1024, PIECE = 64 * 1024 };

typedef struct sending {
    HANDLE file;
    uint64_t offset;
    uint64_t length;
    uint32_t close_millis; /* 0: it stays open */
    bool around;           /* memory before and behind it, and a second file */
} sending;

static uint8_t memory[MEMORY];
static file_of large;
static file_of small;
static HANDLE small_file;

static void send_memory(rig_worker *w, lp_link link) {
    lp_command send = {.kind = LP_COMMAND_SEND, .size = MEMORY, .target = link, .data = (uint64_t)(uintptr_t)memory};
    rig_lent(w->rig, link, MEMORY);
    rig_command(w, &send);
}

static void send_file(rig_worker *w, lp_link link, HANDLE file, uint64_t offset, uint64_t length) {
    lp_command send = {.kind = LP_COMMAND_SEND_FILE,
                       .target = link,
                       .data = (uint64_t)(uintptr_t)file,
                       .file = {.offset = offset, .length = length}};
    rig_lent(w->rig, link, length);
    rig_command(w, &send);
}

static void serve(rig_worker *w, const lp_event *event) {
    const sending *t = w->rig->context;
    if (event->kind != LP_EVENT_ACCEPTED) {
        return;
    }
    if (t->around) {
        send_memory(w, event->link);
    }
    send_file(w, event->link, t->file, t->offset, t->length);
    if (t->around) {
        send_memory(w, event->link);
        send_file(w, event->link, small_file, 0, 0); /* of nothing: ignored */
        send_file(w, event->link, small_file, 1, SMALL - 1);
        send_memory(w, event->link);
    }
    if (t->close_millis > 0) {
        rig_simple(w, event->link, LP_COMMAND_CLOSE, t->close_millis);
    }
}

static SOCKET begin(rig *r, sending *t, uint32_t flags) {
    lp_options options = rig_options(1, flags);
    rig_create(r, &options, serve, t);
    rig_start(r);
    rig_listen(r, 0, 1, 8);
    return client_connect(r->tcp_port);
}

/* Who sends the files is as asked for. */
static void check_way(rig *r, uint32_t flags) {
    lp_stats s = rig_stats(r);
    const lp_operation_stats *t = &s.operations[LP_OPERATION_TRANSMIT];
    bool transmits = file_server_edition() && (flags & LP_NEVER_TRANSMIT) == 0;
    printf("flags %u: TransmitFile inlined %llu posted %llu, sends inlined %llu posted %llu\n", flags,
           (unsigned long long)t->inlined, (unsigned long long)t->posted,
           (unsigned long long)s.operations[LP_OPERATION_SEND].inlined,
           (unsigned long long)s.operations[LP_OPERATION_SEND].posted);
    CHECK_EQUAL(t->inlined + t->posted > 0, transmits);
}

static void finish(rig *r, SOCKET client, lp_reason reason) {
    client_close(client);
    WAIT(r, r->seen.closed == 1);
    CHECK_EQUAL(r->seen.reasons[reason], 1);
    rig_finish(r, RIG_DRAIN_MILLIS);
}

static void expect_memory(SOCKET client) {
    uint8_t in[MEMORY];
    client_receive(client, in, sizeof in);
    CHECK(memcmp(in, memory, sizeof in) == 0);
}

static void expect_file(SOCKET client, const file_of *f, uint64_t offset, uint64_t length) {
    static uint8_t in[PIECE];
    for (uint64_t at = 0; at < length; at += PIECE) {
        uint32_t count = length - at < PIECE ? (uint32_t)(length - at) : PIECE;
        client_receive(client, in, count);
        for (uint32_t i = 0; i < count; i++) {
            CHECK_EQUAL(in[i], pattern(f->stream, offset + at + i));
        }
    }
}

static void whole(uint32_t flags, DWORD file_flags) {
    static rig r;
    sending t = {.file = file_open(&large, file_flags),
                 .offset = OFFSET,
                 .length = LARGE - OFFSET,
                 .close_millis = RIG_WAIT_MILLIS,
                 .around = true};
    SOCKET client = begin(&r, &t, flags);
    expect_memory(client);
    expect_file(client, &large, OFFSET, LARGE - OFFSET);
    expect_memory(client);
    expect_file(client, &small, 1, SMALL - 1);
    expect_memory(client);
    client_expect_end(client);
    WAIT(&r, r.seen.sent_bytes == LARGE - OFFSET + SMALL - 1 + 3 * MEMORY);
    check_way(&r, flags);
    finish(&r, client, LP_REASON_LOCAL_CLOSE);
    CHECK(CloseHandle(t.file));
}

/* Not one byte of it. */
static void refused(uint32_t flags, HANDLE file, uint64_t offset, uint64_t length, uint32_t code) {
    static rig r;
    sending t = {.file = file, .offset = offset, .length = length};
    SOCKET client = begin(&r, &t, flags);
    CHECK_EQUAL(client_expect_reset(client), 0);
    WAIT(&r, r.seen.closed == 1);
    CHECK(code == 0 || r.seen.last[LP_EVENT_CLOSED].os_code == code);
    CHECK(r.seen.last[LP_EVENT_CLOSED].os_code != 0);
    CHECK_EQUAL(r.seen.sent_bytes, 0);
    finish(&r, client, LP_REASON_FILE);
}

static void narrow(SOCKET client) {
    int bytes = 16 * 1024;
    CHECK_EQUAL(setsockopt(client, SOL_SOCKET, SO_RCVBUF, (const char *)&bytes, sizeof bytes), 0);
}

static void cut(uint32_t flags) {
    static rig r;
    sending t = {.file = file_open(&large, 0), .length = LARGE, .close_millis = RIG_WAIT_MILLIS};
    SOCKET client = begin(&r, &t, flags);
    narrow(client);
    expect_file(client, &large, 0, PIECE);
    file_resize(&large, CUT);
    CHECK(client_expect_reset(client) < LARGE);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(r.seen.last[LP_EVENT_CLOSED].os_code, 38);
    finish(&r, client, LP_REASON_FILE);
    CHECK(CloseHandle(t.file));
    file_delete(&large);
    file_make(&large, large.stream, LARGE);
}

static void reset(uint32_t flags) {
    static rig r;
    sending t = {.file = file_open(&large, 0), .length = LARGE, .around = true};
    SOCKET client = begin(&r, &t, flags);
    expect_memory(client);
    expect_file(client, &large, 0, PIECE);
    client_abort(client);
    WAIT(&r, r.seen.closed == 1);
    CHECK_EQUAL(r.seen.reasons[LP_REASON_RESET], 1);
    rig_finish(&r, RIG_DRAIN_MILLIS);
    CHECK(CloseHandle(t.file));
}

/* The handle is the program's again by the time of the last event, whatever the kernel still had to send. */
static void deadline(uint32_t flags) {
    static rig r;
    sending t = {.file = file_open(&large, 0), .length = LARGE, .close_millis = 200};
    SOCKET client = begin(&r, &t, flags);
    narrow(client);
    WAIT(&r, r.seen.closed == 1);
    CHECK(CloseHandle(t.file));
    CHECK(r.seen.sent_bytes < LARGE);
    finish(&r, client, LP_REASON_DRAIN_TIMEOUT);
}

static void run(uint32_t flags) {
    HANDLE closed = file_open(&small, 0);
    CHECK(CloseHandle(closed));
    whole(flags, 0);
    whole(flags, FILE_FLAG_OVERLAPPED | FILE_FLAG_SEQUENTIAL_SCAN);
    refused(flags, small_file, 1, SMALL, 38);
    refused(flags, small_file, (uint64_t)1 << 40, 1, 38);
    refused(flags, small_file, INT64_MAX, 1, 87);
    refused(flags, NULL, 0, SMALL, 6);
    refused(flags, closed, 0, SMALL, 0);
    cut(flags);
    reset(flags);
    deadline(flags);
}

int main(void) {
    support_start();
    for (uint32_t i = 0; i < MEMORY; i++) {
        memory[i] = pattern(9, i);
    }
    file_make(&large, 5, LARGE);
    file_make(&small, 6, SMALL);
    small_file = file_open(&small, 0);
    run(0);
    run(LP_NEVER_SKIP);
    run(LP_NEVER_TRANSMIT);
    run(LP_NEVER_TRANSMIT | LP_NEVER_SKIP);
    CHECK(CloseHandle(small_file));
    file_delete(&small);
    file_delete(&large);
    return 0;
}
