/* SPDX-License-Identifier: Apache-2.0 */
#include "pattern.h"

#include "fail.h"

#include <stdlib.h>
#include <string.h>

enum { LENGTH_BYTES = 4, PERIOD_BYTES_MIN = 64 << 10, MESSAGES_MIN = 3, LINK_STRIDE = 7 };

static uint64_t pattern__random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static void pattern__length(char *out, size_t payload_bytes) {
    for (int i = 0; i < LENGTH_BYTES; i++) {
        out[i] = (char)(payload_bytes >> (8 * (LENGTH_BYTES - 1 - i)));
    }
}

pattern pattern_new(size_t payload_bytes, bool framed) {
    pattern p = {.message_bytes = payload_bytes + (framed ? LENGTH_BYTES : 0)};
    size_t messages = PERIOD_BYTES_MIN / p.message_bytes + MESSAGES_MIN;
    uint64_t state = 88172645463325252;
    p.period_bytes = messages * p.message_bytes;
    p.bytes = malloc(2 * p.period_bytes);
    if (!p.bytes) {
        fail("no memory for the messages");
    }
    for (size_t i = 0; i < p.period_bytes; i++) {
        p.bytes[i] = (char)pattern__random(&state);
    }
    for (size_t i = 0; framed && i < messages; i++) {
        pattern__length(p.bytes + i * p.message_bytes, payload_bytes);
    }
    memcpy(p.bytes + p.period_bytes, p.bytes, p.period_bytes);
    return p;
}

uint64_t pattern_start(const pattern *p, uint32_t link) {
    return (uint64_t)link * LINK_STRIDE % (p->period_bytes / p->message_bytes) * p->message_bytes;
}
