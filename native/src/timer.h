/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines of one worker in a hashed wheel: scheduling and cancelling cost the same however many there are. A timer
 * expires at or after its time. Owner thread only; pure.
 */
#ifndef LP_TIMER_H
#define LP_TIMER_H

#include <stdbool.h>
#include <stdint.h>

enum { TIMER_TICK_MILLIS = 8, TIMER_SLOTS = 1024 };

typedef struct timer {
    struct timer *next;
    struct timer **link; /* what points to this one; NULL while not scheduled */
    uint64_t at;
} timer;

typedef struct timer_wheel {
    timer *slots[TIMER_SLOTS];
    uint64_t tick;
    uint64_t earliest; /* a lower bound of all deadlines; UINT64_MAX for none */
    uint32_t count;
} timer_wheel;

void timer_wheel_init(timer_wheel *wheel, uint64_t now);

/* The timer must not be scheduled. */
void timer_schedule(timer_wheel *wheel, timer *t, uint64_t at);

/* Nothing happens if it is not scheduled. */
void timer_cancel(timer_wheel *wheel, timer *t);

static inline bool timer_is_scheduled(const timer *t) {
    return t->link != 0;
}

/* Takes the timers that are due out, one at each call; NULL when there is none. */
timer *timer_wheel_expired(timer_wheel *wheel, uint64_t now);

/* Milliseconds until a timer may be due; UINT64_MAX for never. */
uint64_t timer_wheel_delay(const timer_wheel *wheel, uint64_t now);

#endif
