/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what a worker knows of the past, against a model of its port: a queue. What was queued by own.heard_until was
 * taken, also while every wait finds more than it may take; and that time does not stand still meanwhile, however long
 * the overload lasts.
 */
#include "check.h"
#include "dice.h"
#include "worker.h"

#include <string.h>

enum { OPERATIONS = 1000, ROUNDS = 20000 };

typedef struct model {
    uint64_t queued_at[OPERATIONS]; /* a ring: an operation has one packet at most */
    uint32_t first;
    uint32_t count;
    uint32_t rounds_without; /* that own.heard_until stood still */
} model;

static worker w;

static void model_arrive(model *m, uint32_t packets) {
    for (uint32_t i = 0; i < packets && m->count < OPERATIONS; i++) {
        m->queued_at[(m->first + m->count++) % OPERATIONS] = w.own.now;
    }
}

static uint32_t model_take(model *m) {
    uint32_t packets = m->count < WORKER_BATCH ? m->count : WORKER_BATCH;
    m->first = (m->first + packets) % OPERATIONS;
    m->count -= packets;
    return packets;
}

static void random_walk(uint64_t seed, uint32_t arrivals) {
    model m = {.count = 0};
    dice d = {seed};
    memset(&w, 0, sizeof w);
    stats_set(&w.any.counters, STAT(operations_now), OPERATIONS);
    w.own.now = 1000;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint64_t before = w.own.heard_until;
        w.own.now += 1 + dice_below(&d, 5);
        model_arrive(&m, dice_below(&d, arrivals));
        worker_has_heard(&w, model_take(&m));
        CHECK(w.own.heard_until >= before && w.own.heard_until <= w.own.now);
        CHECK(m.count == 0 || m.queued_at[m.first] > w.own.heard_until);
        m.rounds_without = w.own.heard_until > before ? 0 : m.rounds_without + 1;
        CHECK(m.rounds_without <= OPERATIONS / WORKER_BATCH + 2);
    }
}

int main(void) {
    for (uint64_t seed = 1; seed <= 10; seed++) {
        random_walk(seed, WORKER_BATCH);      /* now and then a full batch */
        random_walk(seed, 2 * WORKER_BATCH);  /* just about as much as it takes */
        random_walk(seed, 10 * WORKER_BATCH); /* never empty */
    }
    return 0;
}
