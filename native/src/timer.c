/* SPDX-License-Identifier: Apache-2.0 */
#include "timer.h"

#include <string.h>

_Static_assert(sizeof(timer) <= 24, "every link carries one");

/* A slot of the wheel that is due next. */
typedef struct timer_place {
    uint32_t level;
    uint32_t slot;
    uint64_t start; /* no timer of it is due before; at level 0 all are due then */
} timer_place;

/* The word must not be 0. */
static uint32_t lowest_bit(uint64_t word) {
    uint32_t bit = 0;
    for (uint32_t width = 32; width > 0; width /= 2) {
        if ((word & (((uint64_t)1 << width) - 1)) == 0) {
            word >>= width;
            bit += width;
        }
    }
    return bit;
}

static uint32_t digit(uint64_t time, uint32_t level) {
    return (uint32_t)(time >> (level * TIMER_BITS)) % TIMER_SLOTS;
}

static uint32_t wheel__level(const timer_wheel *wheel, uint64_t at) {
    uint32_t level = 0;
    for (uint64_t rest = (at ^ wheel->now) >> TIMER_BITS; rest != 0; rest >>= TIMER_BITS) {
        level++;
    }
    return level;
}

/* Where a timer of that time stands, or is to stand: `now` never passes it while it stands there. */
static timer_place wheel__place(const timer_wheel *wheel, uint64_t at) {
    uint64_t due = at > wheel->now ? at : wheel->now;
    uint32_t level = wheel__level(wheel, due);
    return (timer_place){level, digit(due, level), due};
}

void timer_wheel_init(timer_wheel *wheel, uint64_t now) {
    memset(wheel, 0, sizeof *wheel);
    wheel->now = now;
}

void timer_schedule(timer_wheel *wheel, timer *t, uint64_t at) {
    timer_place place = wheel__place(wheel, at);
    timer_level *level = &wheel->levels[place.level];
    timer_slot *slot = &level->slots[place.slot];
    if (slot->first == NULL) {
        slot->end = &slot->first;
        level->occupied |= (uint64_t)1 << place.slot;
    }
    t->at = at;
    t->next = NULL;
    t->link = slot->end;
    *slot->end = t;
    slot->end = &t->next;
}

static void wheel__take(timer_level *level, uint32_t index, timer *t) {
    timer_slot *slot = &level->slots[index];
    *t->link = t->next;
    if (t->next != NULL) {
        t->next->link = t->link;
    } else {
        slot->end = t->link;
    }
    if (slot->first == NULL) {
        level->occupied &= ~((uint64_t)1 << index);
    }
    t->next = NULL;
    t->link = NULL;
}

void timer_cancel(timer_wheel *wheel, timer *t) {
    if (timer_is_scheduled(t)) {
        timer_place place = wheel__place(wheel, t->at);
        wheel__take(&wheel->levels[place.level], place.slot, t);
    }
}

/* False if there is no timer at all. */
static bool wheel__next(const timer_wheel *wheel, timer_place *place_out) {
    for (uint32_t level = 0; level < TIMER_LEVELS; level++) {
        uint64_t occupied = wheel->levels[level].occupied;
        if (occupied != 0) {
            uint32_t slot = lowest_bit(occupied);
            uint32_t shift = level * TIMER_BITS;
            uint64_t above = wheel->now >> shift >> TIMER_BITS << TIMER_BITS;
            *place_out = (timer_place){level, slot, (above | slot) << shift};
            return true;
        }
    }
    return false;
}

/* Its timers differ from `now`, which has come to its start, in lower digits only. */
static void wheel__cascade(timer_wheel *wheel, const timer_place *place) {
    timer_level *level = &wheel->levels[place->level];
    timer *t = level->slots[place->slot].first;
    level->slots[place->slot].first = NULL;
    level->occupied &= ~((uint64_t)1 << place->slot);
    while (t != NULL) {
        timer *next = t->next;
        timer_schedule(wheel, t, t->at);
        t = next;
    }
}

timer *timer_wheel_expired(timer_wheel *wheel, uint64_t now) {
    timer_place place;
    while (wheel__next(wheel, &place) && place.start <= now) {
        wheel->now = place.start;
        if (place.level == 0) {
            timer *t = wheel->levels[0].slots[place.slot].first;
            wheel__take(&wheel->levels[0], place.slot, t);
            return t;
        }
        wheel__cascade(wheel, &place);
    }
    if (now > wheel->now) {
        wheel->now = now;
    }
    return NULL;
}

uint64_t timer_wheel_delay(const timer_wheel *wheel, uint64_t now) {
    timer_place place;
    if (!wheel__next(wheel, &place)) {
        return UINT64_MAX;
    }
    return place.start > now ? place.start - now : 0;
}
