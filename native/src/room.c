/* SPDX-License-Identifier: Apache-2.0 */
#include "room.h"

static uint32_t room__generation(uint64_t state) {
    return (uint32_t)(state >> 32);
}

void room_open(room *r, uint32_t generation, uint32_t places) {
    atomic_store(&r->state, (uint64_t)generation << 32 | places);
}

bool room_take(room *r) {
    uint64_t state = atomic_load(&r->state);
    while ((uint32_t)state > 0) {
        if (atomic_compare_exchange_weak(&r->state, &state, state - 1)) {
            return true;
        }
    }
    return false;
}

void room_give(room *r, uint32_t generation) {
    uint64_t state = atomic_load(&r->state);
    while (room__generation(state) == generation) {
        if (atomic_compare_exchange_weak(&r->state, &state, state + 1)) {
            return;
        }
    }
}

/* Of two listeners that had the same entry, the older one has ended: nobody wants its places. */
void room_dues_add(room_dues *d, lp_listener listener) {
    uint32_t entry = LP_LINK_SLOT(listener) - 1;
    uint32_t generation = LP_LINK_GENERATION(listener);
    if (d->places[entry] == 0) {
        d->entries[d->listeners++] = (uint8_t)entry;
    } else if (d->generations[entry] != generation) {
        if ((int32_t)(generation - d->generations[entry]) < 0) {
            return;
        }
        d->places[entry] = 0;
    }
    d->generations[entry] = generation;
    d->places[entry]++;
}

lp_listener room_dues_take(room_dues *d) {
    if (d->listeners == 0) {
        return 0;
    }
    uint32_t entry = d->entries[d->listeners - 1];
    d->listeners -= --d->places[entry] == 0;
    return (uint64_t)(entry + 1) << 32 | d->generations[entry]; /* whichever worker it is of */
}
