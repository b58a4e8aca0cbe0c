/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The busy links of a worker: they receive straight into small chunks, which saves a call for each message. Every other
 * link waits with a probe and pins no memory. A link that falls silent goes back to the probe; at a time as many are
 * busy as there are small chunks. Owner thread only.
 */
#ifndef LP_BUSY_H
#define LP_BUSY_H

#include "link.h"

/* One more input of a link that is not busy. */
void busy_note_streak(worker *w, link *l);

/* Input came from the link just now: after a few times in quick succession it is busy, if there is a place. */
static inline void busy_note_input(worker *w, link *l) {
    if (!link_has(l, LINK_BUSY)) {
        busy_note_streak(w, l);
    }
    l->received_at = w->own.now;
}

/* Takes the places of links that are silent, as time goes by. */
void busy_sweep(worker *w);

/* Milliseconds until busy_sweep() has something to do; UINT64_MAX for never. */
uint64_t busy_delay(const worker *w);

#endif
