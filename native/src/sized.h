/* SPDX-License-Identifier: Apache-2.0 */
/* Structs of the program that begin with their size, so that they may grow and older programs go on. Pure. */
#ifndef LP_SIZED_H
#define LP_SIZED_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Copies what `from` has: what a program that knew less did not set is 0 in `to`. False if its size is no size of such
 * a struct, below that of the oldest, or if it sets something that this library does not know.
 */
bool sized_read(void *to, uint32_t to_bytes, uint32_t oldest_bytes, const void *from);

/* Copies what there is room for, and zeroes what there is no more of. */
void sized_write(void *to, uint32_t to_bytes, const void *from, uint32_t from_bytes);

#endif
