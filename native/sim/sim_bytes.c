/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_bytes.h"

#include <string.h>

/* One to one in the sum and in the word. */
static inline uint64_t bytes__step(uint64_t sum, uint64_t word) {
    sum = (sum ^ word) * 0x9E3779B97F4A7C15u;
    return sum ^ sum >> 32;
}

static inline uint64_t bytes__word(const char *memory) {
    uint64_t word;
    memcpy(&word, memory, sizeof word);
    return word;
}

/* Four sums side by side, so that one product need not wait for the one before. */
uint64_t sim_bytes_sum(uint64_t sum, const char *memory, uint32_t count) {
    memory = count == 0 ? "" : memory; /* nothing may be at NULL */
    uint64_t a = sum;
    uint64_t b = 1;
    uint64_t c = 2;
    uint64_t d = 3;
    const char *end = memory + count;
    for (; end - memory >= 32; memory += 32) {
        a = bytes__step(a, bytes__word(memory));
        b = bytes__step(b, bytes__word(memory + 8));
        c = bytes__step(c, bytes__word(memory + 16));
        d = bytes__step(d, bytes__word(memory + 24));
    }
    for (; end - memory >= 8; memory += 8) {
        a = bytes__step(a, bytes__word(memory));
    }
    char last[8] = {0};
    memcpy(last, memory, (size_t)(end - memory));
    a = bytes__step(bytes__step(a, bytes__word(last)), count);
    return bytes__step(bytes__step(bytes__step(a, b), c), d);
}
