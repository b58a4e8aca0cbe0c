/* SPDX-License-Identifier: Apache-2.0 */
#include "timer.h"

#include <string.h>

static timer **wheel__slot(timer_wheel *wheel, uint64_t tick) {
    return &wheel->slots[tick % TIMER_SLOTS];
}

void timer_wheel_init(timer_wheel *wheel, uint64_t now) {
    memset(wheel, 0, sizeof *wheel);
    wheel->tick = now / TIMER_TICK_MILLIS;
    wheel->earliest = UINT64_MAX;
}

void timer_schedule(timer_wheel *wheel, timer *t, uint64_t at) {
    uint64_t tick = at / TIMER_TICK_MILLIS;
    timer **slot = wheel__slot(wheel, tick > wheel->tick ? tick : wheel->tick);
    t->at = at;
    t->next = *slot;
    t->link = slot;
    if (t->next != NULL) {
        t->next->link = &t->next;
    }
    *slot = t;
    wheel->count++;
    if (at < wheel->earliest) {
        wheel->earliest = at;
    }
}

void timer_cancel(timer_wheel *wheel, timer *t) {
    if (!timer_is_scheduled(t)) {
        return;
    }
    *t->link = t->next;
    if (t->next != NULL) {
        t->next->link = t->link;
    }
    t->next = NULL;
    t->link = NULL;
    if (--wheel->count == 0) {
        wheel->earliest = UINT64_MAX;
    }
}

static uint64_t wheel__earliest(const timer_wheel *wheel) {
    uint64_t earliest = UINT64_MAX;
    for (int i = 0; i < TIMER_SLOTS; i++) {
        for (const timer *t = wheel->slots[i]; t != NULL; t = t->next) {
            earliest = t->at < earliest ? t->at : earliest;
        }
    }
    return earliest;
}

static timer *wheel__due(timer *first, uint64_t now) {
    for (timer *t = first; t != NULL; t = t->next) {
        if (t->at <= now) {
            return t;
        }
    }
    return NULL;
}

timer *timer_wheel_expired(timer_wheel *wheel, uint64_t now) {
    uint64_t now_tick = now / TIMER_TICK_MILLIS;
    if (now < wheel->earliest) {
        return NULL;
    }
    uint64_t turns = now_tick - wheel->tick;
    uint64_t from = turns < TIMER_SLOTS ? wheel->tick : now_tick - (TIMER_SLOTS - 1);
    for (uint64_t tick = from; tick <= now_tick; tick++) {
        timer *t = wheel__due(*wheel__slot(wheel, tick), now);
        if (t != NULL) {
            timer_cancel(wheel, t);
            wheel->tick = tick;
            return t;
        }
    }
    wheel->tick = now_tick;
    wheel->earliest = wheel__earliest(wheel);
    return NULL;
}

uint64_t timer_wheel_delay(const timer_wheel *wheel, uint64_t now) {
    if (wheel->count == 0) {
        return UINT64_MAX;
    }
    return wheel->earliest > now ? wheel->earliest - now : 0;
}
