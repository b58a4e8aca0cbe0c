/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a peer says: everything is to be echoed, byte by byte and at once, but for lines that begin with "all ", whose
 * rest, with its newline, goes to everyone. Portable C; one thread at a time.
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed to begin with. */
typedef struct lines {
    uint32_t matched; /* bytes of "all " seen at the beginning of a line and not echoed yet */
    enum { LINES_BEGIN = 0, LINES_ECHO, LINES_ALL } part;
    uint32_t size; /* of the line to all so far */
    char *text;    /* max bytes; NULL: none was begun */
} lines;

/* Where it goes. The data is lent for the call. */
typedef struct lines_sink {
    void *context;
    uint32_t max_line_bytes; /* the same as long as the lines live */
    void (*echo)(void *context, const char *data, uint32_t size);
    void (*all)(void *context, const char *data, uint32_t size);
} lines_sink;

/* The peer said more. False: a line to all is longer than it may be, or there is no memory for it; nothing more of
 * these lines can be used but lines_fini(). */
bool lines_feed(lines *l, const lines_sink *sink, const char *data, uint32_t size);

/* The peer says nothing more: what it began counts as it is. */
void lines_end(lines *l, const lines_sink *sink);

void lines_fini(lines *l);

#endif
