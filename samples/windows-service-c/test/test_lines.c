/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what is echoed and what goes to all: the same input cut anywhere, into every two pieces and into single
 * bytes, gives the same output; nothing is echoed later than it has to be; a line to all may be as long as permitted
 * and not a byte longer.
 */
#include "check.h"
#include "lines.h"

#include <string.h>

enum { LINE_MAX = 16 };

typedef struct seen {
    char echo[256], all[256];
    size_t echo_size, all_size;
} seen;

static void on_echo(void *context, const char *data, uint32_t size) {
    seen *s = context;
    CHECK(size > 0);
    memcpy(s->echo + s->echo_size, data, size);
    s->echo_size += size;
}

/* A bar after each line. */
static void on_all(void *context, const char *data, uint32_t size) {
    seen *s = context;
    CHECK(size > 0);
    memcpy(s->all + s->all_size, data, size);
    s->all_size += size;
    s->all[s->all_size++] = '|';
}

static lines_sink sink_of(seen *s) {
    return (lines_sink){s, LINE_MAX, on_echo, on_all};
}

static bool feed(lines *l, seen *s, const char *data, size_t size) {
    char *copy = malloc(size + 1); /* of that size, so that reading behind it is noticed */
    CHECK(copy != NULL);
    memcpy(copy, data, size);
    lines_sink sink = sink_of(s);
    bool good = lines_feed(l, &sink, copy, (uint32_t)size);
    free(copy);
    return good;
}

static void expect(const seen *s, const char *input, const char *echo, const char *all) {
    if (strlen(echo) != s->echo_size || memcmp(echo, s->echo, s->echo_size) != 0 || strlen(all) != s->all_size ||
        memcmp(all, s->all, s->all_size) != 0) {
        FAIL("'%s': echo '%.*s', all '%.*s'", input, (int)s->echo_size, s->echo, (int)s->all_size, s->all);
    }
}

/* In pieces: [0, first), then pieces of that many bytes. */
static void one(const char *input, size_t first, size_t piece, const char *echo, const char *all) {
    lines l = {0};
    seen s = {0};
    size_t size = strlen(input);
    CHECK(feed(&l, &s, input, first));
    for (size_t at = first; at < size; at += piece) {
        CHECK(feed(&l, &s, input + at, size - at < piece ? size - at : piece));
    }
    lines_sink sink = sink_of(&s);
    lines_end(&l, &sink);
    lines_fini(&l);
    expect(&s, input, echo, all);
}

static void everywhere(const char *input, const char *echo, const char *all) {
    for (size_t first = 0; first <= strlen(input); first++) {
        one(input, first, strlen(input) + 1, echo, all);
    }
    one(input, 0, 1, echo, all);
}

static void split(void) {
    everywhere("", "", "");
    everywhere("hello\nworld\n", "hello\nworld\n", "");
    everywhere("all hello\n", "", "hello\n|");
    everywhere("x\nall one\nall two\ny\n", "x\ny\n", "one\n|two\n|");
    everywhere("all\nal\na\n\nally\nALL x\n", "all\nal\na\n\nally\nALL x\n", "");
    everywhere("aall x\n all x\nx all y\n", "aall x\n all x\nx all y\n", "");
    everywhere("all all x\n", "", "all x\n|");
    everywhere("all \n", "", "\n|");
    everywhere("end\nal", "end\nal", "");
    everywhere("all begun", "", "begun|");
    everywhere("all ", "", "");
    everywhere("all cr\r\nx\r\n", "x\r\n", "cr\r\n|");
}

static void at_once(void) {
    lines l = {0};
    seen s = {0};
    CHECK(feed(&l, &s, "wha", 3)); /* no newline is waited for */
    expect(&s, "wha", "wha", "");
    CHECK(feed(&l, &s, "t\na", 3));
    expect(&s, "what, a", "what\n", ""); /* but what may be a mark is */
    CHECK(feed(&l, &s, "s", 1));
    expect(&s, "what, as", "what\nas", "");
    lines_fini(&l);
}

static void lengths(void) {
    lines l = {0};
    seen s = {0};
    CHECK(feed(&l, &s, "all 123456789012345\n", 20)); /* 16 with its newline */
    expect(&s, "16", "", "123456789012345\n|");
    CHECK(feed(&l, &s, "all 12345678", 12));
    CHECK(feed(&l, &s, "90123456", 8));
    CHECK(!feed(&l, &s, "\n", 1));
    lines_fini(&l);
    CHECK(!feed(&l, &s, "all 12345678901234567\n", 22));
    lines_fini(&l);
    expect(&s, "too long", "", "123456789012345\n|");
}

int main(void) {
    split();
    at_once();
    lengths();
    return 0;
}
