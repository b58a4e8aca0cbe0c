/* SPDX-License-Identifier: Apache-2.0 */
#include "busy.h"

enum { BUSY_STREAK = 4, BUSY_SILENCE_MILLIS = 200 };

static void busy__sweep_soon(worker *w) {
    if (w->own.busy.sweep_at == UINT64_MAX) {
        w->own.busy.sweep_at = w->own.now + BUSY_SILENCE_MILLIS;
    }
}

static void busy__join(worker *w, link *l) {
    busy_links *busy = &w->own.busy;
    busy__sweep_soon(w);
    if (!l->in_busy) {
        if (busy->count >= w->own.chunks.small.max) {
            return;
        }
        l->in_busy = true;
        l->next_busy = busy->first;
        busy->first = l;
        busy->count++;
    }
    link_set(l, LINK_BUSY);
}

void busy_note_streak(worker *w, link *l) {
    bool quick = w->own.now - l->received_at < BUSY_SILENCE_MILLIS;
    l->streak = (uint8_t)(quick ? l->streak + 1 : 0);
    if (l->streak == BUSY_STREAK) {
        l->streak = 0;
        busy__join(w, l);
    }
}

/* What the link pins bounds how many are busy, so its place is free only once it has no chunk. */
static bool busy__is_over(worker *w, link *l) {
    if (w->own.now - l->received_at >= BUSY_SILENCE_MILLIS || l->life != LIFE_OPEN) {
        link_end_busy(l);
    }
    return !link_has(l, LINK_BUSY) && l->chunk == SLAB_NONE;
}

static void busy__leave(busy_links *busy, link **at) {
    link *l = *at;
    *at = l->next_busy;
    l->in_busy = false;
    busy->count--;
}

void busy_sweep(worker *w) {
    busy_links *busy = &w->own.busy;
    if (w->own.now < busy->sweep_at) {
        return;
    }
    busy->sweep_at = UINT64_MAX;
    for (link **at = &busy->first; *at != NULL;) {
        link *l = *at;
        if (busy__is_over(w, l)) {
            busy__leave(busy, at);
            continue;
        }
        if (link_has(l, LINK_BUSY) || l->receive.posted) { /* else the program paused it with input at hand */
            busy__sweep_soon(w);
        }
        at = &l->next_busy;
    }
}

uint64_t busy_delay(const worker *w) {
    uint64_t at = w->own.busy.sweep_at;
    return at == UINT64_MAX ? at : at - w->own.now; /* what was due was swept at that time */
}
