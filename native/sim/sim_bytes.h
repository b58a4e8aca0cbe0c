/* SPDX-License-Identifier: Apache-2.0 */
/* A sum over memory: one byte changed always changes it. Eight bytes at a time, as most of a run is spent on bytes. */
#ifndef SIM_BYTES_H
#define SIM_BYTES_H

#include <stdint.h>

#define SIM_BYTES_SEED 14695981039346656037u

/* sum: SIM_BYTES_SEED, or what another piece of memory gave. */
uint64_t sim_bytes_sum(uint64_t sum, const char *memory, uint32_t count);

#endif
