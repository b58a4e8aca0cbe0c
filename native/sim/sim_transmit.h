/* SPDX-License-Identifier: Apache-2.0 */
/* TransmitFile: head, file and tail as one operation that sends. */
#ifndef SIM_TRANSMIT_H
#define SIM_TRANSMIT_H

#include "sim_op.h"

/* What the kernel does with one that pends: it waits for its turn, moves bytes, or is done. */
void sim_transmit_run(sim_op *op);

/* The structure and the memory that it names are as they were when it was posted. */
void sim_transmit_check_lent(const sim_op *op);

#endif
