/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks lp_post() from several threads: full mailboxes say so, every request that was taken is carried out once, and
 * the last of a burst wakes a worker that sleeps.
 */
#include "check.h"
#include "crew.h"
#include "sys_threads.h"

#include <sched.h>

enum { POSTERS = 3, POSTS = 20000, BURSTS = 1500, WORKERS = 2 };

typedef struct poster {
    crew *crew;
    uint64_t dice;
} poster;

static crew all;

static _Atomic(uint64_t) refused;

static uint64_t taken(void) {
    uint64_t commands = 0;
    for (uint32_t i = 0; i < WORKERS; i++) {
        commands += crew_stats(&all, i).commands;
    }
    return commands;
}

/* Counters that several threads write lose nothing. One more wake for each worker is the stop. */
static void check_counters(void) {
    uint64_t wakes = 0;
    uint64_t refusals = 0;
    for (uint32_t i = 0; i < WORKERS; i++) {
        lp_stats stats = crew_stats(&all, i);
        wakes += stats.wakes_posted + stats.wakes_coalesced;
        refusals += stats.mail_refused;
    }
    CHECK_EQUAL(wakes, atomic_load(&all.posted) + WORKERS);
    CHECK_EQUAL(refusals, atomic_load(&refused));
}

/* As fast as can be: the mailbox fills. */
static void *flood(void *argument) {
    poster *p = argument;
    for (int i = 0; i < POSTS; i++) {
        lp_status status;
        while ((status = crew_post_nonsense(&all, crew_dice(&p->dice, WORKERS))) == LP_NO_RESOURCES) {
            atomic_fetch_add_explicit(&refused, 1, memory_order_relaxed);
            sched_yield();
        }
        CHECK_EQUAL(status, LP_OK);
    }
    return NULL;
}

static void *burst(void *argument) {
    poster *p = argument;
    CHECK_EQUAL(crew_post_nonsense(&all, crew_dice(&p->dice, WORKERS)), LP_OK);
    return NULL;
}

static void together(void *(*run)(void *)) {
    static poster posters[POSTERS];
    pthread_t threads[POSTERS];
    for (uint32_t i = 0; i < POSTERS; i++) {
        posters[i].dice += i + 1;
        threads[i] = crew_thread(run, &posters[i]);
    }
    for (uint32_t i = 0; i < POSTERS; i++) {
        crew_join(threads[i]);
    }
}

int main(void) {
    sys_threads_begin(100);
    crew_start(&all, WORKERS, 1);
    together(flood);
    for (int i = 0; i < BURSTS; i++) {
        together(burst);
        while (taken() < atomic_load_explicit(&all.posted, memory_order_relaxed)) {
            sched_yield();
        }
    }
    CHECK_EQUAL(lp_stop(all.port, 0), LP_OK);
    check_counters();
    crew_finish(&all);
    return 0;
}
