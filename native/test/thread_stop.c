/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks lp_stop() from other threads, amid clients, connects, posts, listeners that come and go and readers of the
 * counters and the trace: workers hand sockets to each other, no more links are open than may be, every link ends once,
 * every request is answered, nothing is left.
 */
#include "check.h"
#include "crew.h"
#include "sys_threads.h"

#include <sched.h>

enum { ROUNDS = 60, WORKERS = 3, LINKS = 6, LISTENERS = 3, ENOUGH = 100 };

static crew all;
static _Atomic(uint32_t) ports[LISTENERS]; /* TCP ports; 0: none */
static _Atomic(uint32_t) over;
static uint32_t seed; /* of the round */

static bool is_over(void) {
    return atomic_load_explicit(&over, memory_order_relaxed) != 0;
}

static void *knock(void *argument) {
    uint64_t dice = seed + 1;
    (void)argument;
    while (!is_over()) {
        uint32_t tcp_port = atomic_load_explicit(&ports[crew_dice(&dice, LISTENERS)], memory_order_relaxed);
        if (!sys_threads_knock((uint16_t)tcp_port)) {
            sched_yield();
        }
    }
    return NULL;
}

/* Refused, or never answered: those end by their time, or with the port. */
static void *connect_and_post(void *argument) {
    uint64_t dice = seed + 2;
    (void)argument;
    while (!is_over()) {
        uint32_t worker = crew_dice(&dice, WORKERS);
        lp_command command = {.kind = LP_COMMAND_CONNECT, .millis = 1 + crew_dice(&dice, 20)};
        command.address = (lp_address){.family = 4, .tcp_port = 9, .bytes = {127, 0, 0, 1}};
        command.address.bytes[0] = crew_dice(&dice, 2) == 0 ? 127 : 192;
        lp_status status =
            crew_dice(&dice, 4) == 0 ? crew_post(&all, worker, &command) : crew_post_nonsense(&all, worker);
        CHECK(status == LP_OK || status == LP_NO_RESOURCES || status == LP_STOPPING);
        sched_yield();
    }
    return NULL;
}

static void listen_at(uint32_t index, uint64_t *dice, lp_listener *id) {
    lp_listen_options options = {.size = sizeof options, .accept_depth = 4, .backlog = 4, .cookie = index};
    lp_address any = {.family = 4};
    lp_address bound;
    lp_status status = lp_listen(all.port, crew_dice(dice, WORKERS), &any, &options, id, &bound, NULL);
    CHECK(status == LP_OK || status == LP_NO_RESOURCES || status == LP_STOPPING);
    atomic_store_explicit(&ports[index], status == LP_OK ? bound.tcp_port : 0, memory_order_relaxed);
}

static void *listen_and_close(void *argument) {
    lp_listener ids[LISTENERS] = {0};
    uint64_t dice = seed + 3;
    (void)argument;
    while (!is_over()) {
        uint32_t index = crew_dice(&dice, LISTENERS);
        if (ids[index] == 0) {
            listen_at(index, &dice, &ids[index]);
        } else if (crew_dice(&dice, 50) == 0) {
            (void)lp_listener_close(all.port, ids[index]); /* or its mailbox is full, or the port has stopped */
            ids[index] = 0;
        }
        sched_yield();
    }
    return NULL;
}

/* What the worker goes on to write is never read half. */
static void read_trace(uint32_t worker) {
    static lp_trace records[2048];
    int32_t count = lp_trace_dump(all.port, worker, records, 2048);
    CHECK(count >= 0);
    for (int32_t i = 0; i < count; i++) {
        CHECK(records[i].kind >= LP_TRACE_POSTED && records[i].kind <= LP_TRACE_STOP);
        CHECK(i == 0 || records[i].millis >= records[i - 1].millis);
    }
}

static void *read_counters(void *argument) {
    uint64_t steps[WORKERS] = {0};
    (void)argument;
    while (!is_over()) {
        for (uint32_t i = 0; i < WORKERS; i++) {
            lp_stats stats = crew_stats(&all, i);
            CHECK(stats.steps >= steps[i]);
            steps[i] = stats.steps;
            read_trace(i);
        }
        sched_yield();
    }
    return NULL;
}

static void *stop(void *argument) {
    uint64_t dice = seed + 4 + (uintptr_t)argument;
    CHECK_EQUAL(lp_stop(all.port, crew_dice(&dice, 50)), LP_OK);
    return NULL;
}

enum { OTHERS = 4 };

static void begin(pthread_t *threads) {
    void *(*const others[OTHERS])(void *) = {knock, connect_and_post, listen_and_close, read_counters};
    atomic_store(&over, 0);
    for (int i = 0; i < LISTENERS; i++) {
        atomic_store(&ports[i], 0);
    }
    crew_start(&all, WORKERS, LINKS);
    for (int i = 0; i < OTHERS; i++) {
        threads[i] = crew_thread(others[i], NULL);
    }
    while (atomic_load_explicit(&all.opened, memory_order_relaxed) < ENOUGH) {
        sched_yield();
    }
}

static void end(const pthread_t *threads) {
    atomic_store(&over, 1);
    for (int i = 0; i < OTHERS; i++) {
        crew_join(threads[i]);
    }
}

/* Amid all the others, who are told; or with nobody else to wake a worker. */
static void round_of(uint32_t number) {
    pthread_t threads[OTHERS];
    bool quiet = number % 2 != 0;
    seed = number * 100;
    begin(threads);
    if (quiet) {
        end(threads);
    }
    pthread_t stoppers[] = {crew_thread(stop, (void *)0), crew_thread(stop, (void *)1)};
    crew_join(stoppers[0]);
    crew_join(stoppers[1]);
    for (uint32_t i = 0; !quiet && i < WORKERS; i++) {
        while (crew_post_nonsense(&all, i) != LP_STOPPING) {
            sched_yield();
        }
    }
    if (!quiet) {
        end(threads);
    }
    crew_finish(&all);
}

int main(void) {
    sys_threads_begin(100);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        round_of(i);
    }
    return 0;
}
