/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is on its way at a link, first sent first: the OS tells how many bytes it took, and this whose they were. Owner
 * thread only; pure.
 */
#ifndef LP_LOANS_H
#define LP_LOANS_H

#include "linkport_run.h"

typedef struct loans {
    lp_loan *first;
    lp_loan *last;
    uint64_t bytes; /* of all of them, not yet taken */
} loans;

static inline void loans_init(loans *l) {
    l->first = NULL;
    l->last = NULL;
    l->bytes = 0;
}

/* loan->left says how many. */
void loans_add(loans *l, lp_loan *loan);

/* The first one, if *count bytes from the front cover it: it is taken out, and *count is less by what it had left. */
lp_loan *loans_sent(loans *l, uint64_t *count);

/* The first one, taken out, however much is left of it; or NULL. */
lp_loan *loans_drop(loans *l);

#endif
