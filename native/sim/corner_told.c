/* SPDX-License-Identifier: Apache-2.0 */
/* What a program is told: the records of a link's life, addresses that it chose, and bytes that went out too early. */
#include "corner.h"
#include "sim_net.h"

enum { TOLD_RECORDS = 64 };

/* The newest records, oldest first: the whole story of a link, or as much as there is room for. */
void corner_trace(void) {
    lp_trace records[TOLD_RECORDS];
    lp_trace newest;
    sim_end *peer = NULL;
    corner_begin(1);
    lp_command abort = {.kind = LP_COMMAND_ABORT, .target = corner_connect(&peer), .size = LP_REASON_HANDLER_ERROR};
    corner_command(&abort);
    (void)corner_await(LP_EVENT_CLOSED);
    int32_t count = lp_trace_dump(corner.port, 0, records, TOLD_RECORDS);
    SIM_RULE(count > 4 && count < TOLD_RECORDS, "%d records of a link", count);
    SIM_RULE(records[0].kind == LP_TRACE_COMMAND && records[0].detail == LP_COMMAND_CONNECT, "the first is another");
    bool aborted = false;
    for (int32_t i = 0; i < count; i++) {
        aborted |= records[i].kind == LP_TRACE_LIFE && records[i].link == abort.target &&
                   records[i].bytes == LP_REASON_HANDLER_ERROR;
        SIM_RULE(i == 0 || records[i].millis >= records[i - 1].millis, "record %d is out of order", i);
    }
    SIM_RULE(aborted, "the end of the link is not told");
    SIM_RULE(lp_trace_dump(corner.port, 0, &newest, 1) == 1, "one record");
    SIM_RULE(memcmp(&newest, &records[count - 1], sizeof newest) == 0, "it is not the newest");
    corner_end();
}

/* A resume of a link that was not paused changes nothing about its silence. */
void corner_resume_unpaused(void) {
    enum { SILENCE = 100, EARLIER = 60 };
    sim_end *peer = NULL;
    corner_begin(1);
    lp_command command = {.kind = LP_COMMAND_IDLE, .target = corner_connect(&peer), .millis = SILENCE};
    corner_command(&command);
    uint64_t since = sim.now;
    while (sim.now < since + EARLIER) {
        corner_step(0, NULL, 0, 1, (uint32_t)(since + EARLIER - sim.now));
        SIM_RULE(corner.event_count == 0, "event %u", corner.events[0].kind);
    }
    command.kind = LP_COMMAND_RESUME;
    corner_command(&command);
    (void)corner_await(LP_EVENT_IDLE);
    SIM_RULE(sim.now < since + EARLIER + SILENCE, "the silence was counted from the resume");
    corner_end();
}

/* A paused link has no silence to tell of: its worker sleeps meanwhile, and counts anew from the resume. */
void corner_paused_sleeps(void) {
    enum { SILENCE = 10, PAUSE = 500, WAITS_MAX = 3 };
    sim_end *peer = NULL;
    corner_begin(1);
    lp_command commands[2] = {{.kind = LP_COMMAND_IDLE, .target = corner_connect(&peer), .millis = SILENCE},
                              {.kind = LP_COMMAND_PAUSE}};
    commands[1].target = commands[0].target;
    corner_step(0, commands, 2, 0, 0);
    uint64_t since = sim.now;
    uint64_t waited = sim.waited;
    while (sim.now < since + PAUSE) {
        corner_step(0, NULL, 0, 1, (uint32_t)(since + PAUSE - sim.now));
        SIM_RULE(corner.event_count == 0, "event %u", corner.events[0].kind);
    }
    waited = sim.waited - waited;
    SIM_RULE(waited <= WAITS_MAX, "the worker of a paused link woke %llu times", (unsigned long long)waited);
    since = sim.now;
    commands[1].kind = LP_COMMAND_RESUME;
    corner_command(&commands[1]);
    lp_event idle = corner_await(LP_EVENT_IDLE);
    SIM_RULE(idle.size == LP_IDLE_READ && idle.data >= SILENCE && idle.data <= sim.now - since,
             "a silence of %llu ms since the resume", (unsigned long long)idle.data);
    corner_end();
}

static lp_address ports__connect(const lp_address *local) {
    lp_command connect = {
        .kind = LP_COMMAND_CONNECT, .millis = 1000, .address = sim_address_v4(SIM_NET_HERE, CORNER_PLACE)};
    connect.local = *local;
    corner_command(&connect);
    return corner_await(LP_EVENT_CONNECTED).local;
}

/* The port that was asked for, or where only an address was, any. */
void corner_local_ports(void) {
    lp_address local = sim_address_v4(SIM_NET_HERE, 40001);
    corner_begin(1);
    SIM_RULE(ports__connect(&local).tcp_port == 40001, "the local port is another");
    local.tcp_port = 0;
    SIM_RULE(ports__connect(&local).tcp_port > 40001, "a port that was not free");
    corner_end();
}

/* A stop that an operation keeps for longer than 32 bits count is told as that long, and not as a short one. */
void corner_stop_for_months(void) {
    lp_command connect = {.kind = LP_COMMAND_CONNECT, .millis = 1000, .address = sim_address_v4(SIM_NET_SILENT, 80)};
    sim_op *const *pending = NULL;
    corner_begin(1);
    corner_command(&connect);
    sim.knobs.late = 1000;
    sim.knobs.late_millis = 1;
    SIM_RULE(lp_stop(corner.port, 0) == LP_OK, "lp_stop failed");
    corner_step(0, NULL, 0, 1, 0);
    SIM_RULE(sim_op_pending(&pending) == 1, "the operation came back");
    pending[0]->ready_at = UINT64_MAX;
    sim.now += (uint64_t)UINT32_MAX + 1;
    SIM_RULE(corner_await(LP_EVENT_STOP_OVERDUE).size == UINT32_MAX, "months are told as less");
    pending[0]->ready_at = sim.now;
    corner_end();
}

/* Bytes go out for a link of which there was no room to tell yet, and then no room to tell of both: one after another.
 */
void corner_sent_without_room(void) {
    static const lp_link IDS[] = {1, (lp_link)1 << 32 | 1}; /* the first slots; the second link's id is a guess */
    char byte = 'x';
    lp_command connect = {
        .kind = LP_COMMAND_CONNECT, .millis = 1000, .address = sim_address_v4(SIM_NET_HERE, CORNER_PLACE)};
    corner_begin(1);
    sim.knobs.immediate = 1000;
    corner_command(&connect);
    corner_command(&connect);
    sim.now += 100; /* both come in one wait */
    lp_link told = corner_await(LP_EVENT_CONNECTED).link;
    lp_command send = {.kind = LP_COMMAND_SEND, .data = (uintptr_t)&byte, .size = 1};
    send.target = told == IDS[0] ? IDS[1] : IDS[0];
    corner_step(0, &send, 1, 1, 10);
    SIM_RULE(corner.event_count == 1 && corner.events[0].kind == LP_EVENT_CONNECTED &&
                 corner.events[0].link == send.target && CORNER_COUNT(0, bytes_sent) == 1,
             "the link is told of first, and bytes went out");
    corner_step(0, NULL, 0, 1, 0);
    SIM_RULE(corner.event_count == 1 && corner.events[0].kind == LP_EVENT_SENT && corner.events[0].data == 1,
             "what was sent is told as soon as there is room");
    corner_end();
}
