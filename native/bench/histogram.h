/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts of values by size: exact up to HISTOGRAM_EXACT, above that in buckets narrower than a hundredth of the value.
 * Printed raw, so that histograms of many slices can be added before anybody asks for a percentile.
 */
#ifndef BENCH_HISTOGRAM_H
#define BENCH_HISTOGRAM_H

#include <stdint.h>
#include <stdio.h>

enum { HISTOGRAM_EXACT_BITS = 8, HISTOGRAM_EXACT = 1 << HISTOGRAM_EXACT_BITS, HISTOGRAM_VALUE_BITS = 40 };
enum { HISTOGRAM_BUCKETS = HISTOGRAM_EXACT + (HISTOGRAM_VALUE_BITS - HISTOGRAM_EXACT_BITS) * (HISTOGRAM_EXACT / 2) };

typedef struct histogram {
    uint64_t counts[HISTOGRAM_BUCKETS];
} histogram;

void histogram_clear(histogram *h);

/* Values of more than HISTOGRAM_VALUE_BITS count as the largest. */
void histogram_record(histogram *h, uint64_t value);

/* The largest value that a bucket holds. */
uint64_t histogram_value(uint32_t bucket);

/* "VALUE:COUNT,VALUE:COUNT", by rising values, each the largest of its bucket; "-" if it is empty. */
void histogram_print(const histogram *h, FILE *out);

#endif
