/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that look random and are the same in every run (splitmix64). */
#ifndef LP_TEST_DICE_H
#define LP_TEST_DICE_H

#include <stdint.h>

typedef struct dice {
    uint64_t state;
} dice;

static inline uint64_t dice_next(dice *d) {
    uint64_t z = (d->state += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

/* [0, below) */
static inline uint32_t dice_below(dice *d, uint32_t below) {
    return (uint32_t)(dice_next(d) >> 32) % below;
}

#endif
