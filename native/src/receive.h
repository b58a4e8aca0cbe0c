/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receiving half of a link: a zero-byte probe while it is idle, so that it pins no memory, then a plain read into
 * a chunk; while it is busy, receives into chunks. At most one chunk for each link and step. Owner thread only.
 */
#ifndef LP_RECEIVE_H
#define LP_RECEIVE_H

#include "link.h"

/* Is there anything for receive_run() to do? */
static inline bool receive_is_due(const link *l) {
    return !l->receive.posted && !link_has(l, LINK_INPUT_ENDED) &&
           (l->life == LIFE_DRAINING || (l->life == LIFE_OPEN && !link_has(l, LINK_PAUSED)));
}

/* Reports what is there, and posts the next receive. */
void receive_run(worker *w, link *l);

/* The receive came back. */
void receive_completed(worker *w, link *l, uint32_t code, uint32_t count);

#endif
