/* SPDX-License-Identifier: Apache-2.0 */
#include "run_worker.h"

uint32_t run_worker_init(lp_worker *w, uint32_t slots, uint32_t copy_bytes) {
    uint32_t error = slab_init(&w->links, sizeof(run_link), slots);
    if (error == 0) {
        error = copies_init(&w->copies, copy_bytes);
    }
    if (error != 0) {
        (void)run_worker_fini(w); /* the first failure is the one to tell */
    }
    return error;
}

uint32_t run_worker_fini(lp_worker *w) {
    uint32_t error = slab_fini(&w->links);
    uint32_t copies_error = copies_fini(&w->copies);
    return error != 0 ? error : copies_error;
}

int32_t run_worker_step(lp_worker *w, uint32_t timeout_millis) {
    uint32_t commands = w->command_count;
    w->command_count = 0;
    return lp_step(w->port, w->index, w->commands, commands, w->events, w->event_max, timeout_millis);
}

/* More commands than one step takes along are applied at once. */
static void worker__ask(lp_worker *w, const lp_command *command) {
    if (w->command_count == RUN_COMMANDS) {
        w->command_count = 0;
        /* It refuses nothing: the thread, the port and the number of commands are right. */
        (void)lp_step(w->port, w->index, w->commands, RUN_COMMANDS, NULL, 0, 0);
    }
    w->commands[w->command_count++] = *command;
}

static bool worker__is_called(const lp_worker *w) {
    return w != NULL && atomic_load_explicit(&w->thread_id, memory_order_relaxed) == sys_thread_id();
}

/* The record of an open link of this worker, or NULL. */
static run_link *worker__link(const lp_worker *w, lp_link id) {
    uint32_t slot = LP_LINK_SLOT(id);
    if (LP_LINK_WORKER(id) != w->index || slot >= w->links.fresh) {
        return NULL;
    }
    run_link *l = slab_at(&w->links, slot);
    return l->generation != 0 && l->generation == LP_LINK_GENERATION(id) ? l : NULL;
}

/* What happened */

/* A link that there is no memory to know of is no use. */
static void worker__opened(lp_worker *w, lp_link id) {
    uint32_t slot = LP_LINK_SLOT(id);
    while (slot >= w->links.fresh) {
        if (slab_take(&w->links) == SLAB_NONE) {
            lp_command abort = {.kind = LP_COMMAND_ABORT, .target = id, .size = LP_REASON_NO_RESOURCES};
            worker__ask(w, &abort);
            return;
        }
    }
    run_link *l = slab_at(&w->links, slot);
    l->generation = LP_LINK_GENERATION(id);
    l->ended = false;
    loans_init(&l->queue);
}

/* The last use of the loan: its program may free it. */
static void worker__done(lp_worker *w, lp_link id, lp_loan *loan, lp_status status) {
    if (copies_own(loan)) {
        copies_give(&w->copies, loan);
    } else {
        loan->on_done(w, id, loan, status);
    }
}

static void worker__sent(lp_worker *w, lp_link id, uint64_t count) {
    run_link *l = worker__link(w, id);
    for (lp_loan *loan; l != NULL && (loan = loans_sent(&l->queue, &count)) != NULL;) {
        worker__done(w, id, loan, LP_OK);
    }
}

static void worker__closed(lp_worker *w, lp_link id) {
    run_link *l = worker__link(w, id);
    if (l == NULL) {
        return;
    }
    l->generation = 0; /* first: nobody sends to it any more */
    for (lp_loan *loan; (loan = loans_drop(&l->queue)) != NULL;) {
        worker__done(w, id, loan, LP_STALE);
    }
}

void run_worker_account(lp_worker *w, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        const lp_event *event = &w->events[i];
        if (event->kind == LP_EVENT_SENT) {
            worker__sent(w, event->link, event->data);
        } else if (event->kind == LP_EVENT_ACCEPTED || event->kind == LP_EVENT_CONNECTED) {
            worker__opened(w, event->link);
        } else if (event->kind == LP_EVENT_CLOSED) {
            worker__closed(w, event->link);
        }
    }
}

/* What is asked for */

/* Whether so many bytes more may be queued at a link; *link_out is it then. */
static lp_status worker__may_send(const lp_worker *w, lp_link id, uint64_t size, run_link **link_out) {
    if (!worker__is_called(w) || LP_LINK_WORKER(id) != w->index) {
        return LP_WRONG_THREAD;
    }
    run_link *l = worker__link(w, id);
    if (l == NULL || l->ended) {
        return LP_STALE;
    }
    *link_out = l;
    return l->queue.bytes > w->queue_bytes || size > w->queue_bytes - l->queue.bytes ? LP_NO_RESOURCES : LP_OK;
}

static void worker__send(lp_worker *w, lp_link id, const void *data, uint32_t size) {
    lp_command send = {.kind = LP_COMMAND_SEND, .target = id, .data = (uintptr_t)data, .size = size};
    worker__ask(w, &send);
}

lp_status lp_link_send(lp_worker *w, lp_link id, const void *data, uint32_t size) {
    run_link *l = NULL;
    lp_status status = worker__may_send(w, id, size, &l);
    if (status != LP_OK || size == 0) {
        return status;
    }
    lp_loan *block = data == NULL ? NULL : copies_take(&w->copies, data, size);
    if (block == NULL) {
        return data == NULL ? LP_INVALID : LP_NO_RESOURCES;
    }
    while (block != NULL) {
        lp_loan *next = block->next;
        loans_add(&l->queue, block);
        worker__send(w, id, copies_bytes(block), (uint32_t)block->left);
        block = next;
    }
    return LP_OK;
}

/* The loan, or something in its place; NULL: there is no room. */
static lp_loan *worker__loan(lp_worker *w, lp_loan *loan, uint64_t size) {
    if (loan == NULL) {
        loan = copies_take_mark(&w->copies);
    }
    if (loan != NULL) {
        loan->left = size;
    }
    return loan;
}

lp_status lp_link_send_lent(lp_worker *w, lp_link id, const void *data, uint32_t size, lp_loan *loan) {
    run_link *l = NULL;
    if (data == NULL || size == 0 || (loan != NULL && loan->on_done == NULL)) {
        return LP_INVALID;
    }
    lp_status status = worker__may_send(w, id, size, &l);
    if (status != LP_OK) {
        return status;
    }
    lp_loan *taken = worker__loan(w, loan, size);
    if (taken == NULL) {
        return LP_NO_RESOURCES;
    }
    loans_add(&l->queue, taken);
    worker__send(w, id, data, size);
    return LP_OK;
}

lp_status lp_link_send_file(lp_worker *w, lp_link id, void *file, uint64_t offset, uint64_t length, lp_loan *loan) {
    run_link *l = NULL;
    if (length == 0 || loan == NULL || loan->on_done == NULL) {
        return LP_INVALID;
    }
    /* A file takes no memory while it waits. */
    lp_status status = worker__may_send(w, id, 0, &l);
    if (status != LP_OK) {
        return status;
    }
    loans_add(&l->queue, worker__loan(w, loan, length));
    lp_command send = {.kind = LP_COMMAND_SEND_FILE, .target = id, .data = (uintptr_t)file};
    send.file = (lp_file_range){offset, length};
    worker__ask(w, &send);
    return LP_OK;
}

uint64_t lp_link_queued(const lp_worker *w, lp_link id) {
    const run_link *l = worker__is_called(w) ? worker__link(w, id) : NULL;
    return l == NULL ? 0 : l->queue.bytes;
}

static lp_status worker__command(lp_worker *w, const lp_command *command) {
    if (!worker__is_called(w)) {
        return LP_WRONG_THREAD;
    }
    if (LP_LINK_WORKER(command->target) != w->index) {
        return lp_post(w->port, 0, command);
    }
    worker__ask(w, command);
    return LP_OK;
}

/* A link takes no output after it: what is sent later is refused here, and not dropped by the core. */
static lp_status worker__end(lp_worker *w, const lp_command *command) {
    lp_status status = worker__command(w, command);
    run_link *l = status == LP_OK ? worker__link(w, command->target) : NULL;
    if (l != NULL) {
        l->ended = true;
    }
    return status;
}

lp_status lp_link_pause(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_PAUSE, .target = id};
    return worker__command(w, &command);
}

lp_status lp_link_resume(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_RESUME, .target = id};
    return worker__command(w, &command);
}

lp_status lp_link_shutdown_output(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_SHUTDOWN_OUTPUT, .target = id};
    return worker__end(w, &command);
}

lp_status lp_link_close(lp_worker *w, lp_link id, uint32_t drain_millis) {
    lp_command command = {.kind = LP_COMMAND_CLOSE, .target = id, .millis = drain_millis};
    return worker__end(w, &command);
}

lp_status lp_link_abort(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_ABORT, .target = id};
    return worker__end(w, &command);
}

lp_status lp_link_idle(lp_worker *w, lp_link id, uint32_t read_millis, uint32_t write_millis) {
    lp_command command = {.kind = LP_COMMAND_IDLE, .target = id, .millis = read_millis, .size = write_millis};
    return worker__command(w, &command);
}
