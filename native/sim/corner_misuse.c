/* SPDX-License-Identifier: Apache-2.0 */
/* Arguments out of range, commands that name nothing, and the largest port there is. */
#include "corner.h"

#include <stdio.h>

#define REFUSED(call) SIM_RULE((call) == LP_INVALID, "taken: " #call)

static void misuse__options(void) {
    static const lp_options GOOD = {
        .size = sizeof GOOD, .workers = 1, .max_links = 1, .chunk_bytes = 1024, .chunk_count = 2};
    lp_options bad[12];
    for (int i = 0; i < 12; i++) {
        bad[i] = GOOD;
    }
    bad[0].size--;
    bad[1].workers = 0;
    bad[2].workers = LP_WORKER_MAX + 1;
    bad[3].max_links = 0;
    bad[4].max_links = LP_SLOT_MAX + 1;
    bad[5].chunk_bytes = 1023;
    bad[6].chunk_bytes = 1048577;
    bad[7].chunk_bytes = 1025;
    bad[8].chunk_count = 1;
    bad[9].chunk_count = 65537;
    bad[10].chunk_bytes = 1048576, bad[10].chunk_count = 4096; /* 4 GiB */
    bad[11].flags = 0x80000000u;
    for (int i = 0; i < 12; i++) {
        lp_port *port = (lp_port *)(void *)&bad;
        uint32_t code = 1;
        SIM_RULE(lp_create(&bad[i], &port, &code) == LP_INVALID && port == NULL && code == 0, "options %d taken", i);
    }
    lp_port *port = NULL;
    REFUSED(lp_create(NULL, &port, NULL));
    REFUSED(lp_create(&GOOD, NULL, NULL));
}

/* A program that was built before these structs grew: what it does not know of is 0, whatever stands there. */
static void misuse__older(void) {
    lp_options options = corner.options;
    lp_listen_options listen = {
        .size = offsetof(lp_listen_options, first_data_millis), .accept_depth = 1, .backlog = 1};
    lp_address address = sim_address_v4(127, 0);
    lp_listener id = 0;
    lp_port *port = NULL;
    lp_stats stats;
    options.size = offsetof(lp_options, chunk_memory);
    options.chunk_memory = (void *const *)(uintptr_t)1;
    listen.first_data_millis = LP_LISTEN_MILLIS_MAX + 1;
    SIM_RULE(lp_create(&options, &port, NULL) == LP_OK && lp_destroy(port) == LP_OK, "older options refused");
    SIM_RULE(lp_listen(corner.port, 0, &address, &listen, &id, &address, NULL) == LP_OK, "older options refused");
    memset(&stats, 0x5A, sizeof stats);
    SIM_RULE(lp_stats_read(corner.port, 0, &stats, 16) == LP_OK, "older statistics refused");
    SIM_RULE(stats.wakes_posted < 100 && stats.wakes_failed == 0x5A5A5A5A5A5A5A5Au, "more written than asked for");
}

/* A connect with options that no socket has fails, and says so. */
static void misuse__connect(void) {
    lp_socket_options socket = {.keepalive_idle_seconds = 1,
                                .keepalive_interval_seconds = LP_KEEPALIVE_SECONDS_MAX + 1};
    lp_command connect = {.kind = LP_COMMAND_CONNECT, .millis = 1000, .data = 3, .target = (uintptr_t)&socket};
    connect.address = sim_address_v4(127, CORNER_PLACE);
    corner_command(&connect);
    lp_event failed = corner_await(LP_EVENT_CONNECT_FAILED);
    SIM_RULE(failed.cookie == 3 && failed.os_code == 87, "failed with code %u", failed.os_code);
}

static void misuse__listen(void) {
    static const lp_listen_options GOOD = {.size = sizeof GOOD, .accept_depth = 1, .backlog = 1};
    lp_address address = sim_address_v4(127, 0);
    lp_address bound;
    lp_listener id = 0;
    lp_listen_options bad[15];
    for (int i = 0; i < 15; i++) {
        bad[i] = GOOD;
    }
    bad[0].size--;
    bad[1].accept_depth = 0;
    bad[2].accept_depth = 1025;
    bad[3].backlog = 0;
    bad[4].backlog = 65536;
    bad[5].flags = 0x80000000u;
    bad[6].first_data_millis = LP_LISTEN_MILLIS_MAX + 1;
    bad[7].read_idle_millis = LP_LISTEN_MILLIS_MAX + 1;
    bad[8].write_idle_millis = LP_LISTEN_MILLIS_MAX + 1;
    bad[9].socket.receive_buffer_bytes = LP_SOCKET_BUFFER_MAX + 1;
    bad[10].socket.send_buffer_bytes = LP_SOCKET_BUFFER_MAX + 1;
    bad[11].socket.keepalive_idle_seconds = 1; /* without an interval */
    bad[12].socket.keepalive_interval_seconds = 1;
    bad[13].socket = (lp_socket_options){0, 0, LP_KEEPALIVE_SECONDS_MAX + 1, 1};
    bad[14].max_links = LP_SLOT_MAX + 1;
    for (int i = 0; i < 15; i++) {
        uint32_t code = 1;
        lp_status status = lp_listen(corner.port, 0, &address, &bad[i], &id, &bound, &code);
        SIM_RULE(status == LP_INVALID && code == 0, "listen options %d taken", i);
    }
    REFUSED(lp_listen(NULL, 0, &address, &GOOD, &id, &bound, NULL));
    REFUSED(lp_listen(corner.port, 1, &address, &GOOD, &id, &bound, NULL));
    REFUSED(lp_listen(corner.port, 0, NULL, &GOOD, &id, &bound, NULL));
    REFUSED(lp_listen(corner.port, 0, &address, NULL, &id, &bound, NULL));
    REFUSED(lp_listen(corner.port, 0, &address, &GOOD, NULL, &bound, NULL));
    REFUSED(lp_listen(corner.port, 0, &address, &GOOD, &id, NULL, NULL));
    address.family = 5;
    SIM_RULE(corner_listen(&address, 0, &id, &bound) == LP_UNSUPPORTED, "a family that is none");
}

static void misuse__listener_close(void) {
    REFUSED(lp_listener_close(NULL, 0));
    REFUSED(lp_listener_close(corner.port, (uint64_t)1 << 56));
    SIM_RULE(lp_listener_close(corner.port, 0) == LP_STALE, "a listener of no name");
    SIM_RULE(lp_listener_close(corner.port, (uint64_t)0xFFFFFF << 32) == LP_STALE, "a listener behind the last");
    SIM_RULE(lp_listener_close(corner.port, (uint64_t)1 << 32 | 1) == LP_STALE, "a listener that never was");
}

static void misuse__step(void) {
    static lp_command command = {.kind = LP_COMMAND_RESUME};
    lp_event event;
    SIM_RULE(lp_step(NULL, 0, NULL, 0, &event, 1, 0) == -LP_INVALID, "a step of no port");
    SIM_RULE(lp_step(corner.port, 1, NULL, 0, &event, 1, 0) == -LP_INVALID, "a step of no worker");
    SIM_RULE(lp_step(corner.port, 0, NULL, 1, &event, 1, 0) == -LP_INVALID, "a step with commands nowhere");
    SIM_RULE(lp_step(corner.port, 0, NULL, 0, NULL, 1, 0) == -LP_INVALID, "a step with events nowhere");
    SIM_RULE(lp_step(corner.port, 0, &command, LP_COMMANDS_MAX + 1, NULL, 0, 0) == -LP_INVALID, "too many commands");
    SIM_RULE(lp_step(corner.port, 0, NULL, 0, &event, 0x80000000u, 0) == -LP_INVALID, "too many events");
}

static void misuse__post(void) {
    lp_command command = {.kind = LP_COMMAND_RESUME};
    REFUSED(lp_post(NULL, 0, &command));
    REFUSED(lp_post(corner.port, 0, NULL));
    command.target = (uint64_t)1 << 56;
    REFUSED(lp_post(corner.port, 0, &command)); /* the link's worker counts, not the one that is named */
    command.target = 0;
    command.kind = 0;
    REFUSED(lp_post(corner.port, 0, &command));
    command.kind = 0x7FFFFFFF;
    REFUSED(lp_post(corner.port, 0, &command));
    command.kind = LP_COMMAND_STOP; /* of the owner only */
    REFUSED(lp_post(corner.port, 0, &command));
}

static void misuse__others(void) {
    lp_stats stats;
    uint64_t bytes = 0;
    REFUSED(lp_wake(NULL, 0));
    REFUSED(lp_wake(corner.port, 1));
    REFUSED(lp_stop(NULL, 0));
    REFUSED(lp_stats_read(corner.port, 1, &stats, sizeof stats));
    REFUSED(lp_stats_read(corner.port, 0, NULL, sizeof(lp_stats)));
    SIM_RULE(lp_trace_dump(NULL, 0, NULL, 0) == -LP_INVALID, "a trace of no port");
    SIM_RULE(lp_trace_dump(corner.port, 1, NULL, 0) == -LP_INVALID, "a trace of no worker");
    SIM_RULE(lp_trace_dump(corner.port, 0, NULL, 1) == -LP_INVALID, "a trace to nowhere");
    SIM_RULE(lp_trace_dump(corner.port, 0, NULL, 0) == 0, "no room for records, and yet some");
    SIM_RULE(lp_chunks(corner.port, 1, &bytes) == NULL, "the chunks of no worker");
    SIM_RULE(lp_chunks(corner.port, 0, NULL) == NULL, "chunks of any size");
    SIM_RULE(lp_destroy(NULL) == LP_OK, "the end of no port");
}

void corner_misuse(void) {
    unsigned parts = 0;
    SIM_RULE(sscanf(lp_version(), "%*u.%*u.%u", &parts) == 1, "a version like %s", lp_version());
    misuse__options();
    corner_begin(1);
    misuse__listen();
    misuse__listener_close();
    misuse__step();
    misuse__post();
    misuse__others();
    misuse__connect();
    misuse__older();
    corner_end();
}

/* Commands that name nothing are dropped and counted. */
void corner_nonsense(void) {
    lp_command command = {.kind = 0x7FFFFFFF};
    sim_end *peer = NULL;
    corner_begin(2);
    command.target = corner_connect(&peer);
    corner_command(&command);
    SIM_RULE(CORNER_COUNT(0, unexpected) == 1, "a command of no kind");
    command.kind = LP_COMMAND_RETAIN; /* chunks that were not lent, or never existed, or are not kept */
    corner_command(&command);
    command.data = UINT64_MAX;
    corner_command(&command);
    command.kind = LP_COMMAND_RELEASE;
    corner_command(&command);
    command.data = 0;
    corner_command(&command);
    SIM_RULE(CORNER_COUNT(0, commands_stale) == 4, "chunks that nobody lent");
    command.kind = LP_COMMAND_RESUME;
    command.target |= (uint64_t)1 << 56;
    corner_command(&command);
    SIM_RULE(CORNER_COUNT(0, commands_stale) == 5, "a link of another worker");
    command.kind = LP_COMMAND_SEND;
    command.target = LP_SLOT_MAX - 1;
    command.size = 1;
    corner_command(&command);
    SIM_RULE(CORNER_COUNT(0, commands_stale) == 6, "a send to a link that never was");
    corner_end();
}

/* As many links as ids can name. */
void corner_largest(void) {
    corner.options = (lp_options){.size = sizeof corner.options,
                                  .workers = 2,
                                  .max_links = LP_SLOT_MAX,
                                  .chunk_bytes = 1024,
                                  .chunk_count = 65536};
    sim_end *peer = NULL;
    corner_begin(2);
    (void)corner_connect(&peer);
    corner_end();
}
