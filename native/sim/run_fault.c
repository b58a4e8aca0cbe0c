/* SPDX-License-Identifier: Apache-2.0 */
/* Calls that fail by plan: every call of a short run, with each of its errors, or random pairs of calls. */
#include "run_fault.h"

/* Short runs, where nothing else is scarce. */
enum { FAULT_ROUNDS = 12, FAULT_NEAR = 12 };

static const sim_fault_plan NO_PLAN[SIM_FAULTS];

run_profile run_fault_profile(const run_profile *profile) {
    run_profile short_one = *profile;
    short_one.rounds = FAULT_ROUNDS;
    short_one.knobs.scarce = 0;
    return short_one;
}

uint64_t run_fault_each(uint64_t seed, const run_profile *profile, run_fault_run *runs) {
    uint64_t injected = 0;
    uint64_t calls = runs(seed, profile, NO_PLAN);
    for (uint64_t at = 1; at <= calls; at++) {
        uint32_t with = 0;
        do {
            sim_fault_plan plans[SIM_FAULTS] = {{at, with}};
            (void)runs(seed, profile, plans);
            injected++;
        } while (++with < sim.plan_errors);
    }
    return injected;
}

/* The dice of a run are not these: they start anew with each run. */
static uint32_t fault__below(uint64_t *dice, uint64_t below) {
    uint64_t z = (*dice += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)(((z ^ (z >> 31)) >> 32) % below);
}

uint64_t run_fault_pairs(uint64_t seed, const run_profile *profile, uint64_t pairs, run_fault_run *runs) {
    uint64_t dice = ~seed;
    uint64_t calls = runs(seed, profile, NO_PLAN);
    for (uint64_t i = 0; i < pairs; i++) {
        uint64_t one = 1 + fault__below(&dice, calls);
        bool near = fault__below(&dice, 2) == 0; /* in the handling of the first failure, as like as not */
        uint64_t other = near ? one + 1 + fault__below(&dice, FAULT_NEAR) : 1 + fault__below(&dice, calls);
        sim_fault_plan plans[SIM_FAULTS] = {{one, fault__below(&dice, 4)}, {other, fault__below(&dice, 4)}};
        (void)runs(seed, profile, plans);
    }
    return pairs;
}
