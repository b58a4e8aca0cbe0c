/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A worker with a thread of its own: what its callbacks asked for, and what is on its way at its links. Its thread
 * only.
 */
#ifndef LP_RUN_WORKER_H
#define LP_RUN_WORKER_H

#include "copies.h"
#include "loans.h"
#include "sys_thread.h"

#include <stdatomic.h>

/* As many go into one step without another call. */
enum { RUN_COMMANDS = 256 };

/* What the run knows of a slot. */
typedef struct run_link {
    uint32_t generation; /* of the link that is open there; 0: none */
    bool ended;          /* its output, by a callback */
    loans queue;
} run_link;

struct lp_worker {
    lp_run *run;
    lp_port *port;
    uint32_t index;
    uint32_t event_max;
    uint64_t queue_bytes;
    _Atomic(uintptr_t) thread_id; /* 0 while no callback may be called; any thread */
    void *data;
    slab links; /* run_link, by slot */
    copies copies;
    uint32_t command_count;
    lp_command commands[RUN_COMMANDS];
    lp_event *events; /* event_max of them */
};

/* 0 or the system's code; on failure nothing is left behind. A zeroed worker may be passed to fini. */
uint32_t run_worker_init(lp_worker *w, uint32_t slots, uint32_t copy_bytes);
uint32_t run_worker_fini(lp_worker *w);

/* One step with what was asked for; what it answers, with the events in w->events. */
int32_t run_worker_step(lp_worker *w, uint32_t timeout_millis);

/* What w->events mean for what is on its way. */
void run_worker_account(lp_worker *w, uint32_t count);

#endif
