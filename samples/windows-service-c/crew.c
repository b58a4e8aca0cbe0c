/* SPDX-License-Identifier: Apache-2.0 */
#include "crew.h"

#include "lines.h"

#include <stdlib.h>
#include <string.h>

enum {
    SLOTS_FIRST = 64,
    ENDED_DRAIN_MILLIS = 60000, /* a peer that ended its side has that long to read the rest */
    CLOCK_MILLIS = 20           /* the step of GetTickCount64(), and a little */
};

struct crew_link {
    lines lines;
    bool paused;
};

void crew_init(crew *c, crew_shared *shared, lp_worker *worker) {
    c->shared = shared;
    c->worker = worker;
}

void crew_fini(crew *c) {
    free(c->links);
}

static bool crew__grow(crew *c, uint32_t slot) {
    uint32_t slots = c->slots == 0 ? SLOTS_FIRST : c->slots;
    while (slots <= slot) {
        slots *= 2;
    }
    crew_link **links = realloc(c->links, slots * sizeof(crew_link *));
    if (links == NULL) {
        return false;
    }
    memset(links + c->slots, 0, (slots - c->slots) * sizeof(crew_link *));
    c->links = links;
    c->slots = slots;
    return true;
}

/* NULL for one that there was no memory for: it is on its way out. */
static crew_link *crew__link(const crew *c, lp_link link) {
    uint32_t slot = LP_LINK_SLOT(link);
    return slot < c->slots ? c->links[slot] : NULL;
}

static void crew__end_over_limit(crew *c, lp_link link) {
    c->did.over_limit++;
    lp_link_abort(c->worker, link);
}

static void crew__opened(crew *c, lp_link link) {
    uint32_t slot = LP_LINK_SLOT(link);
    c->did.links++;
    if (slot < c->slots || crew__grow(c, slot)) {
        c->links[slot] = calloc(1, sizeof(crew_link));
    }
    if (crew__link(c, link) == NULL) {
        crew__end_over_limit(c, link);
    }
}

static void crew__closed(crew *c, lp_link link) {
    LONG64 stop_at = InterlockedCompareExchange64(&c->shared->stop_at, 0, 0);
    crew_link *l = crew__link(c, link);
    if (stop_at != 0 && GetTickCount64() + CLOCK_MILLIS >= (uint64_t)stop_at) {
        c->did.cut_off++;
    }
    if (l != NULL) {
        lines_fini(&l->lines);
        free(l);
        c->links[LP_LINK_SLOT(link)] = NULL;
    }
}

static void crew__echo(void *context, const char *data, uint32_t size) {
    crew *c = context;
    if (lp_link_send(c->worker, c->link, data, size) == LP_NO_RESOURCES) {
        crew__end_over_limit(c, c->link);
    }
}

/* On any worker's thread. */
static void crew__told_all(void *context, uint32_t links, uint32_t refused) {
    crew_shared *shared = context;
    (void)links;
    InterlockedExchangeAdd64(&shared->left_out, refused);
}

static void crew__all(void *context, const char *data, uint32_t size) {
    crew *c = context;
    if (lp_broadcast(c->shared->run, data, size, crew__told_all, c->shared) == LP_NO_MEMORY) {
        crew__end_over_limit(c, c->link);
    }
}

static lines_sink crew__sink(crew *c, lp_link link) {
    c->link = link;
    return (lines_sink){c, c->shared->config.max_line_bytes, crew__echo, crew__all};
}

/* A peer that does not read what it makes us send is not read from. */
static void crew__received(crew *c, const lp_event *event) {
    crew_link *l = crew__link(c, event->link);
    lines_sink sink = crew__sink(c, event->link);
    c->did.bytes_received += event->size;
    if (l == NULL) {
        return;
    }
    if (!lines_feed(&l->lines, &sink, (const char *)(uintptr_t)event->data, event->size)) {
        crew__end_over_limit(c, event->link);
        return;
    }
    if (!l->paused && lp_link_queued(c->worker, event->link) > c->shared->config.max_queued_bytes) {
        l->paused = true;
        lp_link_pause(c->worker, event->link);
    }
}

static void crew__sent(crew *c, const lp_event *event) {
    crew_link *l = crew__link(c, event->link);
    c->did.bytes_sent += event->data;
    if (l != NULL && l->paused && lp_link_queued(c->worker, event->link) <= c->shared->config.max_queued_bytes / 2) {
        l->paused = false;
        lp_link_resume(c->worker, event->link);
    }
}

static void crew__ended(crew *c, lp_link link) {
    crew_link *l = crew__link(c, link);
    lines_sink sink = crew__sink(c, link);
    if (l != NULL) {
        lines_end(&l->lines, &sink);
        lp_link_close(c->worker, link, ENDED_DRAIN_MILLIS);
    }
}

void crew_take(crew *c, const lp_event *event) {
    switch (event->kind) {
    case LP_EVENT_ACCEPTED:
        crew__opened(c, event->link);
        break;
    case LP_EVENT_RECEIVED:
        crew__received(c, event);
        break;
    case LP_EVENT_SENT:
        crew__sent(c, event);
        break;
    case LP_EVENT_RECEIVE_END:
        crew__ended(c, event->link);
        break;
    case LP_EVENT_CLOSED:
        crew__closed(c, event->link);
        break;
    default: /* the rest tells nothing that the summary does not */
        break;
    }
}
