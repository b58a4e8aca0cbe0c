/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the timing wheel with random deadlines, cancellations and jumps of the clock against a model: an array. A
 * timer expires once, not before its time and at the first look from then on, those of one time in the order they were
 * scheduled. Scales from milliseconds to centuries, jumps over many levels, deadlines in the past and at UINT64_MAX, a
 * clock that stands still, timers cancelled and scheduled while others expire, and cost: timers that are far away are
 * not even touched.
 */
#include "check.h"
#include "dice.h"
#include "timer.h"

#include <stddef.h>
#include <string.h>

enum { TIMERS = 200, ROUNDS = 4000, SEEDS = 60, CROWD = 100000, HOUR = 3600000 };

typedef struct model {
    timer timers[TIMERS];
    bool on[TIMERS];
    uint64_t at[TIMERS];
    uint64_t order[TIMERS]; /* of scheduling */
    uint64_t scheduled;
    timer_wheel wheel;
    uint64_t now;
    dice dice;
    uint32_t scale; /* delays have at most so many bits */
} model;

static model m;

static uint64_t random_delay(void) {
    uint64_t bits = dice_next(&m.dice) >> (64 - m.scale);
    switch (dice_below(&m.dice, 8)) {
    case 0:
        return 0;
    case 1:
        return 1 + dice_below(&m.dice, 3);
    case 2:
        return 1000 * (uint64_t)dice_below(&m.dice, 100); /* whole seconds: the same milliseconds, another second */
    case 3:
        return (uint64_t)1 << dice_below(&m.dice, m.scale); /* the edges of slots and levels */
    default:
        return bits;
    }
}

static void model_schedule(uint32_t i, uint64_t at) {
    m.on[i] = true;
    m.at[i] = at;
    m.order[i] = ++m.scheduled;
    timer_schedule(&m.wheel, &m.timers[i], at);
}

static void model_cancel(uint32_t i) {
    CHECK(timer_is_scheduled(&m.timers[i]) == m.on[i]);
    timer_cancel(&m.wheel, &m.timers[i]);
    timer_cancel(&m.wheel, &m.timers[i]); /* twice is once */
    m.on[i] = false;
}

static void model_any(void) {
    uint32_t i = dice_below(&m.dice, TIMERS);
    model_cancel(i);
    if (dice_below(&m.dice, 4) != 0) {
        uint64_t delay = random_delay();
        uint64_t past = delay < m.now ? m.now - delay : 0;
        uint64_t future = delay < UINT64_MAX - m.now ? m.now + delay : UINT64_MAX;
        uint32_t kind = dice_below(&m.dice, 20);
        model_schedule(i, kind == 0 ? UINT64_MAX : kind == 1 ? past : future);
    }
}

static uint64_t model_earliest(void) {
    uint64_t earliest = UINT64_MAX;
    for (uint32_t i = 0; i < TIMERS; i++) {
        earliest = m.on[i] && m.at[i] < earliest ? m.at[i] : earliest;
    }
    return earliest;
}

/* Those with the time of this one that were scheduled before it have expired before it. */
static void model_check_order(ptrdiff_t expired) {
    for (uint32_t i = 0; i < TIMERS; i++) {
        CHECK(!m.on[i] || m.at[i] != m.at[expired] || m.order[i] > m.order[expired]);
    }
}

static void model_expire(void) {
    uint32_t churn = 20;
    for (timer *t; (t = timer_wheel_expired(&m.wheel, m.now)) != NULL;) {
        ptrdiff_t i = t - m.timers;
        CHECK(i >= 0 && i < TIMERS);
        CHECK(m.on[i] && m.at[i] <= m.now);
        CHECK(!timer_is_scheduled(t));
        m.on[i] = false;
        model_check_order(i);
        if (churn > 0) { /* others come and go meanwhile, and this one too */
            churn--;
            model_any();
        }
    }
    uint64_t earliest = model_earliest();
    uint64_t delay = timer_wheel_delay(&m.wheel, m.now);
    CHECK(earliest > m.now); /* none was missed */
    CHECK(delay > 0);        /* nobody spins, and nobody oversleeps: */
    CHECK(earliest == UINT64_MAX || delay <= earliest - m.now);
}

static uint64_t random_jump(void) {
    uint64_t jump = dice_below(&m.dice, 10) == 0 ? random_delay() : dice_below(&m.dice, 30);
    return dice_below(&m.dice, 5) == 0 ? 0 : jump;
}

static void random_walk(uint64_t seed, uint64_t start, uint32_t scale) {
    memset(&m, 0, sizeof m);
    m.dice.state = seed;
    m.now = start;
    m.scale = scale;
    timer_wheel_init(&m.wheel, start);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        model_any();
        if (dice_below(&m.dice, 3) == 0) {
            uint64_t jump = random_jump();
            m.now = jump < UINT64_MAX - 1 - m.now ? m.now + jump : UINT64_MAX - 1;
            model_expire();
        }
    }
}

/* A worker sleeps as long as it is told: it wakes for a timer in time, and not often before. */
static void sleep_until_expired(uint64_t start, uint64_t delay) {
    timer_wheel wheel;
    timer t = {0};
    uint64_t now = start;
    uint32_t wakes = 0;
    timer_wheel_init(&wheel, now);
    timer_schedule(&wheel, &t, start + delay);
    while (timer_wheel_expired(&wheel, now) == NULL) {
        CHECK(++wakes <= TIMER_LEVELS);
        now += timer_wheel_delay(&wheel, now);
    }
    CHECK(now == start + delay);
    CHECK(timer_wheel_delay(&wheel, now) == UINT64_MAX);
}

static void test_sleeps(void) {
    for (uint32_t bit = 0; bit < 62; bit++) {
        for (uint64_t start = 0; start < 5000; start += 617) {
            sleep_until_expired(start, (uint64_t)1 << bit);
            sleep_until_expired(start, ((uint64_t)1 << bit) - 1);
            sleep_until_expired(start + ((uint64_t)1 << bit), 1001);
        }
    }
    sleep_until_expired(7, UINT64_MAX - 7);
}

static void test_scheduled_from_expiry(void) {
    timer_wheel wheel;
    timer often = {0};
    timer rare = {0};
    uint32_t count = 0;
    timer_wheel_init(&wheel, 500);
    timer_schedule(&wheel, &often, 1500);
    timer_schedule(&wheel, &rare, 3500);
    for (uint64_t now = 500; now <= 4500; now += 250) {
        for (timer *t; (t = timer_wheel_expired(&wheel, now)) != NULL;) {
            CHECK(t != &rare || now == 3500);
            CHECK(t != &often || now == 1500 + 1000 * (uint64_t)count);
            count += t == &often;
            timer_schedule(&wheel, t, t == &often ? now + 1000 : UINT64_MAX);
        }
    }
    CHECK_EQUAL(count, 4);
    CHECK(timer_is_scheduled(&rare)); /* never is not now */
}

static void test_cancelled_while_expiring(void) {
    timer_wheel wheel;
    timer timers[3] = {{0}};
    timer_wheel_init(&wheel, 0);
    for (int i = 0; i < 3; i++) {
        timer_schedule(&wheel, &timers[i], 100);
    }
    CHECK(timer_wheel_expired(&wheel, 99) == NULL);
    CHECK(timer_wheel_expired(&wheel, 100) == &timers[0]);
    timer_cancel(&wheel, &timers[1]);
    CHECK(timer_wheel_expired(&wheel, 100) == &timers[2]);
    CHECK(timer_wheel_expired(&wheel, 100) == NULL);
    timer_schedule(&wheel, &timers[1], 100); /* its time has passed */
    CHECK(timer_wheel_delay(&wheel, 100) == 0);
    CHECK(timer_wheel_expired(&wheel, 100) == &timers[1]);
}

/* While they are far away their memory holds garbage: a look at any of them would go astray. */
static void test_crowd_is_not_touched(void) {
    static timer crowd[CROWD];
    static timer saved[CROWD];
    static timer_wheel wheel;
    timer t = {0};
    timer_wheel_init(&wheel, 0);
    for (uint32_t i = 0; i < CROWD; i++) {
        timer_schedule(&wheel, &crowd[i], 2 * (uint64_t)HOUR + i);
    }
    memcpy(saved, crowd, sizeof crowd);
    memset(crowd, 0xA5, sizeof crowd);
    for (uint64_t now = 0; now < HOUR; now += 250) {
        timer_schedule(&wheel, &t, now + 200);
        CHECK(timer_wheel_expired(&wheel, now) == NULL);
        CHECK(timer_wheel_delay(&wheel, now) > 0);
        CHECK(timer_wheel_expired(&wheel, now + 200) == &t);
        timer_schedule(&wheel, &t, now + 60000);
        timer_cancel(&wheel, &t);
    }
    memcpy(crowd, saved, sizeof crowd);
    for (uint32_t i = 0; i < CROWD; i++) {
        CHECK(timer_wheel_expired(&wheel, 3 * (uint64_t)HOUR) == &crowd[i]);
    }
    CHECK(timer_wheel_delay(&wheel, 3 * (uint64_t)HOUR) == UINT64_MAX);
}

int main(void) {
    static const uint64_t STARTS[] = {0, 123456789, 0xFFFFFF00u, (uint64_t)1 << 62};
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        random_walk(seed, STARTS[seed % 4], 6 + (uint32_t)(seed * 7 % 56));
    }
    test_sleeps();
    test_scheduled_from_expiry();
    test_cancelled_while_expiring();
    test_crowd_is_not_touched();
    return 0;
}
