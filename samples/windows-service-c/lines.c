/* SPDX-License-Identifier: Apache-2.0 */
#include "lines.h"

#include <stdlib.h>
#include <string.h>

static const char LINES_ALL_MARK[] = "all ";

enum { MARK_BYTES = sizeof LINES_ALL_MARK - 1 };

static bool lines__keep(lines *l, const lines_sink *sink, const char *data, uint32_t size) {
    if (l->text == NULL && (l->text = malloc(sink->max_line_bytes)) == NULL) {
        return false;
    }
    if (size > sink->max_line_bytes - l->size) {
        return false;
    }
    memcpy(l->text + l->size, data, size);
    l->size += size;
    return true;
}

static void lines__to_all(lines *l, const lines_sink *sink) {
    if (l->size > 0) {
        sink->all(sink->context, l->text, l->size);
    }
    l->size = 0;
}

/* It was no mark after all. */
static void lines__echo_matched(lines *l, const lines_sink *sink) {
    if (l->matched > 0) {
        sink->echo(sink->context, LINES_ALL_MARK, l->matched);
    }
    l->matched = 0;
}

/* At the beginning of a line: takes one byte of the mark, if it is there. */
static bool lines__match(lines *l, char c) {
    if (l->part != LINES_BEGIN || c != LINES_ALL_MARK[l->matched]) {
        return false;
    }
    if (++l->matched == MARK_BYTES) {
        l->matched = 0;
        l->part = LINES_ALL;
    }
    return true;
}

/* How many bytes of data belong to the line. */
static uint32_t lines__rest(const char *data, uint32_t size, bool *ended_out) {
    const char *newline = memchr(data, '\n', size);
    *ended_out = newline != NULL;
    return newline != NULL ? (uint32_t)(newline + 1 - data) : size;
}

bool lines_feed(lines *l, const lines_sink *sink, const char *data, uint32_t size) {
    uint32_t run = 0; /* data[run..at) is to be echoed; many lines leave as one */
    for (uint32_t at = 0; at < size;) {
        bool ended;
        if (lines__match(l, data[at])) {
            if (at > run) {
                sink->echo(sink->context, data + run, at - run);
            }
            run = ++at;
            continue;
        }
        if (l->part == LINES_BEGIN) {
            lines__echo_matched(l, sink);
            l->part = LINES_ECHO;
        }
        uint32_t rest = lines__rest(data + at, size - at, &ended);
        if (l->part == LINES_ALL) {
            if (!lines__keep(l, sink, data + at, rest)) {
                return false;
            }
            run = at + rest;
            if (ended) {
                lines__to_all(l, sink);
            }
        }
        l->part = ended ? LINES_BEGIN : l->part;
        at += rest;
    }
    if (size > run) {
        sink->echo(sink->context, data + run, size - run);
    }
    return true;
}

void lines_end(lines *l, const lines_sink *sink) {
    lines__echo_matched(l, sink);
    lines__to_all(l, sink);
}

void lines_fini(lines *l) {
    free(l->text);
    memset(l, 0, sizeof *l);
}
