/* SPDX-License-Identifier: Apache-2.0 */
#include "receive.h"

#include "busy.h"
#include "status.h"

/* Reads of one run while input is discarded; then other links have their turn. */
enum { RECEIVE_DISCARD_MAX = 16 };

static void receive__retry(worker *w, link *l) {
    worker_count(w, STAT(no_buffers), 1);
    l->received_at = w->own.now; /* what could not be heard was not silence */
    link_wait(w, l);
    worker_retry_soon(w);
}

static void receive__failed(worker *w, link *l, uint32_t code) {
    if (status_is_shortage(code)) {
        receive__retry(w, l); /* the connection is intact: only this attempt found no buffers (WSARecv) */
    } else if (link_has(l, LINK_FIN_SENT) && l->life == LIFE_DRAINING) {
        link_end(w, l); /* we have said everything; how the peer ends does not change who closed */
    } else {
        link_shut(w, l, status_reason_of_stream(code), code);
    }
}

/* A small chunk that is full tells of more; a read takes it at once, and the next receive a large one. */
static void receive__note_size(const chunks *c, link *l, uint32_t count) {
    if (count == chunks_bytes(c, l->chunk)) {
        link_set(l, LINK_READABLE);
    }
    if (count >= c->small.element_bytes) {
        link_set(l, LINK_LARGE);
    } else {
        link_clear(l, LINK_LARGE);
    }
}

/* Zero bytes may be a probe's, the end, or the silence after a reset: a read decides. */
static void receive__done(worker *w, link *l, uint32_t count) {
    if (count > 0) {
        l->filled = count;
        if (count >= w->own.chunks.small.element_bytes || link_has(l, LINK_LARGE)) {
            receive__note_size(&w->own.chunks, l, count);
        }
        worker_count(w, STAT(receives_filled), 1);
    } else {
        link_drop_chunk(w, l);
        link_set(l, LINK_READABLE);
    }
}

/* With size 0 a probe, which needs no memory. */
static void receive__post_into(worker *w, link *l, void *memory, uint32_t size) {
    uint32_t count = 0;
    worker_post_begins(w, &l->receive, OP_RECEIVE);
    uint32_t error = sys_receive(l->socket, memory, size, &count, &l->receive.overlapped);
    op_post post = link_post_ends(w, l, &l->receive, OP_RECEIVE, error, count);
    if (post == OP_REFUSED) {
        link_drop_chunk(w, l);
        link_clear(l, LINK_BUSY); /* a probe needs less of the system */
        receive__failed(w, l, error);
    } else if (post == OP_INLINED) {
        receive__done(w, l, count);
    }
}

static void receive__post_probe(worker *w, link *l) {
    receive__post_into(w, l, NULL, 0);
}

/* With SLAB_NONE a probe: the link is not busy, or no chunk is to be had. */
static inline void receive__post_chunk(worker *w, link *l, uint32_t chunk, size_t bytes) {
    l->chunk = chunk;
    if (chunk == SLAB_NONE) {
        receive__post_probe(w, l);
    } else {
        receive__post_into(w, l, chunks_at(&w->own.chunks, chunk), (uint32_t)bytes);
    }
}

static void receive__post(worker *w, link *l) {
    chunks *c = &w->own.chunks;
    if (!link_has(l, LINK_BUSY)) {
        receive__post_chunk(w, l, SLAB_NONE, 0);
    } else if (link_has(l, LINK_LARGE)) {
        receive__post_chunk(w, l, chunks_take_spare(c), c->large.element_bytes);
    } else {
        receive__post_chunk(w, l, chunks_take_small(c), c->small.element_bytes);
    }
}

/* Zero bytes are the end, unless the socket knows better: some stacks answer them after a reset. */
static void receive__ended(worker *w, link *l) {
    uint32_t code = 0;
    if (!link_has(l, LINK_FIN_SENT) && sys_socket_error(l->socket, &code) == 0 && code != 0) {
        receive__failed(w, l, code);
        return;
    }
    link_set(l, LINK_INPUT_ENDED);
    if (!link_has(l, LINK_FIN_WANTED)) {
        link_set(l, LINK_PEER_FIRST);
    }
    if (l->life == LIFE_OPEN) {
        (void)link_event(w, l, LP_EVENT_RECEIVE_END); /* the caller made sure of the room */
        l->event_step = w->own.step;
    }
    if (link_has(l, LINK_FIN_SENT)) {
        link_end(w, l);
    }
}

static inline void receive__deliver(worker *w, link *l, uint32_t index, uint32_t count) {
    chunks *c = &w->own.chunks;
    chunks_lend(c, index);
    worker_count(w, STAT(bytes_received), count);
    lp_event *event = worker_next_event(w); /* the caller made sure of the room */
    event->kind = LP_EVENT_RECEIVED;
    event->link = l->id;
    event->cookie = l->cookie;
    event->data = (uint64_t)(uintptr_t)chunks_at(c, index);
    event->size = count;
    event->chunk = index;
    l->event_step = w->own.step;
    l->first_data_millis = 0;
    busy_note_input(w, l);
}

/* Reads once. False if there is nothing more to read now. */
static bool receive__read(worker *w, link *l, void *memory, uint32_t size, uint32_t *count_out) {
    uint32_t error = sys_receive_now(l->socket, memory, size, count_out);
    if (error == 0 && *count_out > 0) {
        worker_count(w, STAT(reads), 1);
        if (*count_out < size) {
            link_clear(l, LINK_READABLE); /* short: the probe tells when there is more */
        }
        return true;
    }
    if (error == SYS_WOULD_BLOCK) {
        link_clear(l, LINK_READABLE);
        return true;
    }
    if (error != 0) {
        worker_count(w, STAT(reads_failed), 1);
        receive__failed(w, l, error);
    } else {
        receive__ended(w, l);
    }
    return false;
}

static bool receive__read_chunk(worker *w, link *l) {
    chunks *c = &w->own.chunks;
    uint32_t index = chunks_take(c);
    if (index == SLAB_NONE) {
        worker_count(w, STAT(chunks_starved), 1);
        link_wait(w, l); /* until the program gives a chunk back */
        return false;
    }
    uint32_t count = 0;
    bool more = receive__read(w, l, chunks_at(c, index), chunks_bytes(c, index), &count);
    if (count > 0) {
        receive__deliver(w, l, index, count);
    } else {
        chunks_give(c, index);
    }
    return more;
}

/* Input, its end or an error waits to be reported. */
static bool receive__has_news(const link *l) {
    return l->filled > 0 || link_has(l, LINK_READABLE);
}

/* The next receive follows in the next step, with what the program does about this input: a pause is in time. */
static void receive__report_filled(worker *w, link *l) {
    receive__deliver(w, l, l->chunk, l->filled);
    l->chunk = SLAB_NONE;
    l->filled = 0;
    link_later(w, l);
}

/* Needs no chunk: a program that keeps them all must not hold up the end of a link. */
static void receive__discard(worker *w, link *l) {
    uint32_t count = 0;
    for (int i = 0; i < RECEIVE_DISCARD_MAX; i++) {
        if (!link_has(l, LINK_READABLE)) {
            receive__post_probe(w, l);
        }
        if (l->receive.posted || !link_has(l, LINK_READABLE) ||
            !receive__read(w, l, w->own.discard, sizeof w->own.discard, &count)) {
            return;
        }
    }
    link_later(w, l);
}

static bool receive__has_room(const worker *w, const link *l) {
    return l->event_step != w->own.step && w->own.event_count < w->own.event_max;
}

/* Is there input in a chunk that can be reported at once? */
static bool receive__may_report(const worker *w, const link *l) {
    return l->filled > 0 && l->life == LIFE_OPEN && !link_has(l, LINK_PAUSED) && receive__has_room(w, l);
}

static void receive__report_news(worker *w, link *l) {
    if (!receive__has_room(w, l)) {
        link_later(w, l);
    } else if (l->filled > 0) {
        receive__report_filled(w, l);
    } else if (receive__read_chunk(w, l)) {
        link_later(w, l);
    }
}

void receive_run(worker *w, link *l) {
    if (l->life == LIFE_DRAINING) {
        link_drop_chunk(w, l);
        receive__discard(w, l);
        return;
    }
    if (!receive__has_news(l)) {
        receive__post(w, l);
    }
    if (receive__has_news(l)) {
        receive__report_news(w, l);
    }
}

void receive_completed(worker *w, link *l, uint32_t code, uint32_t count) {
    if (l->life != LIFE_OPEN && l->life != LIFE_DRAINING) {
        link_drop_chunk(w, l);
    } else if (code == 0) {
        receive__done(w, l, count);
        if (receive__may_report(w, l)) {
            receive__report_filled(w, l);
        } else {
            link_ready(w, l);
        }
    } else {
        bool called_back = code == SYS_ABORTED && l->chunk != SLAB_NONE;
        link_drop_chunk(w, l);
        if (called_back) {
            link_ready(w, l);
        } else {
            receive__failed(w, l, code);
        }
    }
}
