/* SPDX-License-Identifier: Apache-2.0 */
/* Differences that are known: the numbers that begin the lines of a file. */
#ifndef CONFORMANCE_LISTED_H
#define CONFORMANCE_LISTED_H

#include <stdbool.h>
#include <stdint.h>

/* False, with a line on standard error, if there is no such file. */
bool listed_read(const char *path);
bool listed_has(uint32_t number);

#endif
