/* SPDX-License-Identifier: Apache-2.0 */
/* What the network and the kernel do on their own: pending operations complete, in any order. */
#ifndef SIM_NET_H
#define SIM_NET_H

#include "sim_op.h"

/* Addresses by their first byte: this machine, and where nothing answers as one would like. */
enum { SIM_NET_HERE = 127, SIM_NET_UNREACHABLE = 10, SIM_NET_SILENT = 192 };

/* Completes what can be completed now. */
void sim_net_run(void);

/* The same for one operation. */
void sim_net_try(sim_op *op);

/* When the next operation may complete, at most limit. */
uint64_t sim_net_next(uint64_t limit);

#endif
