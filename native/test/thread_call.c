/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what threads ask of workers that are not theirs: calls, broadcasts, messages and requests from callbacks of
 * other workers and from strangers. Each call runs once and in order, each broadcast ends once and reaches every link,
 * each byte is counted, and nothing is lost or done twice while the port stops.
 */
#include "check.h"
#include "crew.h"
#include "sys_pthread.h"
#include "sys_threads.h"

#include "linkport_run.h"

#include <sched.h>
#include <stdlib.h>
#include <string.h>

enum { WORKERS = 3, LINKS = 12, POSTERS = 2, POSTS = 1200, ROUNDS = 4, TIMER_MILLIS = 2 };

typedef struct posted {
    lp_call call;
    uint32_t poster, worker, number;
} posted;

static lp_port *port;
static lp_run *run;
static lp_link links[LINKS];
static _Atomic(uint32_t) opened, closed;
static uint32_t seen[POSTERS][WORKERS]; /* the number of the last call; each field is one worker's */
static _Atomic(uint32_t) calls_run, calls_taken, done, reached, refused, asked, ticks, messages;
static lp_timer timers[WORKERS];
static bool with_timers; /* without them, nothing but what is asked for wakes a worker */

static void on_broadcast(void *context, uint32_t to, uint32_t not_to) {
    CHECK(context == &reached);
    atomic_fetch_add(&done, 1);
    atomic_fetch_add(&reached, to);
    atomic_fetch_add(&refused, not_to);
}

static void broadcast(void) {
    lp_status status = lp_broadcast(run, "all", 3, on_broadcast, &reached);
    CHECK(status == LP_OK || status == LP_STOPPING);
    atomic_fetch_add(&asked, status == LP_OK);
}

static void message(lp_link link) {
    lp_status status = lp_run_send(run, link, "one", 3);
    CHECK(status == LP_OK || status == LP_STOPPING);
    atomic_fetch_add(&messages, status == LP_OK);
}

/* From the thread of one worker to the links of all. */
static void run_posted(lp_worker *worker, lp_call *call) {
    posted *p = (posted *)(void *)call;
    CHECK_EQUAL(lp_worker_index(worker), p->worker);
    CHECK(p->number > seen[p->poster][p->worker]);
    seen[p->poster][p->worker] = p->number;
    if (p->number % 16 == 0) {
        lp_link link = links[p->number / 16 % LINKS];
        lp_status status = lp_link_send(worker, link, "one", 3);
        CHECK(status == LP_OK || status == LP_STOPPING || status == LP_STALE);
        atomic_fetch_add(&messages, status == LP_OK);
        status = lp_link_pause(worker, link);
        CHECK(status == LP_OK || status == LP_STOPPING);
    }
    if (p->number % 64 == 0) {
        broadcast();
    }
    atomic_fetch_add(&calls_run, 1);
    free(p);
}

static void on_expired(lp_worker *worker, lp_timer *t) {
    atomic_fetch_add(&ticks, 1);
    CHECK(t == &timers[lp_worker_index(worker)]);
    CHECK_EQUAL(lp_timer_start(worker, t, TIMER_MILLIS), LP_OK);
}

static void on_start(void *context, lp_worker *worker) {
    lp_timer *t = &timers[lp_worker_index(worker)];
    CHECK(context == NULL);
    memset(t, 0, sizeof *t);
    t->on_expired = on_expired;
    CHECK(!with_timers || lp_timer_start(worker, t, TIMER_MILLIS) == LP_OK);
}

static void on_events(void *context, lp_worker *worker, const lp_event *events, uint32_t count) {
    (void)worker;
    CHECK(context == NULL);
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].kind == LP_EVENT_ACCEPTED) {
            uint32_t at = atomic_load(&opened); /* clients come one after another */
            links[at] = events[i].link;
            atomic_store(&opened, at + 1);
        } else if (events[i].kind == LP_EVENT_CLOSED) {
            CHECK_EQUAL(events[i].status, LP_REASON_SHUTDOWN);
            atomic_fetch_add(&closed, 1);
        }
    }
}

static void *post(void *argument) {
    uint32_t poster = (uint32_t)(uintptr_t)argument;
    for (uint32_t i = 1; i <= POSTS; i++) {
        posted *p = calloc(1, sizeof *p);
        CHECK(p != NULL);
        *p = (posted){.call = {.run = run_posted}, .poster = poster, .worker = i % WORKERS, .number = i};
        lp_status status = lp_call_post(run, p->worker, &p->call);
        if (status != LP_OK) {
            CHECK_EQUAL(status, LP_STOPPING);
            free(p);
            continue;
        }
        atomic_fetch_add(&calls_taken, 1);
        if (i % 32 == 0) {
            message(links[i % LINKS]);
            sched_yield();
        }
    }
    return NULL;
}

static void create(void) {
    lp_options options = {.size = sizeof options, .workers = WORKERS, .max_links = LINKS};
    lp_run_options run_options = {.size = sizeof run_options, .on_start = on_start, .on_events = on_events};
    options.chunk_bytes = 1024;
    options.chunk_count = 4;
    memset(seen, 0, sizeof seen);
    atomic_store(&opened, 0);
    atomic_store(&closed, 0);
    atomic_store(&messages, 0);
    atomic_store(&reached, 0);
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    CHECK_EQUAL(lp_run_start(port, &run_options, &run, NULL), LP_OK);
}

static void open_links(void) {
    lp_listen_options options = {.size = sizeof options, .accept_depth = 1, .backlog = 16};
    lp_address address = {.family = 4, .bytes = {127, 0, 0, 1}};
    lp_listener listener = 0;
    lp_address bound;
    CHECK_EQUAL(lp_listen(port, 0, &address, &options, &listener, &bound, NULL), LP_OK);
    for (uint32_t i = 0; i < LINKS; i++) {
        while (!sys_threads_knock(bound.tcp_port)) {
            sched_yield();
        }
        while (atomic_load(&opened) == i) {
            sched_yield();
        }
    }
}

static uint64_t bytes_sent(void) {
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < WORKERS; i++) {
        lp_stats stats;
        CHECK_EQUAL(lp_stats_read(port, i, &stats, sizeof stats), LP_OK);
        bytes += stats.bytes_sent;
    }
    return bytes;
}

/* Stopped after all was asked for and has happened, or amid it. */
static void round_of(bool amid) {
    pthread_t threads[POSTERS];
    create();
    open_links();
    for (uint32_t i = 0; i < POSTERS; i++) {
        threads[i] = crew_thread(post, (void *)(uintptr_t)i);
    }
    while (amid && atomic_load(&calls_run) < POSTS / 4) {
        sched_yield();
    }
    if (amid) {
        CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    }
    for (uint32_t i = 0; i < POSTERS; i++) {
        crew_join(threads[i]);
    }
    while (!amid && (atomic_load(&calls_run) < POSTERS * POSTS || atomic_load(&done) < atomic_load(&asked) ||
                     bytes_sent() < 3u * (atomic_load(&reached) + atomic_load(&messages)))) {
        sched_yield();
    }
    CHECK(amid || with_timers == (atomic_load(&ticks) > 0));
    CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    CHECK_EQUAL(lp_run_join(run), LP_OK);
    CHECK_EQUAL(atomic_load(&calls_run), atomic_load(&calls_taken));
    CHECK_EQUAL(atomic_load(&done), atomic_load(&asked));
    CHECK_EQUAL(atomic_load(&refused), 0);
    CHECK_EQUAL(atomic_load(&closed), LINKS);
    CHECK(amid || bytes_sent() == 3u * (atomic_load(&reached) + atomic_load(&messages)));
    CHECK(amid || atomic_load(&reached) == LINKS * atomic_load(&asked));
    CHECK_EQUAL(lp_destroy(port), LP_OK);
    CHECK_EQUAL(sys_threads_open() + sys_pthread_open(), 0);
    atomic_store(&calls_run, 0);
    atomic_store(&calls_taken, 0);
    atomic_store(&done, 0);
    atomic_store(&asked, 0);
    atomic_store(&ticks, 0);
}

int main(void) {
    sys_threads_begin(100);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        with_timers = i / 2 % 2 == 0;
        round_of(i % 2 != 0);
    }
    return 0;
}
