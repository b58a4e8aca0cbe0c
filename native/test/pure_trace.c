/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the trace: the newest records come out oldest first, before and after the ring wraps; readers beside a
 * writer never see a record that is torn, missing or out of order; and every kind of record has its text.
 */
#include "check.h"
#include "trace.h"

#include <pthread.h>
#include <stdbool.h>
#include <string.h>

enum { READERS = 2, DUMPS = 300 };

static trace ring;
static lp_trace records[TRACE_RECORDS];

/* Every field follows from the number, so that a mixture of two records shows. */
static void add(uint64_t number) {
    trace_add(&ring, number, (lp_trace_kind)(1 + number % 8), (uint32_t)number & 0xFF, number * 3, (uint32_t)number * 5,
              (uint32_t)number * 7);
}

static void check(const lp_trace *r, uint64_t number) {
    CHECK_EQUAL(r->millis, number);
    CHECK_EQUAL(r->kind, 1 + number % 8);
    CHECK_EQUAL(r->detail, number & 0xFF);
    CHECK_EQUAL(r->link, number * 3);
    CHECK_EQUAL(r->code, (uint32_t)number * 5);
    CHECK_EQUAL(r->bytes, (uint32_t)number * 7);
}

static void check_newest(uint64_t added, uint32_t max) {
    uint64_t expected = added < TRACE_READABLE ? added : TRACE_READABLE;
    expected = expected < max ? expected : max;
    CHECK_EQUAL(trace_read(&ring, records, max), expected);
    for (uint64_t i = 0; i < expected; i++) {
        check(&records[i], added - expected + i);
    }
}

static void wraps(void) {
    memset(&ring, 0, sizeof ring);
    trace_init(&ring);
    CHECK_EQUAL(trace_read(&ring, records, TRACE_RECORDS), 0);
    for (uint64_t i = 0; i < 3 * TRACE_RECORDS; i++) {
        add(i);
        check_newest(i + 1, TRACE_RECORDS);
        check_newest(i + 1, 5);
        check_newest(i + 1, 0);
    }
}

/* What a person finds in a dump of memory. */
static void is_marked(void) {
    const char *bytes = (const char *)&ring;
    CHECK(memcmp(bytes, "LPTRACE1", 8) == 0);
    CHECK_EQUAL(ring.record_bytes, sizeof(trace_record));
    CHECK_EQUAL(ring.record_count * ring.record_bytes, sizeof ring.records);
}

static _Atomic(uint32_t) reading;

static void *read_all(void *argument) {
    (void)argument;
    lp_trace seen[TRACE_RECORDS];
    uint64_t last = 0;
    for (uint32_t i = 0; i < DUMPS;) {
        uint32_t count = trace_read(&ring, seen, TRACE_RECORDS);
        for (uint32_t k = 0; k < count; k++) {
            check(&seen[k], seen[0].millis + k);
        }
        if (count > 0) {
            CHECK(seen[count - 1].millis >= last);
            i += seen[count - 1].millis > last; /* a dump of what was dumped before proves nothing */
            last = seen[count - 1].millis;
        }
    }
    atomic_fetch_sub(&reading, 1);
    return NULL;
}

static void is_read_beside_the_writer(void) {
    pthread_t threads[READERS];
    memset(&ring, 0, sizeof ring);
    trace_init(&ring);
    atomic_store(&reading, READERS);
    for (int i = 0; i < READERS; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, read_all, NULL), 0);
    }
    for (uint64_t i = 0; atomic_load(&reading) > 0; i++) {
        add(i);
    }
    for (int i = 0; i < READERS; i++) {
        CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
    }
}

static void check_text(lp_trace record, const char *expected) {
    char text[128];
    int32_t length = lp_trace_text(&record, text, sizeof text);
    if (strcmp(text, expected) != 0) {
        FAIL("the text is '%s', expected '%s'", text, expected);
    }
    CHECK_EQUAL(length, strlen(expected));
}

static void has_a_text(void) {
    uint64_t link = (uint64_t)2 << 56 | (uint64_t)17 << 32 | 3;
    check_text((lp_trace){5, LP_TRACE_POSTED, LP_OPERATION_SEND, link, 997, 0},
               "5 ms 2/17/3 send posted, code 997, bytes 0");
    check_text((lp_trace){5, LP_TRACE_INLINED, LP_OPERATION_RECEIVE, link, 0, 9},
               "5 ms 2/17/3 receive done inline, code 0, bytes 9");
    check_text((lp_trace){5, LP_TRACE_REFUSED, LP_OPERATION_CONNECT, link, 10065, 0},
               "5 ms 2/17/3 connect refused, code 10065, bytes 0");
    check_text((lp_trace){5, LP_TRACE_CAME_BACK, LP_OPERATION_ACCEPT, link, 64, 0},
               "5 ms 2/17/3 accept came back, code 64, bytes 0");
    check_text((lp_trace){5, LP_TRACE_LIFE, 3, link, 0, LP_REASON_SHUTDOWN}, "5 ms 2/17/3 draining, reason 6, code 0");
    check_text((lp_trace){5, LP_TRACE_COMMAND, LP_COMMAND_CLOSE, link, 100, 0},
               "5 ms 2/17/3 command close, size 0, millis 100");
    check_text((lp_trace){5, LP_TRACE_WAKE, 0, 0, 0, 0}, "5 ms 0/0/0 wake");
    check_text((lp_trace){5, LP_TRACE_STOP, 0, 0, 250, 0}, "5 ms 0/0/0 stop, millis 250");
    check_text((lp_trace){5, LP_TRACE_COMMAND, 0, 0, 1, 2}, "5 ms 0/0/0 command ?, size 2, millis 1");
    check_text((lp_trace){5, 200, 77, 0, 1, 2}, "5 ms 0/0/0 ? ?, code 1, bytes 2");
}

static void text_is_cut(void) {
    char text[8];
    lp_trace record = {12345, LP_TRACE_WAKE, 0, 0, 0, 0};
    CHECK_EQUAL(lp_trace_text(&record, text, sizeof text), strlen("12345 ms 0/0/0 wake"));
    CHECK(strcmp(text, "12345 m") == 0);
}

int main(void) {
    wraps();
    is_marked();
    is_read_beside_the_writer();
    has_a_text();
    text_is_cut();
    return 0;
}
