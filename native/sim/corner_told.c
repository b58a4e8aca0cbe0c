/* SPDX-License-Identifier: Apache-2.0 */
/* What a program is told: the records of a link's life, addresses that it chose, and bytes that went out too early. */
#include "corner.h"
#include "sim_net.h"
#include "sim_place.h"

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

/* As worker 0, with a struct as an older program knows it, or as this one. */
static lp_status lookup__state(lp_link id, uint32_t size, lp_link_info *info) {
    memset(info, 0x5A, sizeof *info);
    info->size = size;
    uintptr_t thread = sim.thread;
    sim.thread = 1;
    lp_status status = lp_link_read(corner.port, id, info);
    sim.thread = thread;
    return status;
}

static void lookup__expect(lp_link id, uint32_t state) {
    lp_link_info info;
    SIM_RULE(lookup__state(id, sizeof info, &info) == LP_OK, "a link that lives is not found");
    SIM_RULE(info.state == state && info.cookie == 9, "state %u, not %u", info.state, state);
    SIM_RULE(info.peer.tcp_port == CORNER_PLACE && info.local.tcp_port != 0, "addresses");
    SIM_RULE(lookup__state(id, 8, &info) == LP_OK && info.size == 8 && info.state == state, "the state alone");
    SIM_RULE(info.cookie == 0x5A5A5A5A5A5A5A5Au, "written beyond its size");
}

static lp_link lookup__next(lp_link after) {
    uintptr_t thread = sim.thread;
    sim.thread = 1;
    lp_link next = lp_link_next(corner.port, 0, after);
    sim.thread = thread;
    return next;
}

static lp_link lookup__connect(sim_end **peer_out) {
    lp_command connect = {.kind = LP_COMMAND_CONNECT, .millis = 1000, .data = 9};
    connect.address = sim_address_v4(SIM_NET_HERE, CORNER_PLACE);
    corner_command(&connect);
    SIM_RULE(lookup__next(0) == 0 || lookup__next(lookup__next(0)) == 0, "a link before it is told");
    lp_link_info info;
    lp_link guessed = (lp_link)(lookup__next(0) == 0 ? 0 : 1) << 32 | 1;
    SIM_RULE(lookup__state(guessed, sizeof info, &info) == LP_STALE, "a link is read before it is told");
    lp_link id = corner_await(LP_EVENT_CONNECTED).link;
    *peer_out = sim_place_take();
    return id;
}

/* A link is found from its first event to its last, by its owner only, and is what was asked of it. */
void corner_lookup(void) {
    sim_end *peer = NULL;
    sim_end *other_peer = NULL;
    lp_link_info info;
    corner_begin(1);
    lp_link id = lookup__connect(&peer);
    lp_link other = lookup__connect(&other_peer);
    lookup__expect(id, 0);
    SIM_RULE(lookup__next(0) == id && lookup__next(id) == other && lookup__next(other) == 0, "not both are met");
    SIM_RULE(lp_link_read(corner.port, id, &info) == LP_WRONG_THREAD, "read by a stranger");
    SIM_RULE(lp_link_next(corner.port, 0, 0) == 0 && lp_link_next(corner.port, 1, 0) == 0, "met by a stranger");
    SIM_RULE(lp_link_read(NULL, id, &info) == LP_INVALID, "of no port");
    SIM_RULE(lp_link_read(corner.port, id, NULL) == LP_INVALID, "to nowhere");
    SIM_RULE(lookup__state(id | (uint64_t)1 << 56, sizeof info, &info) == LP_STALE, "of no worker");
    SIM_RULE(lookup__state(id + 1, sizeof info, &info) == LP_STALE, "of another generation");
    corner_command(&(lp_command){.kind = LP_COMMAND_PAUSE, .target = id});
    lookup__expect(id, LP_LINK_PAUSED);
    corner_command(&(lp_command){.kind = LP_COMMAND_RESUME, .target = id});
    sim_end_fin(peer);
    (void)corner_await(LP_EVENT_RECEIVE_END);
    lookup__expect(id, LP_LINK_INPUT_ENDED);
    corner_command(&(lp_command){.kind = LP_COMMAND_SHUTDOWN_OUTPUT, .target = other});
    lookup__expect(other, LP_LINK_OUTPUT_ENDED);
    corner_command(&(lp_command){.kind = LP_COMMAND_CLOSE, .target = other, .millis = 100});
    lookup__expect(other, LP_LINK_OUTPUT_ENDED | LP_LINK_CLOSING);
    corner_command(&(lp_command){.kind = LP_COMMAND_ABORT, .target = id});
    lookup__expect(id, LP_LINK_INPUT_ENDED | LP_LINK_CLOSING);
    (void)corner_await(LP_EVENT_CLOSED);
    SIM_RULE(lookup__state(id, sizeof info, &info) == LP_STALE && lookup__next(0) == other, "it has ended");
    corner_end();
}

/* What codes mean, in as much room as there is; and the version of what is promised. */
void corner_texts(void) {
    char text[40];
    SIM_RULE(lp_os_text(87, text, sizeof text) == 27 && strcmp(text, "The parameter is incorrect.") == 0, "%s", text);
    SIM_RULE(lp_os_text(87, text, 4) == 27 && strcmp(text, "The") == 0, "%s", text);
    SIM_RULE(lp_os_text(4711, text, sizeof text) == 9 && strcmp(text, "code 4711") == 0, "%s", text);
    SIM_RULE(lp_os_text(4711, NULL, 0) == 9 && lp_os_text(1, NULL, 1) == -LP_INVALID, "no memory");
    SIM_RULE(lp_abi() == LP_ABI && strlen(lp_version()) >= 5, "version");
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
