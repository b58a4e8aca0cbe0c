/* SPDX-License-Identifier: Apache-2.0 */
/* A link's turn: it does what its state asks for, and reports events as far as there is room. Owner thread only. */
#ifndef LP_TURN_H
#define LP_TURN_H

#include "link.h"

void turn_run(worker *w, link *l);

#endif
