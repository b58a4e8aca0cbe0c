/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Deadlines of one worker in a hierarchical wheel: each level counts in units 64 times those of the one below, and a
 * word for each level says which of its slots hold timers. Scheduling and cancelling cost the same however many timers
 * there are; time skips what is empty; no look at the wheel touches a timer that need not move. Eleven levels of six
 * bits cover every 64-bit deadline, so UINT64_MAX is nothing special: just far away.
 * A timer expires at or after its time, at the first look at the wheel from then on; of those with the same time the
 * first scheduled comes first. Owner thread only; pure.
 */
#ifndef LP_TIMER_H
#define LP_TIMER_H

#include <stdbool.h>
#include <stdint.h>

enum { TIMER_BITS = 6, TIMER_SLOTS = 1 << TIMER_BITS, TIMER_LEVELS = (64 + TIMER_BITS - 1) / TIMER_BITS };

typedef struct timer {
    struct timer *next;
    struct timer **link; /* what points to this one; NULL while not scheduled */
    uint64_t at;
} timer;

typedef struct timer_slot {
    timer *first;
    timer **end; /* where the next one is linked; only while there is a first */
} timer_slot;

typedef struct timer_level {
    uint64_t occupied; /* a bit for each slot */
    timer_slot slots[TIMER_SLOTS];
} timer_level;

/*
 * A timer stands at the level of the highest digit (of base 64) in which its time differs from `now`, in the slot of
 * that digit. So all that a level holds is due before anything a higher level holds.
 */
typedef struct timer_wheel {
    uint64_t now; /* everything before it has expired */
    timer_level levels[TIMER_LEVELS];
} timer_wheel;

void timer_wheel_init(timer_wheel *wheel, uint64_t now);

/* The timer must not be scheduled. A time that has passed is due at the next look. */
void timer_schedule(timer_wheel *wheel, timer *t, uint64_t at);

/* Nothing happens if it is not scheduled. */
void timer_cancel(timer_wheel *wheel, timer *t);

static inline bool timer_is_scheduled(const timer *t) {
    return t->link != 0;
}

/*
 * Takes the timers that are due out, in the order of their times, one at each call; NULL when there is none. Between
 * calls any timer may be scheduled or cancelled; one scheduled for now or before comes in the same round.
 */
timer *timer_wheel_expired(timer_wheel *wheel, uint64_t now);

/* Milliseconds in which no timer is due; never 0 after timer_wheel_expired() said NULL. UINT64_MAX: there is none. */
uint64_t timer_wheel_delay(const timer_wheel *wheel, uint64_t now);

#endif
