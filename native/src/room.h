/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Places under a limit of links: a port has room for so many, and each of its listeners may have room of its own. Who
 * takes a place gives it back once, even if the listener has ended by then and its entry is another one's.
 */
#ifndef LP_ROOM_H
#define LP_ROOM_H

#include "linkport.h"

#include <stdatomic.h>
#include <stdbool.h>

enum { LISTENER_MAX = 256 }; /* of a port, each with room */

typedef struct room {
    _Atomic(uint64_t) state; /* whose it is, by generation; below it the places left */
} room;

/* Room for so many, of that generation. Any thread, while nobody knows the new generation. */
void room_open(room *r, uint32_t generation, uint32_t places);

/* Any thread. False if no place is left. */
bool room_take(room *r);

/* Any thread. Nothing happens if the room is of another generation by now. */
void room_give(room *r, uint32_t generation);

static inline bool room_is_full(room *r) {
    return (uint32_t)atomic_load(&r->state) == 0;
}

/* Places of listeners that come back a little later. Of one worker. */
typedef struct room_dues {
    uint32_t listeners;
    uint8_t entries[LISTENER_MAX]; /* of those listeners */
    uint32_t generations[LISTENER_MAX];
    uint32_t places[LISTENER_MAX];
} room_dues;

void room_dues_add(room_dues *d, lp_listener listener);

/* The listener of one of the places, which is due no more; 0 if none is. */
lp_listener room_dues_take(room_dues *d);

#endif
