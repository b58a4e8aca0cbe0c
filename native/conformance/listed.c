/* SPDX-License-Identifier: Apache-2.0 */
#include "listed.h"

#include <stdio.h>
#include <stdlib.h>

enum { LISTED_MAX = 256, LINE_BYTES = 1024 };

static uint32_t listed[LISTED_MAX];
static uint32_t listed_count;

bool listed_read(const char *path) {
    char line[LINE_BYTES];
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "linkport-conformance: cannot read '%s'\n", path);
        return false;
    }
    while (fgets(line, sizeof line, file) != NULL && listed_count < LISTED_MAX) {
        if (line[0] >= '0' && line[0] <= '9') {
            listed[listed_count++] = (uint32_t)strtoul(line, NULL, 10);
        }
    }
    fclose(file);
    return true;
}

bool listed_has(uint32_t number) {
    for (uint32_t i = 0; i < listed_count; i++) {
        if (listed[i] == number) {
            return true;
        }
    }
    return false;
}
