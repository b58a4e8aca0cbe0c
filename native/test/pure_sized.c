/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks structs that grow: an older program's is read with zeroes behind it, a newer one's as long as it sets nothing
 * that is unknown here, and neither is read or written beyond its size.
 */
#include "check.h"
#include "sized.h"

#include <stdlib.h>
#include <string.h>

enum { OWN = 40, OLDEST = 24, LARGEST = 64 };

/* On the heap, so that the address sanitizer sees one byte too many. */
static unsigned char *of_size(uint32_t size) {
    unsigned char *from = malloc(size < 4 ? 4 : size);
    CHECK(from != NULL);
    memset(from, 0x5A, size);
    memcpy(from, &size, sizeof size);
    return from;
}

static bool accepted(uint32_t size, unsigned char *to) {
    unsigned char *from = of_size(size);
    for (uint32_t i = OWN; i < size; i++) {
        from[i] = 0;
    }
    memset(to, 0xEE, OWN);
    bool read = sized_read(to, OWN, OLDEST, from);
    free(from);
    return read;
}

static void sizes_that_are_read(void) {
    unsigned char to[OWN];
    for (uint32_t size = 0; size <= LARGEST; size++) {
        CHECK_EQUAL(accepted(size, to), size >= OLDEST && size % 8 == 0);
        for (uint32_t i = 4; size >= OLDEST && size % 8 == 0 && i < OWN; i++) {
            CHECK_EQUAL(to[i], i < size ? 0x5A : 0);
        }
    }
}

static void nothing_unknown_is_set(void) {
    unsigned char to[OWN];
    for (uint32_t at = OWN; at < LARGEST; at++) {
        unsigned char *from = of_size(LARGEST);
        memset(from + OWN, 0, LARGEST - OWN);
        from[at] = 1;
        CHECK(!sized_read(to, OWN, OLDEST, from));
        free(from);
    }
}

static void sizes_that_are_written(void) {
    unsigned char from[OWN];
    memset(from, 0x5A, sizeof from);
    for (uint32_t size = 0; size <= LARGEST; size++) {
        unsigned char *to = of_size(LARGEST + 1);
        sized_write(to, size, from, OWN);
        for (uint32_t i = 4; i <= LARGEST; i++) {
            CHECK_EQUAL(to[i], i >= size || i < OWN ? 0x5A : 0);
        }
        free(to);
    }
}

int main(void) {
    sizes_that_are_read();
    nothing_unknown_is_set();
    sizes_that_are_written();
    return 0;
}
