/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The receiving half of a link: a zero-byte probe while it is idle, so that it pins no memory, then a plain read into
 * a chunk. At most one chunk for each link and step. Owner thread only.
 */
#ifndef LP_RECEIVE_H
#define LP_RECEIVE_H

#include "link.h"

/* Reads what is there, or posts a probe. */
void receive_run(worker *w, link *l);

/* The probe came back. */
void receive_completed(worker *w, link *l, uint32_t code, uint32_t count);

#endif
