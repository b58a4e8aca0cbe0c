/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "address.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The keys with a number for a value. address and tcp_port, which make one thing, stand apart. */
static const struct config__number {
    const char *key;
    size_t offset;
    uint32_t min, max, normal;
} config__numbers[] = {
    {"workers", offsetof(config, workers), 1, LP_WORKER_MAX, 2},
    {"max_links", offsetof(config, max_links), 1, 1000000, 10000},
    {"max_line_bytes", offsetof(config, max_line_bytes), 16, 1048576, 4096},
    {"max_queued_bytes", offsetof(config, max_queued_bytes), 4096, 536870912, 1048576},
    {"queue_bytes", offsetof(config, queue_bytes), 65536, 1073741824, 67108864},
    {"first_data_millis", offsetof(config, first_data_millis), 0, 86400000, 0},
    {"start_millis", offsetof(config, start_millis), 0, 600000, 0},
    {"drain_millis", offsetof(config, drain_millis), 0, 600000, 10000},
};

enum { NUMBERS = sizeof config__numbers / sizeof config__numbers[0], ADDRESS = NUMBERS, TCP_PORT, KEYS };

/* A piece of the file. */
typedef struct config__text {
    const char *at;
    size_t size;
} config__text;

typedef struct config__parser {
    config *result;
    const char *name;
    char *error;
    uint32_t line;
    uint32_t line_of[KEYS]; /* where a key was given, 0: not yet */
} config__parser;

static const char *config__key(uint32_t key) {
    return key == ADDRESS ? "address" : key == TCP_PORT ? "tcp_port" : config__numbers[key].key;
}

static uint32_t *config__field(config *c, uint32_t key) {
    return (uint32_t *)(void *)((char *)c + config__numbers[key].offset);
}

void config_defaults(config *c) {
    memset(c, 0, sizeof *c);
    for (uint32_t i = 0; i < NUMBERS; i++) {
        *config__field(c, i) = config__numbers[i].normal;
    }
    c->address.family = 4;
    c->address.tcp_port = 7007;
    memcpy(c->address.bytes, "\x7f\0\0\1", 4);
}

/* Always false. What the file says is shown with a mark for each byte that is not plain text, and not at any length. */
static bool config__complain(config__parser *p, const char *format, ...) {
    va_list arguments;
    int used = snprintf(p->error, CONFIG_ERROR_BYTES, "%s:%u: ", p->name, (unsigned)p->line);
    if (used < 0 || used >= CONFIG_ERROR_BYTES) {
        used = 0;
    }
    size_t start = (size_t)used;
    va_start(arguments, format);
    (void)vsnprintf(p->error + start, CONFIG_ERROR_BYTES - start, format, arguments);
    va_end(arguments);
    for (char *c = p->error + start; *c != '\0'; c++) {
        if ((unsigned char)*c < ' ') {
            *c = '?';
        }
    }
    return false;
}

static int config__shown(config__text t) {
    return t.size < 80 ? (int)t.size : 80;
}

static bool config__blank(char c) {
    return c == ' ' || c == '\t' || c == '\r';
}

static config__text config__trim(config__text t) {
    while (t.size > 0 && config__blank(t.at[0])) {
        t.at++, t.size--;
    }
    while (t.size > 0 && config__blank(t.at[t.size - 1])) {
        t.size--;
    }
    return t;
}

/* Digits only; false for anything else, and for what 32 bits do not hold. */
static bool config__digits(config__text t, uint32_t *value_out) {
    uint64_t value = 0;
    for (size_t i = 0; i < t.size; i++) {
        if (t.at[i] < '0' || t.at[i] > '9') {
            return false;
        }
        value = value * 10 + (uint64_t)(t.at[i] - '0');
        if (value > UINT32_MAX) {
            return false;
        }
    }
    *value_out = (uint32_t)value;
    return t.size > 0;
}

static bool config__number(config__parser *p, const char *key, config__text value, uint32_t min, uint32_t max,
                           uint32_t *out) {
    if (config__digits(value, out) && *out >= min && *out <= max) {
        return true;
    }
    return config__complain(p, "%s is '%.*s'; permitted: %u to %u", key, config__shown(value), value.at, (unsigned)min,
                            (unsigned)max);
}

static bool config__address(config__parser *p, config__text value) {
    uint16_t tcp_port = p->result->address.tcp_port;
    char text[ADDRESS_TEXT_BYTES];
    bool fits = value.size < sizeof text;
    if (fits) {
        memcpy(text, value.at, value.size);
        text[value.size] = '\0';
    }
    if (!fits || memchr(value.at, '\0', value.size) != NULL || !address_parse(&p->result->address, text)) {
        return config__complain(p,
                                "address is '%.*s'; permitted: an address of this machine in figures, as 192.0.2.1 or "
                                "2001:db8::1; 0.0.0.0 for all of IPv4, :: for all there are",
                                config__shown(value), value.at);
    }
    p->result->address.tcp_port = tcp_port;
    return true;
}

static bool config__set(config__parser *p, uint32_t key, config__text value) {
    uint32_t number = 0;
    if (key == ADDRESS) {
        return config__address(p, value);
    }
    if (key == TCP_PORT) {
        bool good = config__number(p, "tcp_port", value, 0, 65535, &number);
        p->result->address.tcp_port = (uint16_t)number;
        return good;
    }
    const struct config__number *n = &config__numbers[key];
    return config__number(p, n->key, value, n->min, n->max, config__field(p->result, key));
}

static bool config__unknown(config__parser *p, config__text key) {
    char all[512] = "";
    size_t used = 0;
    for (uint32_t i = 0; i < KEYS && used < sizeof all; i++) {
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s", i == 0 ? "" : ", ", config__key(i));
    }
    return config__complain(p, "there is no '%.*s'; permitted: %s", config__shown(key), key.at, all);
}

static bool config__pair(config__parser *p, config__text key, config__text value) {
    for (uint32_t i = 0; i < KEYS; i++) {
        if (strlen(config__key(i)) != key.size || memcmp(config__key(i), key.at, key.size) != 0) {
            continue;
        }
        if (p->line_of[i] != 0) {
            return config__complain(p, "%s stands here again, it is in line %u; permitted: once", config__key(i),
                                    (unsigned)p->line_of[i]);
        }
        p->line_of[i] = p->line;
        return config__set(p, i, value);
    }
    return config__unknown(p, key);
}

static bool config__line(config__parser *p, config__text line) {
    line = config__trim(line);
    if (line.size == 0 || line.at[0] == '#') {
        return true;
    }
    const char *equals = memchr(line.at, '=', line.size);
    if (equals == NULL) {
        return config__complain(p, "'%.*s' is no setting; permitted: key = value, or # and a remark",
                                config__shown(line), line.at);
    }
    size_t before = (size_t)(equals - line.at);
    config__text key = {line.at, before}, value = {equals + 1, line.size - before - 1};
    return config__pair(p, config__trim(key), config__trim(value));
}

bool config_parse(config *c, const char *text, size_t size, const char *name, char error[CONFIG_ERROR_BYTES]) {
    config__parser p = {.result = c, .name = name, .error = error};
    config_defaults(c);
    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) { /* editors on Windows begin UTF-8 with it */
        text += 3, size -= 3;
    }
    while (size > 0) {
        const char *end = memchr(text, '\n', size);
        size_t line = end != NULL ? (size_t)(end - text) : size;
        p.line++;
        if (!config__line(&p, (config__text){text, line})) {
            return false;
        }
        line += end != NULL;
        text += line, size -= line;
    }
    return true;
}
