/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A worker with a thread of its own: what its callbacks asked for, what is on its way at its links, its timers, and
 * what other threads have it do. Its thread only, but for the calls.
 */
#ifndef LP_RUN_WORKER_H
#define LP_RUN_WORKER_H

#include "calls.h"
#include "copies.h"
#include "loans.h"
#include "timer.h"

/* As many go into one step without another call. */
enum { RUN_COMMANDS = 256 };

/* What the run knows of a slot. */
typedef struct run_link {
    lp_link id; /* of the link that is open there; 0: none */
    bool ended; /* its output, by a callback */
    loans queue;
} run_link;

struct lp_worker {
    lp_run *run;
    lp_port *port;
    uint32_t index;
    uint32_t event_max;
    uint64_t queue_bytes;

    struct {                          /* any thread */
        _Atomic(uintptr_t) thread_id; /* 0 while no callback may be called */
        calls calls;
    } any;

    void *data;
    slab links; /* run_link, by slot */
    copies copies;
    timer_wheel timers;
    uint32_t timer_count;
    uint32_t command_count;
    lp_command commands[RUN_COMMANDS];
    lp_event *events; /* event_max of them */
};

/* 0 or the system's code; on failure nothing is left behind. A zeroed worker may be passed to fini. */
uint32_t run_worker_init(lp_worker *w, uint32_t slots, uint32_t copy_bytes);
uint32_t run_worker_fini(lp_worker *w);

/* Is this its thread, and within its callbacks? Any thread; NULL is no worker. */
bool run_worker_is_here(const lp_worker *w);

/* One step with what was asked for; what it answers, with the events in w->events. */
int32_t run_worker_step(lp_worker *w);

/* What w->events mean for what is on its way. */
void run_worker_account(lp_worker *w, uint32_t count);

/* Timers that are due, and what others want done. */
void run_worker_serve(lp_worker *w);

/* Serves the last calls; from now on there are none. */
void run_worker_end(lp_worker *w);

/* With the next step. */
void run_worker_ask(lp_worker *w, const lp_command *command);

/* The same for a link of its own; one whose output it ends takes none from here on. */
void run_worker_command(lp_worker *w, const lp_command *command);

/* The record of an open link of this worker, or NULL. The slot must be one of the worker's. */
run_link *run_worker_link(const lp_worker *w, lp_link id);

/* LP_OK if so many bytes more may be queued at the link; NULL is none. */
lp_status run_worker_room(const lp_worker *w, const run_link *l, uint64_t size);

/* Sends loan->left bytes, for which there is room. */
void run_worker_send(lp_worker *w, run_link *l, lp_link id, const void *data, lp_loan *loan);

#endif
