/* SPDX-License-Identifier: Apache-2.0 */
/* The threads of a port: each steps its worker until that has stopped, and calls back. */
#ifndef LP_RUN_H
#define LP_RUN_H

#include "run_worker.h"
#include "sys_thread.h"

enum { RUN_NAME_BYTES = 48 };

/* A worker, its thread, and why that ended. */
typedef struct run_thread {
    lp_worker worker;
    sys_thread thread;
    sys_thread_task task;
    lp_status ended;
} run_thread;

struct lp_run {
    lp_port *port;
    lp_run_options options;
    uint32_t count;
    bool cancelled; /* a thread could not be started: the others end before they begin */
    run_thread threads[];
};

/* lp_call_post() to a worker there is. Any thread. */
lp_status run_call(lp_run *run, uint32_t index, lp_call *call);

#endif
