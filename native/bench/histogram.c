/* SPDX-License-Identifier: Apache-2.0 */
#include "histogram.h"

#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

enum { HALF = HISTOGRAM_EXACT / 2 };

void histogram_clear(histogram *h) {
    memset(h, 0, sizeof *h);
}

static uint32_t histogram__bucket(uint64_t value) {
    uint32_t shift = 0;
    if (value >> HISTOGRAM_VALUE_BITS) {
        return HISTOGRAM_BUCKETS - 1;
    }
    while (value >> shift >= HISTOGRAM_EXACT) {
        shift++;
    }
    /* Shifted, it has its highest bit: the upper half of the exact range. */
    return shift == 0 ? (uint32_t)value : HISTOGRAM_EXACT + (shift - 1) * HALF + (uint32_t)(value >> shift) - HALF;
}

uint64_t histogram_value(uint32_t bucket) {
    if (bucket < HISTOGRAM_EXACT) {
        return bucket;
    }
    uint32_t shift = (bucket - HISTOGRAM_EXACT) / HALF + 1;
    uint64_t top = (bucket - HISTOGRAM_EXACT) % HALF + HALF;
    return ((top + 1) << shift) - 1;
}

void histogram_record(histogram *h, uint64_t value) {
    h->counts[histogram__bucket(value)]++;
}

void histogram_print(const histogram *h, FILE *out) {
    bool any = false;
    for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
        if (h->counts[i]) {
            fprintf(out, "%s%" PRIu64 ":%" PRIu64, any ? "," : "", histogram_value(i), h->counts[i]);
            any = true;
        }
    }
    if (!any) {
        fputc('-', out);
    }
}
