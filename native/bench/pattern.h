/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every link sends and expects back: one random sequence of messages, over and over. Each link begins at another
 * of them, so that bytes of one link on another are found. A framed message begins with its length, four bytes,
 * big-endian.
 */
#ifndef BENCH_PATTERN_H
#define BENCH_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pattern {
    size_t message_bytes; /* with its length, if framed */
    size_t period_bytes;
    char *bytes; /* two periods, so that a whole one can be read from anywhere */
} pattern;

/* Lives as long as the process. */
pattern pattern_new(size_t payload_bytes, bool framed);

/* Where the stream of that link begins. */
uint64_t pattern_start(const pattern *p, uint32_t link);

/* A period of bytes from that place of a stream on. */
static inline const char *pattern_at(const pattern *p, uint64_t offset) {
    return p->bytes + offset % p->period_bytes;
}

#endif
