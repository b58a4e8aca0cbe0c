/* SPDX-License-Identifier: Apache-2.0 */
/* What a program may know of its links. Owner thread only. */
#ifndef LP_LOOKUP_H
#define LP_LOOKUP_H

#include "worker.h"

/* False if the id names no link that lives for the program: opened, and not closed. */
bool lookup_link(worker *w, lp_link id, lp_link_info *info_out);

/* The link in the next slot behind that of `after` that has one; 0: there is none. An `after` of 0: the first. */
lp_link lookup_next(worker *w, lp_link after);

#endif
