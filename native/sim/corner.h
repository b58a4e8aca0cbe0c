/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Corners: short scripts over the simulated Windows for what dice do not throw: misuse, tables that are full, two
 * threads at the same place. Each has a port of its own and leaves nothing behind.
 */
#ifndef SIM_CORNER_H
#define SIM_CORNER_H

#include "sim_end.h"

#include <string.h>

enum { CORNER_EVENTS = 64, CORNER_PLACE = 7000 };

typedef struct corner_state {
    lp_port *port;
    lp_options options;
    lp_event events[CORNER_EVENTS]; /* of the last step */
    uint32_t event_count;
} corner_state;

extern corner_state corner;

/* A port with so many workers; corner.options may be changed before. */
void corner_begin(uint32_t workers);

/* Stops the port, steps its workers to their ends and destroys it. */
void corner_end(void);

/* A step of a worker, as its thread; its events are in corner. */
void corner_step(uint32_t worker, const lp_command *commands, uint32_t count, uint32_t event_max, uint32_t millis);
void corner_command(const lp_command *command); /* of worker 0, without events */

/* Steps worker 0 until an event of that kind comes, and copies it. */
lp_event corner_await(lp_event_kind kind);

/* A link of worker 0 to a peer of the script. */
lp_link corner_connect(sim_end **peer_out);

uint64_t corner_count(uint32_t worker, size_t stat_offset);
#define CORNER_COUNT(worker, field) corner_count(worker, offsetof(lp_stats, field))

lp_status corner_listen(const lp_address *address, uint32_t flags, lp_listener *id_out, lp_address *bound_out);

/* The scripts. */
void corner_misuse(void);
void corner_nonsense(void);
void corner_largest(void);
void corner_table_of_listeners(void);
void corner_wildcards(void);
void corner_listener_closed_twice(void);
void corner_stop_within_listen(void);
void corner_stop_with_mail(void);
void corner_slots_used_up(void);
void corner_guessed_id(void);
void corner_useless_sends(void);
void corner_useless_files(void);
void corner_file_too_short(void);
void corner_file_shrinks(void);
void corner_first_cause(void);
void corner_stop_for_months(void);
void corner_room(void);
void corner_room_of_listener(void);
void corner_many_buffers(void);
void corner_trace(void);
void corner_lookup(void);
void corner_texts(void);
void corner_resume_unpaused(void);
void corner_paused_sleeps(void);
void corner_local_ports(void);
void corner_sent_without_room(void);

#endif
