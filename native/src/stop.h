/* SPDX-License-Identifier: Apache-2.0 */
/* How a worker comes to its end: no new work, listeners and links close, and nothing is left. Owner thread only. */
#ifndef LP_STOP_H
#define LP_STOP_H

#include "worker.h"

/* Closes everything the worker owns; what is left at the deadline is aborted. A later deadline changes nothing. */
void stop_begin(worker *w, uint64_t deadline);

/* The same if lp_stop() asked for it. */
void stop_with_port(worker *w);

/* Reports LP_EVENT_STOP_OVERDUE when it is due, if there is room; and how long until then, UINT64_MAX for never. */
void stop_watch(worker *w);
uint64_t stop_watch_delay(const worker *w);

/* Reports LP_EVENT_STOPPED once nothing is left, if there is room. */
void stop_finish(worker *w);

#endif
