/* SPDX-License-Identifier: Apache-2.0 */
/* The sending half of a link: one gathering send in flight, then FIN. Owner thread only. */
#ifndef LP_SEND_H
#define LP_SEND_H

#include "link.h"

/* Is there anything for send_run() to do? */
static inline bool send_is_due(const link *l) {
    return !l->send.posted && (l->life == LIFE_OPEN || l->life == LIFE_DRAINING) &&
           (!send_queue_is_empty(&l->queue) || (link_has(l, LINK_FIN_WANTED) && !link_has(l, LINK_FIN_SENT)));
}

/* Posts what is queued, and FIN when it is wanted and nothing is left. */
void send_run(worker *w, link *l);

/* The send operation came back. */
void send_completed(worker *w, link *l, uint32_t code, uint32_t count);

#endif
