/* SPDX-License-Identifier: Apache-2.0 */
#include "worker.h"

#include "status.h"

enum { SPARE_SLOTS = 64 * 1024 };

static uint32_t worker__slabs(worker *w, const lp_options *options, size_t link_bytes) {
    /* Spare slots carry the failures of connects that found no room. */
    uint64_t slots = (uint64_t)options->max_links + SPARE_SLOTS;
    uint32_t max = slots < LP_SLOT_MAX ? (uint32_t)slots : LP_SLOT_MAX;
    uint32_t error = slab_init(&w->own.links, link_bytes, max);
    if (error == 0) {
        error = send_stock_init(&w->own.stock);
    }
    if (error == 0) {
        void *memory = options->chunk_memory == NULL ? NULL : options->chunk_memory[w->index];
        error = chunks_init(&w->own.chunks, memory, options->chunk_bytes, options->chunk_count);
    }
    if (error == 0) {
        error = mailbox_init(&w->any.mail);
    }
    return error;
}

uint32_t worker_init(worker *w, struct lp_port *port, uint32_t index, const lp_options *options, size_t link_bytes) {
    w->port = port;
    w->index = index;
    w->own.connecting = SLAB_NONE;
    w->own.stop_at = UINT64_MAX;
    w->own.overdue_at = UINT64_MAX;
    w->own.retry_at = UINT64_MAX;
    w->own.busy.sweep_at = UINT64_MAX;
    w->own.now = sys_clock_millis();
    trace_init(&w->any.trace);
    timer_wheel_init(&w->own.wheel, w->own.now);
    uint32_t error = sys_port_new(&w->completion_port);
    if (error == 0) {
        error = worker__slabs(w, options, link_bytes);
    }
    if (error != 0) {
        worker_fini(w);
    }
    return error;
}

/* Each part knows whether it was ever made. */
uint32_t worker_fini(worker *w) {
    uint32_t error = 0;
    status_keep_first(&error, mailbox_fini(&w->any.mail));
    status_keep_first(&error, chunks_fini(&w->own.chunks));
    status_keep_first(&error, send_stock_fini(&w->own.stock));
    status_keep_first(&error, slab_fini(&w->own.links));
    if (w->completion_port != 0) {
        status_keep_first(&error, sys_port_delete(w->completion_port));
        w->completion_port = 0;
    }
    return error;
}

void worker_retry_soon(worker *w) {
    uint64_t at = w->own.now + WORKER_RETRY_MILLIS;
    if (at < w->own.retry_at) {
        w->own.retry_at = at;
    }
}

void worker_has_heard(worker *w, uint32_t packets) {
    if (packets == WORKER_BATCH && packets < w->own.marked_ahead) {
        w->own.marked_ahead -= packets;
        return;
    }
    bool empty = packets < WORKER_BATCH;
    w->own.heard_until = empty ? w->own.now : w->own.marked_at;
    w->own.marked_at = w->own.now;
    /* Packets come in the order they were queued, and there are no more than operations, and a wake. */
    w->own.marked_ahead = empty ? 0 : worker_operations(w) + 1;
}

uint32_t worker_wake(worker *w) {
    if (atomic_exchange(&w->any.woken, 1) != 0) {
        stats_add_shared(&w->any.counters, STAT(wakes_coalesced), 1);
        return 0;
    }
    uint32_t error = sys_port_post(w->completion_port, KEY_WAKE);
    if (error != 0) {
        /* The next waker tries again; the worker itself never sleeps longer than WORKER_NAP_MILLIS. */
        atomic_store(&w->any.woken, 0);
        stats_add_shared(&w->any.counters, STAT(wakes_failed), 1);
        return error;
    }
    stats_add_shared(&w->any.counters, STAT(wakes_posted), 1);
    return 0;
}

lp_status worker_post(worker *w, const mail *m) {
    if (!mailbox_post(&w->any.mail, m)) {
        stats_add_shared(&w->any.counters, STAT(mail_refused), 1);
        return mailbox_is_closed(&w->any.mail) ? LP_STOPPING : LP_NO_RESOURCES;
    }
    /* A wake that failed delays the mail by a nap and loses nothing. */
    (void)worker_wake(w);
    return LP_OK;
}

uint64_t worker_operations(const worker *w) {
    return stats_operations(&w->any.counters);
}

static void worker__publish_slab(worker *w, const slab *s, uint32_t used, size_t at) {
    stats_set(&w->any.counters, at, used);
    stats_set(&w->any.counters, at + 1, s->fresh);
    stats_set(&w->any.counters, at + 2, s->max);
}

void worker_publish(worker *w) {
    stats *s = &w->any.counters;
    const chunks *c = &w->own.chunks;
    stats_set(s, STAT(connects_refused), w->own.refused_count);
    worker__publish_slab(w, &w->own.links, slab_taken(&w->own.links), STAT(link_slots_used));
    worker__publish_slab(w, &w->own.stock.items, send_stock_items(&w->own.stock), STAT(send_items_used));
    stats_set(s, STAT(chunks_free), chunks_free(c));
    stats_set(s, STAT(chunks_receiving), chunks_taken(c));
    stats_set(s, STAT(chunks_lent), c->lent_count);
    stats_set(s, STAT(chunks_kept), c->kept_count);
    stats_set(s, STAT(chunks_limit), chunks_limit(c));
}
