/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks lp_wake() from several threads: each ends a step that waits, or the next; those that coalesce as well. */
#include "check.h"
#include "crew.h"
#include "sys_threads.h"

#include <sched.h>

enum { WAKERS = 3, WAKES = 10000 };

/* What wakers ask for, and what the worker saw after a step. Relaxed: only the wake carries them. */
typedef struct waker {
    _Atomic(uint64_t) asked;
    _Atomic(uint64_t) seen;
} waker;

static lp_port *port;
static waker wakers[WAKERS];
static _Atomic(uint32_t) done;

static void *wake(void *argument) {
    waker *w = argument;
    for (uint64_t i = 1; i <= WAKES; i++) {
        atomic_store_explicit(&w->asked, i, memory_order_relaxed);
        CHECK_EQUAL(lp_wake(port, 0), LP_OK);
        while (atomic_load_explicit(&w->seen, memory_order_relaxed) < i) {
            sched_yield();
        }
    }
    atomic_fetch_add(&done, 1);
    return NULL;
}

static void *work(void *argument) {
    lp_event event;
    (void)argument;
    while (lp_step(port, 0, NULL, 0, &event, 1, LP_FOREVER) == 0) {
        for (int i = 0; i < WAKERS; i++) {
            uint64_t asked = atomic_load_explicit(&wakers[i].asked, memory_order_relaxed);
            atomic_store_explicit(&wakers[i].seen, asked, memory_order_relaxed);
        }
    }
    CHECK_EQUAL(event.kind, LP_EVENT_STOPPED);
    return NULL;
}

int main(void) {
    lp_options options = {.size = sizeof options, .workers = 1, .max_links = 1, .chunk_bytes = 1024, .chunk_count = 2};
    pthread_t threads[WAKERS];
    lp_stats stats;
    sys_threads_begin(100);
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    pthread_t worker = crew_thread(work, NULL);
    for (int i = 0; i < WAKERS; i++) {
        threads[i] = crew_thread(wake, &wakers[i]);
    }
    for (int i = 0; i < WAKERS; i++) {
        crew_join(threads[i]);
    }
    CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    crew_join(worker);
    CHECK_EQUAL(lp_stats_read(port, 0, &stats, sizeof stats), LP_OK);
    CHECK_EQUAL(stats.wakes_posted + stats.wakes_coalesced, WAKERS * WAKES + 1); /* the stop is one, too */
    CHECK_EQUAL(stats.wakes_failed, 0);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
    CHECK_EQUAL(sys_threads_open(), 0);
    return 0;
}
