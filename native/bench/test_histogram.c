/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks the histogram of the load generator: a value in a bucket that is too small for it, too wide, or none. */
#include "../test/check.h"
#include "histogram.h"

static histogram h;

static uint32_t bucket_of(uint64_t value) {
    histogram_clear(&h);
    histogram_record(&h, value);
    for (uint32_t i = 0; i < HISTOGRAM_BUCKETS; i++) {
        if (h.counts[i]) {
            return i;
        }
    }
    FAIL("no bucket for %llu", (unsigned long long)value);
}

static void every_value_has_its_bucket(void) {
    for (uint64_t value = 0; value < UINT64_C(1) << HISTOGRAM_VALUE_BITS; value += value / 1000 + 1) {
        uint32_t bucket = bucket_of(value);
        uint64_t largest = histogram_value(bucket);
        CHECK(largest >= value && largest - value <= value / 100);
        CHECK(bucket == 0 || histogram_value(bucket - 1) < value);
    }
}

static void what_is_too_large_is_not_lost(void) {
    CHECK_EQUAL(bucket_of(UINT64_MAX), HISTOGRAM_BUCKETS - 1);
    CHECK_EQUAL(bucket_of((UINT64_C(1) << HISTOGRAM_VALUE_BITS) - 1), HISTOGRAM_BUCKETS - 1);
}

int main(void) {
    every_value_has_its_bucket();
    what_is_too_large_is_not_lost();
    return 0;
}
