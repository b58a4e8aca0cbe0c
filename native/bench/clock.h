/* SPDX-License-Identifier: Apache-2.0 */
/* Time, and the CPU time of another process: exact to the nanosecond, and what its ended threads took is in it. */
#ifndef BENCH_CLOCK_H
#define BENCH_CLOCK_H

#include <stdint.h>
#include <sys/types.h>

/* Monotonic. */
uint64_t clock_nanos(void);

/* CPU time of a process, by whoever counts it. */
typedef struct cpu_time {
    uint64_t nanos;        /* user and system */
    uint64_t user_ticks;   /* as the system samples it; of the same length as the next */
    uint64_t system_ticks; /* only the proportion of the two means anything */
} cpu_time;

/* So far; all zero for process 0. Fails if there is no such process. */
cpu_time cpu_time_of(pid_t process);

#endif
