/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that fail by plan: every call of a short run, with each of its errors, or random pairs of calls. */
#ifndef RUN_FAULT_H
#define RUN_FAULT_H

#include "run.h"

/* As run_case(). */
typedef uint64_t run_fault_run(uint64_t seed, const run_profile *profile, const sim_fault_plan *plans);

/* The profile of such runs. */
run_profile run_fault_profile(const run_profile *profile);

/* Both answer how many runs with faults there were. */
uint64_t run_fault_each(uint64_t seed, const run_profile *profile, run_fault_run *runs);
uint64_t run_fault_pairs(uint64_t seed, const run_profile *profile, uint64_t pairs, run_fault_run *runs);

#endif
