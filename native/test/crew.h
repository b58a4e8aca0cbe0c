/* SPDX-License-Identifier: Apache-2.0 */
/* A port over sys_threads.h and a thread for each of its workers, which step until they have stopped. */
#ifndef LP_TEST_CREW_H
#define LP_TEST_CREW_H

#include "linkport.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

enum { CREW_WORKERS = 4, CREW_EVENTS = 16, CREW_CHUNKS = 8 };

typedef struct crew_worker {
    struct crew *crew;
    uint32_t index;
    pthread_t thread;
    uint64_t dice;
    uint64_t given; /* commands of its steps */
    uint64_t opened, closed, answered;
} crew_worker;

typedef struct crew {
    lp_port *port;
    uint32_t size;
    uint32_t max_links;
    crew_worker workers[CREW_WORKERS];
    _Atomic(uint64_t) posted; /* commands that lp_post() took */
    _Atomic(uint64_t) opened;
    _Atomic(uint32_t) live; /* links between their first event and their last */
} crew;

void crew_start(crew *c, uint32_t size, uint32_t max_links);

/* Joins the workers of a port that stops, checks that nothing is left, and ends the port. */
void crew_finish(crew *c);

/* Counted if it was taken. Any thread. */
lp_status crew_post(crew *c, uint32_t worker, const lp_command *command);

/* The same of a command that names nothing. */
lp_status crew_post_nonsense(crew *c, uint32_t worker);

/* What the counters say now. Any thread. */
lp_stats crew_stats(const crew *c, uint32_t worker);

pthread_t crew_thread(void *(*run)(void *), void *argument);
void crew_join(pthread_t thread);

uint32_t crew_dice(uint64_t *dice, uint32_t below);

#endif
