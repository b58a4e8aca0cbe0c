/* SPDX-License-Identifier: Apache-2.0 */
#include "crew.h"

#include "balance.h"
#include "check.h"
#include "sys_threads.h"

#include <string.h>

uint32_t crew_dice(uint64_t *dice, uint32_t below) {
    *dice = *dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*dice >> 33) % below;
}

pthread_t crew_thread(void *(*run)(void *), void *argument) {
    pthread_t thread;
    CHECK_EQUAL(pthread_create(&thread, NULL, run, argument), 0);
    return thread;
}

void crew_join(pthread_t thread) {
    CHECK_EQUAL(pthread_join(thread, NULL), 0);
}

/* Something is sent, and then the link is closed or aborted; one of each worker is left alone until the stop. */
static uint32_t worker__answer(crew_worker *w, const lp_event *event, lp_command *commands) {
    static const char WORDS[] = "words";
    bool alone = w->opened == 1;
    commands[0] = (lp_command){.kind = LP_COMMAND_SEND, .target = event->link};
    commands[0].data = (uintptr_t)WORDS;
    commands[0].size = sizeof WORDS;
    commands[1] =
        (lp_command){.kind = crew_dice(&w->dice, 3) == 0 ? LP_COMMAND_ABORT : LP_COMMAND_CLOSE, .target = event->link};
    commands[1].millis = 100;
    return alone ? 1 : 2;
}

/* Answers how many commands there are now. */
static uint32_t worker__event(crew_worker *w, const lp_event *event, lp_command *commands, uint32_t count) {
    switch (event->kind) {
    case LP_EVENT_ACCEPTED:
        w->opened++;
        atomic_fetch_add_explicit(&w->crew->opened, 1, memory_order_relaxed);
        CHECK(atomic_fetch_add_explicit(&w->crew->live, 1, memory_order_relaxed) < w->crew->max_links);
        CHECK_EQUAL(LP_LINK_WORKER(event->link), w->index);
        return count + worker__answer(w, event, commands + count);
    case LP_EVENT_CLOSED:
        w->closed++;
        atomic_fetch_sub_explicit(&w->crew->live, 1, memory_order_relaxed);
        break;
    case LP_EVENT_CONNECT_FAILED:
        w->answered++;
        break;
    default:
        break;
    }
    return count;
}

static void *worker__run(void *argument) {
    crew_worker *w = argument;
    lp_event events[CREW_EVENTS];
    lp_command commands[2 * CREW_EVENTS];
    uint32_t command_count = 0;
    for (;;) {
        w->given += command_count;
        int32_t count = lp_step(w->crew->port, w->index, commands, command_count, events, CREW_EVENTS, LP_FOREVER);
        CHECK(count >= 0 && count <= CREW_EVENTS);
        command_count = 0;
        for (int32_t i = 0; i < count; i++) {
            if (events[i].kind == LP_EVENT_STOPPED) {
                CHECK_EQUAL(i, count - 1);
                return NULL;
            }
            command_count = worker__event(w, &events[i], commands, command_count);
        }
    }
}

void crew_start(crew *c, uint32_t size, uint32_t max_links) {
    lp_options options = {.size = sizeof options, .workers = size, .max_links = max_links};
    options.chunk_bytes = 1024;
    options.chunk_count = CREW_CHUNKS;
    memset(c, 0, sizeof *c);
    CHECK_EQUAL(lp_create(&options, &c->port, NULL), LP_OK);
    c->size = size;
    c->max_links = max_links;
    for (uint32_t i = 0; i < size; i++) {
        c->workers[i] = (crew_worker){.crew = c, .index = i, .dice = i + 1};
        c->workers[i].thread = crew_thread(worker__run, &c->workers[i]);
    }
}

lp_status crew_post(crew *c, uint32_t worker, const lp_command *command) {
    lp_status status = lp_post(c->port, worker, command);
    if (status == LP_OK) {
        atomic_fetch_add_explicit(&c->posted, 1, memory_order_relaxed);
    }
    return status;
}

lp_status crew_post_nonsense(crew *c, uint32_t worker) {
    lp_command command = {.kind = LP_COMMAND_RESUME, .target = (uint64_t)worker << 56 | 0xFFFFFFu};
    return crew_post(c, worker, &command);
}

lp_stats crew_stats(const crew *c, uint32_t worker) {
    lp_stats stats;
    CHECK_EQUAL(lp_stats_read(c->port, worker, &stats, sizeof stats), LP_OK);
    return stats;
}

static void worker__check(const crew_worker *w) {
    lp_stats stats = crew_stats(w->crew, w->index);
    const char *broken = balance_broken_at_end(&stats, CREW_CHUNKS);
    if (broken != NULL) {
        FAIL("worker %u: %s", w->index, broken);
    }
    CHECK_EQUAL(stats.links_opened, w->opened);
    CHECK_EQUAL(stats.links_closed, w->closed);
    CHECK_EQUAL(stats.connects_failed, w->answered);
    CHECK_EQUAL(stats.unexpected, 0);
    CHECK_EQUAL(crew_post_nonsense(w->crew, w->index), LP_STOPPING);
}

void crew_finish(crew *c) {
    uint64_t given = 0;
    uint64_t taken = 0;
    for (uint32_t i = 0; i < c->size; i++) {
        crew_join(c->workers[i].thread);
    }
    for (uint32_t i = 0; i < c->size; i++) { /* now nobody wakes anybody */
        worker__check(&c->workers[i]);
        given += c->workers[i].given;
        taken += crew_stats(c, i).commands;
    }
    CHECK_EQUAL(taken, given + atomic_load(&c->posted)); /* each request that was taken, once */
    CHECK_EQUAL(lp_destroy(c->port), LP_OK);
    CHECK_EQUAL(sys_threads_open(), 0);
}
