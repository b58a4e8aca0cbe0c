/* SPDX-License-Identifier: Apache-2.0 */
/* What a worker owns: its completion port, slabs, lists and the room for events. What it does is step.c. */
#ifndef LP_WORKER_H
#define LP_WORKER_H

#include "chunks.h"
#include "mailbox.h"
#include "op.h"
#include "room.h"
#include "send_queue.h"
#include "stats.h"
#include "timer.h"
#include "trace.h"

enum { WORKER_BATCH = 64, WORKER_RETRY_MILLIS = 20, WORKER_NAP_MILLIS = 1000, WORKER_DISCARD_BYTES = 16 * 1024 };

/* Connects without a slot whose failure is not yet reported. */
enum { WORKER_REFUSED_MAX = 1024 };

/* Completion keys name a class, never an object: a key outlives its object and cannot be changed. */
enum { KEY_WAKE = 1, KEY_SOCKET = 2 };

struct link;
struct listener;
struct lp_port;

typedef struct link_list {
    struct link *first;
    struct link *last;
} link_list;

typedef struct busy_links {
    struct link *first;
    uint32_t count;
    uint64_t sweep_at;
} busy_links;

typedef struct worker {
    struct lp_port *port;
    uint32_t index;
    sys_port completion_port;

    struct { /* any thread */
        mailbox mail;
        _Atomic(uintptr_t) owner;  /* the thread that steps */
        _Atomic(uint32_t) woken;   /* a wake is posted and not yet consumed */
        _Atomic(uint32_t) load;    /* links placed here */
        _Atomic(uint32_t) holding; /* accepted sockets that wait for room */
        stats counters;
        trace trace;
    } any;

    struct { /* owner thread */
        slab links;
        send_stock stock;
        chunks chunks;
        timer_wheel wheel;
        link_list ready;   /* to run in this step */
        link_list later;   /* to run in the next */
        link_list waiting; /* for a chunk, or for the system to have buffers again */
        busy_links busy;
        uint32_t connecting; /* slot of the first link that is; SLAB_NONE without */
        struct listener *listeners;
        uint64_t waited; /* of this step, in milliseconds */
        uint64_t now;
        uint64_t heard_until;  /* no packet that was queued by then is still in the port */
        uint64_t marked_at;    /* while the port is never found empty: when the packets below were counted */
        uint64_t marked_ahead; /* how many may still be in the port from before that */
        uint64_t retry_at;     /* when waiting links and short listeners try again */
        uint32_t room_due;     /* places of links whose end the program hears of in this step */
        uint64_t overdue_at;   /* when a stop that is not over is reported next; UINT64_MAX while not stopping */
        uint64_t stop_at;      /* drain deadline; UINT64_MAX while not stopping */
        uint32_t step;
        uint32_t link_count; /* slots in use, without retired ones */
        uint32_t open_due;   /* links whose opening is to be reported */
        uint32_t refused_count;
        uint64_t refused[WORKER_REFUSED_MAX]; /* cookies */
        room_dues dues;                       /* of the places in room_due, those that are of listeners, too */
        bool stopped;
        lp_event *events;
        uint32_t event_count;
        uint32_t event_max;
        sys_entry entries[WORKER_BATCH];
        sys_buffer buffers[SEND_GATHER_BUFFERS]; /* of the call that sends */
        char discard[WORKER_DISCARD_BYTES];      /* input that nobody wants goes here */
    } own;
} worker;

/* Links lie above this file, so it is told their size. */
uint32_t worker_init(worker *w, struct lp_port *port, uint32_t index, const lp_options *options, size_t link_bytes);
uint32_t worker_fini(worker *w);

/* Have waiting links and short listeners try again a little later. Owner only. */
void worker_retry_soon(worker *w);

/* A wait took so many packets, at own.now: what it left in the port is younger than own.heard_until. Owner only. */
void worker_has_heard(worker *w, uint32_t packets);

/* Ends a waiting step, or the next. Any thread; a wake that nobody consumed yet is enough. */
uint32_t worker_wake(worker *w);

/* Leaves mail and wakes. Any thread. LP_NO_RESOURCES if the mailbox is full, LP_STOPPING once the worker stopped. */
lp_status worker_post(worker *w, const mail *m);

/* How many operations the kernel owns. */
uint64_t worker_operations(const worker *w);

/* Makes the levels visible to other threads. Owner only. */
void worker_publish(worker *w);

static inline stats *worker_stats(worker *w) {
    return &w->any.counters;
}

static inline void worker_count(worker *w, size_t stat, uint64_t amount) {
    stats_add(&w->any.counters, stat, amount);
}

static inline void worker_trace(worker *w, lp_trace_kind kind, uint32_t detail, uint64_t id, uint32_t code,
                                uint32_t bytes) {
    trace_add(&w->any.trace, w->own.now, kind, detail, id, code, bytes);
}

/* The next free event record, zeroed but for its addresses, and counted. There must be room. Owner only. */
static inline lp_event *worker_next_event(worker *w) {
    lp_event *event = &w->own.events[w->own.event_count++];
    event->kind = 0; /* field by field: what the caller sets anyway is not stored twice */
    event->status = 0;
    event->os_code = 0;
    event->size = 0;
    event->link = 0;
    event->cookie = 0;
    event->data = 0;
    event->chunk = 0;
    event->reserved = 0;
    return event;
}

/* The same, or NULL if there is no room. */
static inline lp_event *worker_event(worker *w) {
    if (w->own.event_count == w->own.event_max) {
        return NULL;
    }
    return worker_next_event(w);
}

/*
 * A post begins before the call, which may complete it at once, and ends with what became of it: the operation is the
 * kernel's until it comes back, or ours again. Both count. Owner only.
 */
static inline void worker_post_begins(worker *w, op *o, op_kind kind) {
    op_prepare(o, kind);
    worker_count(w, STATS_BEGUN, 1);
}

/*
 * error is what the call answered, bytes what it moved at once; skips: an immediate success queues no packet. The id is
 * that of the link or the listener.
 */
static inline op_post worker_post_ends(worker *w, op *o, op_kind kind, uint64_t id, bool skips, uint32_t error,
                                       uint32_t bytes) {
    if (error == 0 && skips) {
        o->posted = false;
        worker_count(w, STAT_OF(kind, inlined), 1);
        worker_trace(w, LP_TRACE_INLINED, kind, id, 0, bytes);
        return OP_INLINED;
    }
    if (error == 0 || error == SYS_PENDING) {
        worker_count(w, STAT_OF(kind, posted), 1);
        worker_trace(w, LP_TRACE_POSTED, kind, id, error, bytes);
        return OP_POSTED;
    }
    o->posted = false;
    worker_count(w, STAT_OF(kind, refused), 1);
    worker_trace(w, LP_TRACE_REFUSED, kind, id, error, bytes);
    return OP_REFUSED;
}

static inline void worker_operation_ends(worker *w, op *o, uint64_t id, uint32_t code, uint32_t bytes) {
    o->posted = false;
    worker_count(w, code == 0 ? STAT_OF(o->kind, completed) : STAT_OF(o->kind, failed), 1);
    worker_trace(w, LP_TRACE_CAME_BACK, o->kind, id, code, bytes);
}

#endif
