/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What other threads have a worker's thread do: a list that any thread adds to without a lock, and one takes whole.
 * The memory is that of the calls.
 */
#ifndef LP_CALLS_H
#define LP_CALLS_H

#include "linkport_run.h"

#include <stdatomic.h>
#include <stdbool.h>

typedef struct calls {
    _Atomic(uintptr_t) newest; /* an lp_call, or 0, or CALLS_CLOSED */
} calls;

#define CALLS_CLOSED ((uintptr_t)1)

/* False if it is closed. Any thread. */
bool calls_post(calls *c, lp_call *call);

/* All that were posted, by their `next`, first posted first; or NULL. Owner only. */
lp_call *calls_take(calls *c);

/* Refuses calls from now on. False, and nothing changed, if there is one. Owner only. */
bool calls_close(calls *c);

#endif
