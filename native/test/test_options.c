/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks the borders of the API: every option out of range, NULL, destroy while busy, the wrong thread. */
#include "support.h"

#include <string.h>

static void refuse_options(lp_options options) {
    lp_port *port = (lp_port *)&options;
    uint32_t code = 99;
    CHECK_EQUAL(lp_create(&options, &port, &code), LP_INVALID);
    CHECK(port == NULL);
    CHECK_EQUAL(code, 0);
}

#define REFUSE(field, value)                                                                                           \
    do {                                                                                                               \
        lp_options bad = rig_options(1, 0);                                                                            \
        bad.field = (value);                                                                                           \
        refuse_options(bad);                                                                                           \
    } while (0)

static void bad_options(void) {
    REFUSE(size, sizeof(lp_options) - 1);
    REFUSE(workers, 0);
    REFUSE(workers, LP_WORKER_MAX + 1);
    REFUSE(max_links, 0);
    REFUSE(max_links, LP_SLOT_MAX + 1);
    REFUSE(chunk_bytes, 1023);
    REFUSE(chunk_bytes, 1025);
    REFUSE(chunk_bytes, 1048577);
    REFUSE(chunk_count, 1);
    REFUSE(chunk_count, 65537);
    REFUSE(flags, 0x80);
    lp_options large = rig_options(1, 0);
    large.chunk_bytes = 1048576;
    large.chunk_count = 2048; /* 2 GiB, one byte too many */
    refuse_options(large);
    lp_port *port = NULL;
    lp_options good = rig_options(1, 0);
    CHECK_EQUAL(lp_create(NULL, &port, NULL), LP_INVALID);
    CHECK_EQUAL(lp_create(&good, NULL, NULL), LP_INVALID);
}

static void extremes(void) {
    lp_options options = rig_options(LP_WORKER_MAX, 0);
    lp_port *port = NULL;
    options.max_links = LP_SLOT_MAX;
    options.chunk_bytes = 1024;
    options.chunk_count = 2;
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    CHECK_EQUAL(lp_destroy(port), LP_OK); /* never stepped and owns nothing */
    CHECK_EQUAL(lp_destroy(NULL), LP_OK);
}

static void bad_arguments(void) {
    lp_options options = rig_options(2, 0);
    lp_port *port = NULL;
    lp_event event;
    lp_stats stats;
    uint64_t size = 0;
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    CHECK_EQUAL(lp_step(port, 2, NULL, 0, &event, 1, 0), -LP_INVALID);
    CHECK_EQUAL(lp_step(NULL, 0, NULL, 0, &event, 1, 0), -LP_INVALID);
    CHECK_EQUAL(lp_step(port, 0, NULL, 1, &event, 1, 0), -LP_INVALID);
    CHECK_EQUAL(lp_step(port, 0, NULL, 0, NULL, 1, 0), -LP_INVALID);
    CHECK_EQUAL(lp_wake(port, 2), LP_INVALID);
    CHECK_EQUAL(lp_wake(NULL, 0), LP_INVALID);
    CHECK_EQUAL(lp_post(port, 0, NULL), LP_INVALID);
    lp_command command = {.kind = 0};
    CHECK_EQUAL(lp_post(port, 0, &command), LP_INVALID);
    command.kind = LP_COMMAND_RETAIN; /* a matter of the owner */
    CHECK_EQUAL(lp_post(port, 0, &command), LP_INVALID);
    command.kind = LP_COMMAND_CONNECT;
    CHECK_EQUAL(lp_post(port, 2, &command), LP_INVALID);
    command.kind = LP_COMMAND_CLOSE;
    command.target = (uint64_t)7 << 56;
    CHECK_EQUAL(lp_post(port, 0, &command), LP_INVALID);
    CHECK_EQUAL(lp_stop(NULL, 0), LP_INVALID);
    CHECK_EQUAL(lp_stats_read(port, 2, &stats, sizeof stats), LP_INVALID);
    CHECK_EQUAL(lp_stats_read(port, 0, NULL, sizeof(lp_stats)), LP_INVALID);
    CHECK(lp_chunks(port, 2, &size) == NULL);
    CHECK(lp_chunks(port, 1, &size) != NULL);
    CHECK_EQUAL(size, (uint64_t)options.chunk_bytes * options.chunk_count);
    CHECK_EQUAL(lp_listener_close(port, 0), LP_STALE);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
}

typedef struct theft {
    lp_port *port;
    int32_t answer;
} theft;

static DWORD WINAPI steal(void *argument) {
    theft *t = argument;
    lp_event event;
    t->answer = lp_step(t->port, 0, NULL, 0, &event, 1, 0);
    return 0;
}

static void owner_and_busy(void) {
    lp_options options = rig_options(2, 0);
    theft t = {NULL, 0};
    lp_event event;
    CHECK_EQUAL(lp_create(&options, &t.port, NULL), LP_OK);
    CHECK_EQUAL(lp_step(t.port, 0, NULL, 0, NULL, 0, LP_FOREVER), 0); /* takes no events, so it never waits */
    CHECK_EQUAL(lp_step(t.port, 0, NULL, 0, &event, 1, 0), 0);
    thread_join(thread_start(steal, &t));
    CHECK_EQUAL(t.answer, -LP_WRONG_THREAD);
    CHECK_EQUAL(lp_destroy(t.port), LP_BUSY); /* worker 0 was stepped and did not stop */
    CHECK_EQUAL(lp_stop(t.port, 0), LP_OK);
    CHECK_EQUAL(lp_step(t.port, 0, NULL, 0, &event, 1, LP_FOREVER), 1);
    CHECK_EQUAL(event.kind, LP_EVENT_STOPPED);
    CHECK_EQUAL(lp_step(t.port, 0, NULL, 0, &event, 1, 0), -LP_STOPPING);
    lp_command connect = {.kind = LP_COMMAND_CONNECT, .address = loopback(9)};
    CHECK_EQUAL(lp_post(t.port, 0, &connect), LP_STOPPING); /* nobody would ever answer */
    CHECK_EQUAL(lp_destroy(t.port), LP_OK);
}

static void texts(void) {
    CHECK(strlen(lp_version()) >= 5);
    for (uint32_t i = 0; i < 20; i++) {
        CHECK(lp_status_text(i) != NULL && lp_status_text(i)[0] != 0);
        CHECK(lp_reason_text(i) != NULL && lp_reason_text(i)[0] != 0);
    }
}

int main(void) {
    support_start();
    bad_options();
    extremes();
    bad_arguments();
    owner_and_busy();
    texts();
    return 0;
}
