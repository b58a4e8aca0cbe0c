/* SPDX-License-Identifier: Apache-2.0 */
/* Many seeds over several processes. */
#ifndef RUN_JOBS_H
#define RUN_JOBS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct run_totals {
    uint64_t calls;
    uint64_t injected;
} run_totals;

/* Seeds first to first + seeds - 1. One seed or one job: in this process. one adds to the totals. False if a job
 * failed: the others are ended. */
bool run_jobs(uint32_t jobs, uint64_t first, uint64_t seeds, void (*one)(uint64_t seed, run_totals *totals),
              run_totals *totals_out);

/* True for the first job that asks: one failure is enough to read. */
bool run_jobs_may_report(void);

#endif
