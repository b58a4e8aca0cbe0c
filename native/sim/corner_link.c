/* SPDX-License-Identifier: Apache-2.0 */
/* Links: no slot for one, ids nobody was told, sends of nothing, sends of many pieces, and mail that comes too late. */
#include "connect.h"
#include "corner.h"
#include "link.h"
#include "port.h"
#include "sim_file.h"
#include "sim_net.h"

#include <stdlib.h>

/* More connects at once than slots, and then more than there is room to remember: the first are all answered. */
void corner_slots_used_up(void) {
    enum { MORE = 10 };
    uint32_t answers = 0;
    corner_begin(1);
    slab *slots = &corner.port->workers[0].own.links;
    slots->max = slots->fresh;
    lp_command connect = {.kind = LP_COMMAND_CONNECT, .address = sim_address_v4(127, CORNER_PLACE), .millis = 1000};
    for (uint32_t i = 0; i < WORKER_REFUSED_MAX + MORE; i++) {
        connect.data = i;
        corner_command(&connect);
    }
    SIM_RULE(CORNER_COUNT(0, unexpected) == MORE, "what cannot even be refused is counted");
    SIM_RULE(lp_stop(corner.port, 0) == LP_OK, "lp_stop failed");
    for (; answers < WORKER_REFUSED_MAX; answers++) { /* one event of each step, and STOPPED waits for them */
        corner_step(0, NULL, 0, 1, 10);
        SIM_RULE(corner.event_count == 1 && corner.events[0].kind == LP_EVENT_CONNECT_FAILED &&
                     corner.events[0].status == LP_REASON_NO_RESOURCES && corner.events[0].cookie < WORKER_REFUSED_MAX,
                 "answer %u is event %u", answers, corner.events[0].kind);
    }
    corner_end();
}

/* A connect is closed by an id that nobody was told: slot 0, generation 1. */
void corner_guessed_id(void) {
    lp_command command = {.kind = LP_COMMAND_CONNECT, .address = sim_address_v4(SIM_NET_SILENT, 80), .millis = 1000};
    corner_begin(1);
    corner_command(&command);
    command.kind = LP_COMMAND_CLOSE;
    command.target = 1;
    corner_command(&command);
    lp_event event = corner_await(LP_EVENT_CONNECT_FAILED);
    SIM_RULE(event.status == LP_REASON_LOCAL_ABORT, "a connect that was closed: %s", lp_reason_text(event.status));
    corner_end();
}

/* A send of nothing, one after the end of the output, and a reason that is none. */
void corner_useless_sends(void) {
    char byte = 'x';
    sim_end *peer = NULL;
    corner_begin(1);
    lp_command command = {.target = corner_connect(&peer), .data = (uintptr_t)&byte};
    command.kind = LP_COMMAND_SEND;
    corner_command(&command);
    command.kind = LP_COMMAND_SHUTDOWN_OUTPUT;
    corner_command(&command);
    command.kind = LP_COMMAND_SEND;
    command.size = 1;
    corner_command(&command);
    corner_step(0, NULL, 0, CORNER_EVENTS, 0);
    SIM_RULE(corner.event_count == 0 && peer->pipe_count == 0 && peer->fin_received, "a send that was none");
    command.kind = LP_COMMAND_ABORT;
    command.size = 0x7FFFFFFF;
    corner_command(&command);
    SIM_RULE(corner_await(LP_EVENT_CLOSED).status == LP_REASON_LOCAL_ABORT, "a reason that is none");
    corner_end();
}

/* A file of nothing is ignored, as is one after the end of the output; a range that no file has ends the link. */
void corner_useless_files(void) {
    sim_end *peer = NULL;
    corner_begin(1);
    lp_command command = {.kind = LP_COMMAND_SEND_FILE, .target = corner_connect(&peer)};
    corner_command(&command);
    corner_step(0, NULL, 0, CORNER_EVENTS, 0);
    SIM_RULE(corner.event_count == 0, "a file of nothing, and of no handle");
    command.data = 4;
    command.file = (lp_file_range){(uint64_t)INT64_MAX + 1, 1};
    lp_command other = command;
    other.kind = LP_COMMAND_SHUTDOWN_OUTPUT;
    other.target = corner_connect(&peer);
    corner_command(&other);
    other.kind = LP_COMMAND_SEND_FILE;
    corner_command(&other);
    corner_step(0, NULL, 0, CORNER_EVENTS, 0);
    SIM_RULE(corner.event_count == 0, "a file after the end of the output");
    corner_command(&command);
    lp_event event = corner_await(LP_EVENT_CLOSED);
    SIM_RULE(event.status == LP_REASON_FILE && event.os_code == SYS_BAD_PARAMETER, "a file beyond 2^63: %s",
             lp_reason_text(event.status));
    corner_end();
}

/* What ended a link first is what is told. */
void corner_first_cause(void) {
    sim_end *peer = NULL;
    corner_begin(1);
    lp_command abort = {.kind = LP_COMMAND_ABORT, .target = corner_connect(&peer), .size = LP_REASON_HANDLER_ERROR};
    corner_command(&abort);
    abort.size = 0;
    corner_command(&abort);
    SIM_RULE(corner_await(LP_EVENT_CLOSED).status == LP_REASON_HANDLER_ERROR, "the second cause is told");
    corner_end();
}

/* More pieces than one send takes (T61). */
void corner_many_buffers(void) {
    enum { PIECES = 200 };
    char bytes[2 * PIECES];
    char got[2 * PIECES];
    sim_end *peer = NULL;
    corner_begin(1);
    lp_command send = {.kind = LP_COMMAND_SEND, .size = 1, .target = corner_connect(&peer)};
    for (uint32_t i = 0; i < PIECES; i++) {
        bytes[2 * i] = (char)i; /* a gap after each, so that none continues the one before */
        send.data = (uintptr_t)&bytes[2 * i];
        corner_command(&send);
    }
    for (uint64_t sent = 0; sent < PIECES;) {
        sent += corner_await(LP_EVENT_SENT).data;
    }
    SIM_RULE(sim_end_read(peer, got, sizeof got) == PIECES, "pieces were lost");
    for (uint32_t i = 0; i < PIECES; i++) {
        SIM_RULE(got[i] == (char)i, "piece %u is wrong", i);
    }
    corner_end();
}

static uint32_t file_sends;

static void file__sends(sim_call call) {
    file_sends += call == SIM_TRANSMIT || call == SIM_SEND;
}

/* Nothing of a file is sent that is too short for what is asked. */
void corner_file_too_short(void) {
    enum { SIZE = 1000 };
    corner_begin(1);
    for (int transmits = 0; transmits < 2; transmits++) {
        sim_end *peer = NULL;
        sim.knobs.may_transmit = transmits;
        corner.port->transmit = transmits;
        sys_file file = sim_file_new(0, calloc(SIZE, 1), SIZE);
        lp_command send = {
            .kind = LP_COMMAND_SEND_FILE, .file = {1, SIZE}, .target = corner_connect(&peer), .data = file};
        sim.on_call = file__sends;
        corner_command(&send);
        lp_event event = corner_await(LP_EVENT_CLOSED);
        sim.on_call = NULL;
        SIM_RULE(event.status == LP_REASON_FILE && event.os_code == SYS_END_OF_FILE, "a file that is too short: %s",
                 lp_reason_text(event.status));
        SIM_RULE(file_sends == 0, "a part of it was sent");
        sim_file_close(file);
    }
    corner_end();
}

static sys_file shrinking;

/* Another program cuts the file after its size was looked at. */
static void file__shrink(sim_call call) {
    if (call == SIM_TRANSMIT) {
        sim_file_cut(shrinking, 100);
    }
}

/* A TransmitFile that found a shorter file ends the link, whether it tells so or succeeds with less. */
void corner_file_shrinks(void) {
    enum { SIZE = 1000, TRIES = 30 };
    sim_end *peer = NULL;
    corner_begin(1);
    sim.knobs.may_transmit = true;
    sim.knobs.immediate = 1000;
    corner.port->transmit = true;
    for (uint32_t i = 0; i < TRIES; i++) {
        lp_command send = {.kind = LP_COMMAND_SEND_FILE, .file = {0, SIZE}, .target = corner_connect(&peer)};
        shrinking = sim_file_new(0, calloc(SIZE, 1), SIZE);
        send.data = shrinking;
        sim.on_call = file__shrink;
        corner_command(&send);
        while (corner.event_count == 0) {
            corner_step(0, NULL, 0, 1, 10);
        }
        sim.on_call = NULL;
        SIM_RULE(corner.events[0].kind == LP_EVENT_CLOSED && corner.events[0].status == LP_REASON_FILE &&
                     corner.events[0].os_code == SYS_END_OF_FILE,
                 "event %u of a file that was cut", corner.events[0].kind);
        sim_file_close(shrinking);
    }
    corner_end();
}

static uint32_t posts_taken;

/* As the last listener is given back, which is after the mail of the step was taken. */
static void stop__post(sim_call call) {
    lp_command command = {.kind = LP_COMMAND_RESUME};
    posts_taken += call == SIM_RELEASE && lp_post(corner.port, 0, &command) == LP_OK;
}

/* Another thread posts while the worker wants to stop: what was taken is carried out first. */
void corner_stop_with_mail(void) {
    lp_address address = sim_address_v4(127, 0);
    lp_address bound;
    lp_listener id = 0;
    corner_begin(1);
    SIM_RULE(corner_listen(&address, 0, &id, &bound) == LP_OK, "lp_listen failed");
    corner_step(0, NULL, 0, 1, 0);
    SIM_RULE(lp_stop(corner.port, 0) == LP_OK, "lp_stop failed");
    posts_taken = 0;
    sim.on_call = stop__post;
    corner_step(0, NULL, 0, CORNER_EVENTS, 0);
    sim.on_call = NULL;
    SIM_RULE(posts_taken == 1, "a post was refused before STOPPED");
    SIM_RULE(corner.event_count == 1, "STOPPED with mail that was taken");
    corner_end();
}
