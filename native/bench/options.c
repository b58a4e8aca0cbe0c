/* SPDX-License-Identifier: Apache-2.0 */
#include "options.h"

#include "fail.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool options__is_known(const char *word, const char *const *known) {
    for (; *known; known++) {
        if (strcmp(word, *known) == 0) {
            return true;
        }
    }
    return false;
}

options options_new(int argc, char **argv, const char *const *known) {
    options o = {argc - 1, argv + 1};
    for (int i = 0; i < o.count; i += 2) {
        if (!options__is_known(o.words[i], known) || i + 1 == o.count) {
            fprintf(stderr, "bench: not an option with a value: %s\n", o.words[i]);
            exit(2);
        }
    }
    return o;
}

const char *options_word(const options *o, const char *name, const char *absent) {
    for (int i = 0; i < o->count; i += 2) {
        if (strcmp(o->words[i], name) == 0) {
            return o->words[i + 1];
        }
    }
    return absent;
}

uint64_t options_number(const options *o, const char *name, uint64_t absent, uint64_t min, uint64_t max) {
    const char *text = options_word(o, name, NULL);
    if (!text) {
        return absent;
    }
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (errno || *end || end == text || value < min || value > max) {
        fprintf(stderr, "bench: %s is %s\n", name, text);
        exit(2);
    }
    return value;
}
