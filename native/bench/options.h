/* SPDX-License-Identifier: Apache-2.0 */
/* The options of a program of the rig: "--name value" pairs. */
#ifndef BENCH_OPTIONS_H
#define BENCH_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct options {
    int count;
    char **words;
} options;

/* Takes what follows the program's name; fails on a word that is none of these, which end with NULL. */
options options_new(int argc, char **argv, const char *const *known);

/* The value of that name, or this one if it is not given. Fails if it is no number in the range. */
uint64_t options_number(const options *o, const char *name, uint64_t absent, uint64_t min, uint64_t max);

/* The same for a word; the result lives as long as argv. */
const char *options_word(const options *o, const char *name, const char *absent);

#endif
