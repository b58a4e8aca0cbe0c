/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the operator wants: lines "key = value" in a file, UTF-8. Blank lines and those that begin with # say nothing.
 * Portable C; any thread.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "linkport.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CONFIG_ERROR_BYTES = 1024, CONFIG_FILE_BYTES_MAX = 65536 };

typedef struct config {
    lp_address address;         /* address, tcp_port */
    uint32_t workers;           /* threads */
    uint32_t max_links;         /* more peers wait until a link ends */
    uint32_t max_line_bytes;    /* of a line to all; a longer one ends its link */
    uint32_t max_queued_bytes;  /* of one link; above, its peer is not read from until half of them have left */
    uint32_t queue_bytes;       /* memory of each worker for what is queued */
    uint32_t first_data_millis; /* how long an accepted peer may stay silent; 0: for ever */
    uint32_t start_millis;      /* how long the start waits for an address that is in use or not there yet */
    uint32_t drain_millis;      /* how long a stop waits for queued bytes to leave */
} config;

/* What holds for keys that are not given. */
void config_defaults(config *c);

/*
 * Reads the text of a file; name is how messages call it. False: *c is undefined and error says file, line, what was
 * asked and what is permitted.
 */
bool config_parse(config *c, const char *text, size_t size, const char *name, char error[CONFIG_ERROR_BYTES]);

#endif
