/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the timing wheel with random deadlines, cancellations and jumps of the clock against a model: an array. A
 * timer expires once, not before its time and not after the next look; more turns of the wheel than one, jumps longer
 * than a turn, deadlines in the past, and a clock that stands still.
 */
#include "check.h"
#include "dice.h"
#include "timer.h"

#include <stddef.h>
#include <string.h>

enum { TIMERS = 300, ROUNDS = 100000 };

static uint64_t random_delay(dice *d) {
    switch (dice_below(d, 6)) {
    case 0:
        return 0;
    case 1:
        return dice_below(d, TIMER_TICK_MILLIS * 3);
    case 2:
        return (uint64_t)TIMER_TICK_MILLIS * TIMER_SLOTS * (1 + dice_below(d, 3)); /* whole turns */
    case 3:
        return dice_below(d, 100000);
    case 4:
        return 0xFFFFFFFFu;
    default:
        return dice_below(d, 1000);
    }
}

static uint64_t random_jump(dice *d) {
    switch (dice_below(d, 20)) {
    case 0:
        return (uint64_t)TIMER_TICK_MILLIS * TIMER_SLOTS + dice_below(d, 5000);
    case 1:
        return dice_below(d, 200000);
    case 2:
        return 0;
    default:
        return dice_below(d, 30);
    }
}

typedef struct model {
    timer timers[TIMERS];
    bool on[TIMERS];
    uint64_t at[TIMERS];
} model;

static uint64_t model_earliest(const model *m) {
    uint64_t earliest = UINT64_MAX;
    for (int i = 0; i < TIMERS; i++) {
        earliest = m->on[i] && m->at[i] < earliest ? m->at[i] : earliest;
    }
    return earliest;
}

static void expire_all(model *m, timer_wheel *wheel, uint64_t now) {
    for (timer *t; (t = timer_wheel_expired(wheel, now)) != NULL;) {
        ptrdiff_t i = t - m->timers;
        CHECK(i >= 0 && i < TIMERS);
        CHECK(m->on[i] && m->at[i] <= now);
        CHECK(!timer_is_scheduled(t));
        m->on[i] = false;
    }
    uint64_t earliest = model_earliest(m);
    CHECK(earliest > now); /* none was missed */
    uint64_t delay = timer_wheel_delay(wheel, now);
    CHECK(earliest == UINT64_MAX ? delay == UINT64_MAX : delay <= earliest - now); /* nobody oversleeps */
    CHECK(earliest == UINT64_MAX || delay > 0);                                    /* nobody spins */
}

static void random_walk(uint64_t seed, uint64_t start) {
    static model m;
    static timer_wheel wheel;
    dice d = {seed};
    uint64_t now = start;
    memset(&m, 0, sizeof m);
    timer_wheel_init(&wheel, now);
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t i = dice_below(&d, TIMERS);
        if (m.on[i]) {
            CHECK(timer_is_scheduled(&m.timers[i]));
            timer_cancel(&wheel, &m.timers[i]);
            timer_cancel(&wheel, &m.timers[i]); /* twice is once */
            m.on[i] = false;
        }
        if (dice_below(&d, 4) != 0) {
            uint64_t delay = random_delay(&d);
            m.at[i] = dice_below(&d, 10) == 0 && now > delay ? now - delay : now + delay; /* some in the past */
            timer_schedule(&wheel, &m.timers[i], m.at[i]);
            m.on[i] = true;
        }
        if (dice_below(&d, 3) == 0) {
            now += random_jump(&d);
            expire_all(&m, &wheel, now);
        }
    }
}

int main(void) {
    for (uint64_t seed = 1; seed <= 6; seed++) {
        random_walk(seed, 0);
        random_walk(seed, 123456789);
        random_walk(seed, 0xFFFFF000u); /* over the end of 32 bits */
    }
    return 0;
}
