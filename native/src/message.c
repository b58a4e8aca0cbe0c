/* SPDX-License-Identifier: Apache-2.0 */
#include "message.h"

#include <stdlib.h>

typedef struct message {
    _Atomic(uint32_t) holders; /* who may still look at it */
    _Atomic(uint32_t) unseen;  /* workers that have not queued it, and whoever still posts it */
    _Atomic(uint32_t) links;
    _Atomic(uint32_t) refused;
    void (*on_done)(void *context, uint32_t links, uint32_t refused);
    void *context;
    lp_link link; /* 0: all */
    uint32_t size;
    char *bytes;
    lp_call calls[]; /* one for each worker, and then the bytes */
} message;

_Static_assert(sizeof(size_t) > sizeof(uint32_t), "a message of any size and its head are no more than a size_t says");

typedef struct request {
    lp_call call;
    lp_command command;
} request;

static void message__release(message *m) {
    if (atomic_fetch_sub(&m->holders, 1) == 1) {
        free(m);
    }
}

/* Every worker has queued it. */
static void message__seen(message *m) {
    if (atomic_fetch_sub(&m->unseen, 1) == 1 && m->on_done != NULL) {
        m->on_done(m->context, atomic_load(&m->links), atomic_load(&m->refused));
    }
}

/* A block whose bytes hold the message. */
static message **message__of(lp_loan *mark) {
    return (message **)(void *)copies_bytes(mark);
}

static void message__sent(lp_worker *w, lp_link id, lp_loan *mark, lp_status status) {
    message *m = *message__of(mark);
    (void)id;
    (void)status; /* who hears of the end of a link hears of it by its event */
    copies_give(&w->copies, mark);
    message__release(m);
}

static lp_status message__queue(lp_worker *w, message *m, run_link *l, lp_link id) {
    lp_status status = run_worker_room(w, l, m->size);
    lp_loan *mark = status == LP_OK ? copies_take_mark(&w->copies) : NULL;
    if (mark == NULL) {
        return status == LP_OK ? LP_NO_RESOURCES : status;
    }
    *message__of(mark) = m;
    mark->on_done = message__sent;
    mark->left = m->size;
    atomic_fetch_add(&m->holders, 1);
    run_worker_send(w, l, id, m->bytes, mark);
    return LP_OK;
}

/* A stream with a hole is worse than its end. */
static void message__to_one(lp_worker *w, message *m) {
    if (message__queue(w, m, run_worker_link(w, m->link), m->link) == LP_NO_RESOURCES) {
        lp_command abort = {.kind = LP_COMMAND_ABORT, .target = m->link, .size = LP_REASON_NO_RESOURCES};
        run_worker_command(w, &abort);
    }
}

static void message__to_all(lp_worker *w, message *m) {
    uint32_t links = 0;
    uint32_t refused = 0;
    for (uint32_t slot = 0; slot < w->links.fresh; slot++) {
        run_link *l = slab_at(&w->links, slot);
        if (l->id != 0) {
            lp_status status = message__queue(w, m, l, l->id);
            links += status == LP_OK;
            refused += status == LP_NO_RESOURCES;
        }
    }
    atomic_fetch_add(&m->links, links);
    atomic_fetch_add(&m->refused, refused);
}

static void message__run(lp_worker *w, lp_call *call) {
    message *m = call->context;
    if (m->link != 0) {
        message__to_one(w, m);
    } else {
        message__to_all(w, m);
    }
    message__seen(m);
    message__release(m);
}

/* The caller is among those that hold it, and have not seen it. NULL: there is no memory. */
static message *message__new(uint32_t call_count, const void *data, uint32_t size) {
    size_t head = sizeof(message) + call_count * sizeof(lp_call);
    message *m = calloc(1, head + size);
    if (m == NULL) {
        return NULL;
    }
    atomic_store(&m->holders, 1);
    atomic_store(&m->unseen, 1);
    m->size = size;
    m->bytes = (char *)m + head;
    memcpy(m->bytes, data, size);
    return m;
}

static lp_status message__post(lp_run *run, message *m, uint32_t call, uint32_t worker) {
    m->calls[call].run = message__run;
    m->calls[call].context = m;
    atomic_fetch_add(&m->holders, 1);
    atomic_fetch_add(&m->unseen, 1);
    lp_status status = run_call(run, worker, &m->calls[call]);
    if (status != LP_OK) { /* it holds nothing, and has no link to send to */
        atomic_fetch_sub(&m->holders, 1);
        atomic_fetch_sub(&m->unseen, 1);
    }
    return status;
}

lp_status lp_run_send(lp_run *run, lp_link link, const void *data, uint32_t size) {
    if (run == NULL || (data == NULL && size > 0)) {
        return LP_INVALID;
    }
    if (link == 0 || LP_LINK_WORKER(link) >= run->count) {
        return LP_STALE;
    }
    message *m = size == 0 ? NULL : message__new(1, data, size);
    if (m == NULL) {
        return size == 0 ? LP_OK : LP_NO_MEMORY;
    }
    m->link = link;
    lp_status status = message__post(run, m, 0, LP_LINK_WORKER(link));
    message__release(m);
    return status;
}

lp_status lp_broadcast(lp_run *run, const void *data, uint32_t size,
                       void (*on_done)(void *context, uint32_t links, uint32_t refused), void *context) {
    if (run == NULL || data == NULL || size == 0) {
        return LP_INVALID;
    }
    message *m = message__new(run->count, data, size);
    if (m == NULL) {
        return LP_NO_MEMORY;
    }
    uint32_t taken = 0;
    m->on_done = on_done;
    m->context = context;
    for (uint32_t i = 0; i < run->count; i++) {
        taken += message__post(run, m, i, i) == LP_OK;
    }
    if (taken > 0) {
        message__seen(m);
    }
    message__release(m);
    return taken > 0 ? LP_OK : LP_STOPPING;
}

static void request__run(lp_worker *w, lp_call *call) {
    request *r = call->context;
    run_worker_command(w, &r->command);
    free(r);
}

lp_status message_command(lp_run *run, const lp_command *command) {
    uint32_t worker = LP_LINK_WORKER(command->target);
    request *r = worker < run->count ? calloc(1, sizeof *r) : NULL;
    if (r == NULL) {
        return worker < run->count ? LP_NO_MEMORY : LP_STALE;
    }
    r->command = *command;
    r->call.run = request__run;
    r->call.context = r;
    lp_status status = run_call(run, worker, &r->call);
    if (status != LP_OK) {
        free(r);
    }
    return status;
}
