/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_bytes.h"

#include <string.h>

/* Each step is one to one in the sum and in the word. */
static uint64_t bytes__step(uint64_t sum, uint64_t word) {
    sum = (sum ^ word) * 0x9E3779B97F4A7C15u;
    return sum ^ sum >> 32;
}

uint64_t sim_bytes_sum(uint64_t sum, const char *memory, uint32_t count) {
    uint64_t word = 0;
    uint32_t at = 0;
    for (; at + sizeof word <= count; at += (uint32_t)sizeof word) {
        memcpy(&word, memory + at, sizeof word);
        sum = bytes__step(sum, word);
    }
    word = 0;
    memcpy(&word, memory + at, count - at);
    return bytes__step(bytes__step(sum, word), count);
}
