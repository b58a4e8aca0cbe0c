/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the threads of lp_run_start(): hooks come first and last and on the thread of their worker, callbacks may
 * stop the port, post, close and be refused what is not theirs; a thread that cannot be had leaves nothing behind.
 */
#include "check.h"
#include "crew.h"
#include "sys_pthread.h"
#include "sys_threads.h"

#include "linkport_run.h"

#include <sched.h>
#include <string.h>

enum { WORKERS = 3, ROUNDS = 60, ENOUGH = 40 };

/* Of one worker: its own thread writes, and others read after the join. */
typedef struct witness {
    pthread_t thread;
    uint32_t started, stopped, opened, closed;
    bool told;
} witness;

static lp_port *port;
static lp_run *run;
static witness witnesses[WORKERS];
static _Atomic(uint32_t) opened;
static _Atomic(uint16_t) tcp_port;

static witness *witness_of(void *context, lp_worker *worker) {
    uint32_t index = lp_worker_index(worker);
    CHECK(context == (void *)witnesses && index < WORKERS && lp_worker_port(worker) == port);
    return &witnesses[index];
}

static void on_start(void *context, lp_worker *worker) {
    witness *w = witness_of(context, worker);
    w->thread = pthread_self();
    CHECK_EQUAL(w->started++, 0);
    CHECK(lp_worker_data(worker) == NULL);
    lp_worker_set_data(worker, w);
}

static void on_stop(void *context, lp_worker *worker) {
    witness *w = witness_of(context, worker);
    CHECK(pthread_equal(w->thread, pthread_self()) && w->told);
    CHECK_EQUAL(w->stopped++, 0);
    CHECK_EQUAL(lp_link_send(worker, (lp_link)lp_worker_index(worker) << 56 | 1, "x", 1), LP_STALE);
}

/* Says something, and ends the link; the last of them stop the port. */
static void answer(lp_worker *worker, lp_link link) {
    static const char WORDS[] = "words";
    lp_command resume = {.kind = LP_COMMAND_RESUME, .target = link};
    CHECK_EQUAL(lp_link_queued(worker, link), 0);
    CHECK_EQUAL(lp_link_send(worker, link, WORDS, sizeof WORDS), LP_OK);
    CHECK_EQUAL(lp_link_queued(worker, link), sizeof WORDS);
    CHECK_EQUAL(lp_link_send_lent(worker, link, WORDS, sizeof WORDS, NULL), LP_OK);
    CHECK_EQUAL(lp_link_pause(worker, link), LP_OK);
    CHECK_EQUAL(lp_post(port, 0, &resume), LP_OK);
    CHECK_EQUAL(lp_link_close(worker, link, 100), LP_OK);
    CHECK_EQUAL(lp_link_send(worker, link, WORDS, sizeof WORDS), LP_STALE);
}

static bool ends_in(const lp_event *events, uint32_t count, lp_link link) {
    for (uint32_t i = 0; i < count; i++) {
        if (events[i].link == link && events[i].kind == LP_EVENT_CLOSED) {
            return true;
        }
    }
    return false;
}

static void on_events(void *context, lp_worker *worker, const lp_event *events, uint32_t count) {
    witness *w = witness_of(context, worker);
    CHECK(pthread_equal(w->thread, pthread_self()) && w->started == 1 && w->stopped == 0);
    CHECK(lp_worker_data(worker) == w && !w->told && count > 0);
    CHECK_EQUAL(lp_run_join(lp_worker_run(worker)), LP_WRONG_THREAD);
    for (uint32_t i = 0; i < count; i++) {
        w->told = events[i].kind == LP_EVENT_STOPPED;
        CHECK(!w->told || i == count - 1);
        if (events[i].kind == LP_EVENT_ACCEPTED) {
            w->opened++;
            if (atomic_fetch_add(&opened, 1) + 1 == ENOUGH) {
                CHECK_EQUAL(lp_stop(port, 10), LP_OK);
            }
            if (ends_in(events + i + 1, count - i - 1, events[i].link)) {
                CHECK_EQUAL(lp_link_send(worker, events[i].link, "x", 1), LP_STALE); /* the batch says so already */
            } else {
                answer(worker, events[i].link);
            }
        } else if (events[i].kind == LP_EVENT_CLOSED) {
            w->closed++;
            CHECK_EQUAL(lp_link_send(worker, events[i].link, "x", 1), LP_STALE);
        }
    }
}

static lp_run_options options_of(void) {
    lp_run_options options = {.size = sizeof options, .event_max = 4, .context = witnesses};
    options.on_start = on_start;
    options.on_events = on_events;
    options.on_stop = on_stop;
    return options;
}

static void create(void) {
    lp_options options = {.size = sizeof options, .workers = WORKERS, .max_links = 64};
    options.chunk_bytes = 1024;
    options.chunk_count = 8;
    memset(witnesses, 0, sizeof witnesses);
    atomic_store(&opened, 0);
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
}

static void *knock(void *argument) {
    (void)argument;
    while (atomic_load(&opened) < ENOUGH) {
        (void)sys_threads_knock(atomic_load(&tcp_port));
        sched_yield();
    }
    return NULL;
}

static void listen_at(uint32_t worker) {
    lp_listen_options options = {.size = sizeof options, .accept_depth = 4, .backlog = 16};
    lp_address address = {.family = 4, .bytes = {127, 0, 0, 1}};
    lp_listener listener = 0;
    lp_address bound;
    CHECK_EQUAL(lp_listen(port, worker, &address, &options, &listener, &bound, NULL), LP_OK);
    atomic_store(&tcp_port, bound.tcp_port);
}

/* Callbacks of all workers, until one of them stops the port. */
static void round_of(uint32_t number) {
    lp_run_options options = options_of();
    uint32_t all_opened = 0;
    create();
    CHECK_EQUAL(lp_run_start(port, &options, &run, NULL), LP_OK);
    CHECK_EQUAL(lp_destroy(port), LP_BUSY);
    listen_at(number % WORKERS);
    pthread_t knocker = crew_thread(knock, NULL);
    CHECK_EQUAL(lp_run_join(run), LP_OK);
    crew_join(knocker);
    for (uint32_t i = 0; i < WORKERS; i++) {
        CHECK(witnesses[i].started == 1 && witnesses[i].stopped == 1 && witnesses[i].told);
        CHECK_EQUAL(witnesses[i].opened, witnesses[i].closed);
        all_opened += witnesses[i].opened;
    }
    CHECK(all_opened >= ENOUGH);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
    CHECK_EQUAL(sys_threads_open() + sys_pthread_open(), 0);
}

/* The threads that could be had end without a callback, and the port can be run again, or destroyed. */
static void a_thread_is_missing(uint32_t calls, const lp_affinity *affinity) {
    lp_run_options options = options_of();
    uint32_t code = 0;
    options.affinity = affinity;
    create();
    sys_pthread_fail(calls, 1455);
    CHECK_EQUAL(lp_run_start(port, &options, &run, &code), LP_NO_MEMORY);
    CHECK(run == NULL && code == 1455);
    CHECK_EQUAL(sys_pthread_open(), 0);
    for (uint32_t i = 0; i < WORKERS; i++) {
        CHECK_EQUAL(witnesses[i].started + witnesses[i].stopped, 0);
    }
    if (calls % 2 == 0) {
        CHECK_EQUAL(lp_run_start(port, &options, &run, &code), LP_OK);
        CHECK_EQUAL(code, 0);
        CHECK_EQUAL(lp_stop(port, 0), LP_OK);
        CHECK_EQUAL(lp_run_join(run), LP_OK);
    }
    CHECK_EQUAL(lp_destroy(port), LP_OK);
    CHECK_EQUAL(sys_threads_open(), 0);
}

static void threads_are_missing(void) {
    static const lp_affinity AFFINITY[WORKERS] = {{1, 0, 0}, {0, 0, 0}, {2, 0, 0}};
    for (uint32_t calls = 0; calls < WORKERS; calls++) {
        a_thread_is_missing(calls, NULL);
    }
    for (uint32_t calls = 0; calls < WORKERS + 2; calls++) {
        a_thread_is_missing(calls, AFFINITY);
    }
    CHECK_EQUAL(sys_pthread_last_mask(), 2);
    CHECK(strcmp(sys_pthread_last_name(), "linkport-2") == 0);
}

static void options_out_of_range(void) {
    lp_run_options bad[8];
    create();
    for (int i = 0; i < 8; i++) {
        bad[i] = options_of();
    }
    bad[0].size--;
    bad[1].on_events = NULL;
    bad[2].event_max = 4097;
    bad[3].copy_bytes = 65535;
    bad[4].copy_bytes = 1024 * 1024 * 1024 + 1;
    bad[5].queue_bytes = 0x80000000u;
    bad[6].size = 0;
    for (int i = 0; i < 7; i++) {
        uint32_t code = 1;
        run = (lp_run *)(void *)&bad;
        CHECK_EQUAL(lp_run_start(port, &bad[i], &run, &code), LP_INVALID);
        CHECK(run == NULL && code == 0);
    }
    CHECK_EQUAL(lp_run_start(port, NULL, &run, NULL), LP_INVALID);
    CHECK_EQUAL(lp_run_start(NULL, &bad[7], &run, NULL), LP_INVALID);
    CHECK_EQUAL(lp_run_start(port, &bad[7], NULL, NULL), LP_INVALID);
    CHECK_EQUAL(lp_run_join(NULL), LP_OK);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
}

/* A port has one run, and one that is stepped has none. */
static void one_run_for_each_port(void) {
    lp_run_options options = options_of();
    lp_run *other = NULL;
    lp_event event;
    create();
    options.name = "a name that is longer than what a debugger would ever show of it";
    CHECK_EQUAL(lp_run_start(port, &options, &run, NULL), LP_OK);
    CHECK(strcmp(sys_pthread_last_name(), "a name that is longer than what a debugger would-2") == 0);
    CHECK_EQUAL(lp_run_start(port, &options, &other, NULL), LP_BUSY);
    CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    CHECK_EQUAL(lp_run_join(run), LP_OK);
    CHECK_EQUAL(lp_run_start(port, &options, &run, NULL), LP_BUSY);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
    create();
    CHECK_EQUAL(lp_step(port, 1, NULL, 0, &event, 1, 0), 0);
    CHECK_EQUAL(lp_run_start(port, &options, &run, NULL), LP_BUSY);
    CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    for (uint32_t i = 0; i < WORKERS; i++) {
        while (lp_step(port, i, NULL, 0, &event, 1, LP_FOREVER) != 1) {
        }
    }
    CHECK_EQUAL(lp_destroy(port), LP_OK);
}

int main(void) {
    sys_threads_begin(100);
    options_out_of_range();
    one_run_for_each_port();
    threads_are_missing();
    for (uint32_t i = 0; i < ROUNDS; i++) {
        round_of(i);
    }
    return 0;
}
