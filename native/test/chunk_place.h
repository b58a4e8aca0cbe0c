/* SPDX-License-Identifier: Apache-2.0 */
/* Where a receive chunk is and how much it holds, from what linkport.h says of lp_chunks() and nothing else. */
#ifndef LP_TEST_CHUNK_PLACE_H
#define LP_TEST_CHUNK_PLACE_H

#include "linkport.h"

#include <stddef.h>

static inline uint32_t chunk_large_count(const lp_options *options) {
    return options->chunk_count - options->chunk_count / LP_SMALL_CHUNK_SHARE;
}

static inline uint32_t chunk_small_bytes(const lp_options *options) {
    return options->chunk_bytes < LP_SMALL_CHUNK_BYTES ? options->chunk_bytes : LP_SMALL_CHUNK_BYTES;
}

/* How many there are of both sizes. */
static inline uint32_t chunk_limit(const lp_options *options) {
    uint32_t large = chunk_large_count(options);
    return large + (options->chunk_count - large) * options->chunk_bytes / chunk_small_bytes(options);
}

/* NULL if there is no such chunk. */
static inline const char *chunk_place(lp_port *port, uint32_t worker, const lp_options *options, uint32_t index,
                                      uint32_t *bytes_out) {
    uint64_t bytes = 0;
    const char *base = lp_chunks(port, worker, &bytes);
    uint32_t large = chunk_large_count(options);
    if (index >= chunk_limit(options)) {
        return NULL;
    }
    if (index < large) {
        *bytes_out = options->chunk_bytes;
        return base + (size_t)index * options->chunk_bytes;
    }
    *bytes_out = chunk_small_bytes(options);
    return base + (size_t)large * options->chunk_bytes + (size_t)(index - large) * *bytes_out;
}

#endif
