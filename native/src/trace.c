/* SPDX-License-Identifier: Apache-2.0 */
#include "trace.h"

#include <stdio.h>
#include <string.h>

void trace_init(trace *t) {
    memcpy(t->mark, "LPTRACE1", sizeof t->mark);
    t->record_bytes = sizeof(trace_record);
    t->record_count = TRACE_RECORDS;
}

static lp_trace trace__record(const trace *t, uint64_t number) {
    const trace_record *r = &t->records[number % TRACE_RECORDS];
    return (lp_trace){.millis = atomic_load_explicit(&r->millis, memory_order_acquire),
                      .kind = atomic_load_explicit(&r->kind, memory_order_acquire),
                      .detail = atomic_load_explicit(&r->detail, memory_order_acquire),
                      .link = atomic_load_explicit(&r->id, memory_order_acquire),
                      .code = atomic_load_explicit(&r->code, memory_order_acquire),
                      .bytes = atomic_load_explicit(&r->bytes, memory_order_acquire)};
}

static uint64_t trace__count(const trace *t) {
    return atomic_load_explicit(&t->written, memory_order_acquire) / sizeof(trace_record);
}

uint32_t trace_read(const trace *t, lp_trace *records, uint32_t max) {
    uint64_t end = trace__count(t);
    uint64_t count = end < TRACE_READABLE ? end : TRACE_READABLE;
    count = count < max ? count : max;
    if (count == 0) {
        return 0; /* records may be NULL */
    }
    uint64_t first = end - count;
    for (uint64_t i = 0; i < count; i++) {
        records[i] = trace__record(t, first + i);
    }
    /* The record of this number may be half written by now, over the one a whole ring before it. */
    uint64_t now = trace__count(t);
    uint64_t intact = now < TRACE_RECORDS ? 0 : now - TRACE_RECORDS + 1;
    uint64_t torn = intact > first ? intact - first : 0;
    torn = torn < count ? torn : count;
    memmove(records, records + torn, sizeof *records * (size_t)(count - torn));
    return (uint32_t)(count - torn);
}

/* A table may be older than a number. */
static const char *trace__name(const char *const *names, size_t count, uint32_t number) {
    return number < count && names[number] != NULL ? names[number] : "?";
}

#define NAME(names, number) trace__name(names, sizeof(names) / sizeof *(names), number)

static const char *trace__operation(uint32_t operation) {
    static const char *const NAMES[] = {[LP_OPERATION_ACCEPT] = "accept",
                                        [LP_OPERATION_CONNECT] = "connect",
                                        [LP_OPERATION_RECEIVE] = "receive",
                                        [LP_OPERATION_SEND] = "send",
                                        [LP_OPERATION_TRANSMIT] = "transmit"};
    return NAME(NAMES, operation);
}

static const char *trace__command(uint32_t command) {
    static const char *const NAMES[] = {[LP_COMMAND_SEND] = "send",
                                        [LP_COMMAND_PAUSE] = "pause",
                                        [LP_COMMAND_RESUME] = "resume",
                                        [LP_COMMAND_SHUTDOWN_OUTPUT] = "shutdown output",
                                        [LP_COMMAND_CLOSE] = "close",
                                        [LP_COMMAND_ABORT] = "abort",
                                        [LP_COMMAND_CONNECT] = "connect",
                                        [LP_COMMAND_RETAIN] = "retain",
                                        [LP_COMMAND_RELEASE] = "release",
                                        [LP_COMMAND_STOP] = "stop",
                                        [LP_COMMAND_IDLE] = "idle",
                                        [LP_COMMAND_SEND_FILE] = "send file",
                                        [LP_COMMAND_CANCEL_CONNECT] = "cancel connect"};
    return NAME(NAMES, command);
}

static const char *trace__life(uint32_t life) {
    static const char *const NAMES[] = {"free", "connecting", "open", "draining", "aborting", "closing"};
    return NAME(NAMES, life);
}

static int trace__what(const lp_trace *r, char *buffer, size_t size) {
    static const char *const ENDS[] = {[LP_TRACE_POSTED] = "posted",
                                       [LP_TRACE_INLINED] = "done inline",
                                       [LP_TRACE_REFUSED] = "refused",
                                       [LP_TRACE_CAME_BACK] = "came back"};
    switch (r->kind) {
    case LP_TRACE_LIFE:
        return snprintf(buffer, size, "%s, reason %u, code %u", trace__life(r->detail), r->bytes, r->code);
    case LP_TRACE_COMMAND:
        return snprintf(buffer, size, "command %s, size %u, millis %u", trace__command(r->detail), r->bytes, r->code);
    case LP_TRACE_WAKE:
        return snprintf(buffer, size, "wake");
    case LP_TRACE_STOP:
        return snprintf(buffer, size, "stop, millis %u", r->code);
    default:
        return snprintf(buffer, size, "%s %s, code %u, bytes %u", trace__operation(r->detail), NAME(ENDS, r->kind),
                        r->code, r->bytes);
    }
}

int32_t lp_trace_text(const lp_trace *record, char *buffer, size_t size) {
    char what[96];
    (void)trace__what(record, what, sizeof what); /* the longest is shorter */
    return snprintf(buffer, size, "%llu ms %u/%u/%u %s", (unsigned long long)record->millis,
                    LP_LINK_WORKER(record->link), LP_LINK_SLOT(record->link), LP_LINK_GENERATION(record->link), what);
}
