/* SPDX-License-Identifier: Apache-2.0 */
#include "sized.h"

#include <string.h>

enum { GRAIN = 8 /* no such struct ever ends elsewhere */ };

static bool sized__is_zero(const unsigned char *bytes, uint32_t count) {
    unsigned char seen = 0;
    for (uint32_t i = 0; i < count; i++) {
        seen |= bytes[i];
    }
    return seen == 0;
}

bool sized_read(void *to, uint32_t to_bytes, uint32_t oldest_bytes, const void *from) {
    uint32_t bytes = 0;
    memcpy(&bytes, from, sizeof bytes);
    if (bytes < oldest_bytes || bytes % GRAIN != 0) {
        return false;
    }
    uint32_t known = bytes < to_bytes ? bytes : to_bytes;
    if (!sized__is_zero((const unsigned char *)from + known, bytes - known)) {
        return false;
    }
    memset(to, 0, to_bytes);
    memcpy(to, from, known);
    return true;
}

void sized_write(void *to, uint32_t to_bytes, const void *from, uint32_t from_bytes) {
    uint32_t known = from_bytes < to_bytes ? from_bytes : to_bytes;
    memcpy(to, from, known);
    memset((unsigned char *)to + known, 0, to_bytes - known);
}
