/* SPDX-License-Identifier: Apache-2.0 */
#include "run_worker.h"

_Static_assert(sizeof(timer) <= sizeof((lp_timer *)0)->reserved, "a timer of the wheel stands in one of the program");

uint32_t run_worker_init(lp_worker *w, uint32_t slots, uint32_t copy_bytes) {
    timer_wheel_init(&w->timers, sys_clock_millis());
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

bool run_worker_is_here(const lp_worker *w) {
    return w != NULL && atomic_load_explicit(&w->any.thread_id, memory_order_relaxed) == sys_thread_id();
}

/* Timers */

static timer *timer_of(lp_timer *t) {
    return (timer *)(void *)t->reserved;
}

static lp_timer *timer_owner(timer *t) {
    return (lp_timer *)(void *)((char *)t - offsetof(lp_timer, reserved));
}

static uint32_t worker__timeout(const lp_worker *w) {
    if (w->timer_count == 0) {
        return LP_FOREVER;
    }
    return (uint32_t)timer_wheel_delay(&w->timers, sys_clock_millis()); /* no more than a timer was started for */
}

/* What is started meanwhile is due later than what is served now. */
static void worker__timers(lp_worker *w) {
    if (w->timer_count == 0) {
        return;
    }
    uint64_t now = sys_clock_millis();
    for (timer *t; (t = timer_wheel_expired(&w->timers, now)) != NULL;) {
        lp_timer *expired = timer_owner(t);
        w->timer_count--;
        expired->on_expired(w, expired);
    }
}

lp_status lp_timer_start(lp_worker *w, lp_timer *t, uint32_t millis) {
    if (t == NULL || t->on_expired == NULL) {
        return LP_INVALID;
    }
    lp_status status = lp_timer_stop(w, t);
    if (status == LP_OK) {
        w->timer_count++;
        timer_schedule(&w->timers, timer_of(t), sys_clock_millis() + (millis == 0 ? 1 : millis));
    }
    return status;
}

lp_status lp_timer_stop(lp_worker *w, lp_timer *t) {
    if (!run_worker_is_here(w)) {
        return LP_WRONG_THREAD;
    }
    if (timer_is_scheduled(timer_of(t))) {
        w->timer_count--;
        timer_cancel(&w->timers, timer_of(t));
    }
    return LP_OK;
}

/* Calls */

static void worker__calls(lp_worker *w) {
    for (lp_call *call = calls_take(&w->any.calls); call != NULL;) {
        lp_call *next = call->next; /* it may be gone when it has run */
        call->run(w, call);
        call = next;
    }
}

void run_worker_serve(lp_worker *w) {
    worker__timers(w);
    worker__calls(w);
}

void run_worker_end(lp_worker *w) {
    do {
        worker__calls(w);
    } while (!calls_close(&w->any.calls));
}

/* Steps */

int32_t run_worker_step(lp_worker *w) {
    uint32_t timeout_millis = worker__timeout(w);
    uint32_t commands = w->command_count;
    w->command_count = 0;
    return lp_step(w->port, w->index, w->commands, commands, w->events, w->event_max, timeout_millis);
}

/* More commands than one step takes along are applied at once. */
void run_worker_ask(lp_worker *w, const lp_command *command) {
    if (w->command_count == RUN_COMMANDS) {
        w->command_count = 0;
        /* It refuses nothing: the thread, the port and the number of commands are right, or it has stopped. */
        (void)lp_step(w->port, w->index, w->commands, RUN_COMMANDS, NULL, 0, 0);
    }
    w->commands[w->command_count++] = *command;
}

/* Links */

run_link *run_worker_link(const lp_worker *w, lp_link id) {
    uint32_t slot = LP_LINK_SLOT(id);
    if (slot >= w->links.fresh) {
        return NULL;
    }
    run_link *l = slab_at(&w->links, slot);
    return id != 0 && l->id == id ? l : NULL;
}

/* A link that there is no memory to know of is no use. */
static void worker__opened(lp_worker *w, lp_link id) {
    uint32_t slot = LP_LINK_SLOT(id);
    while (slot >= w->links.fresh) {
        if (slab_take(&w->links) == SLAB_NONE) {
            lp_command abort = {.kind = LP_COMMAND_ABORT, .target = id, .size = LP_REASON_NO_RESOURCES};
            run_worker_ask(w, &abort);
            return;
        }
    }
    run_link *l = slab_at(&w->links, slot);
    l->id = id;
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
    run_link *l = run_worker_link(w, id);
    for (lp_loan *loan; l != NULL && (loan = loans_sent(&l->queue, &count)) != NULL;) {
        worker__done(w, id, loan, LP_OK);
    }
}

static void worker__closed(lp_worker *w, lp_link id) {
    run_link *l = run_worker_link(w, id);
    if (l == NULL) {
        return;
    }
    l->id = 0; /* first: nobody sends to it any more */
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

lp_status run_worker_room(const lp_worker *w, const run_link *l, uint64_t size) {
    if (l == NULL || l->ended) {
        return LP_STALE;
    }
    return l->queue.bytes > w->queue_bytes || size > w->queue_bytes - l->queue.bytes ? LP_NO_RESOURCES : LP_OK;
}

/* What is sent later is refused, and not dropped by the core. */
void run_worker_command(lp_worker *w, const lp_command *command) {
    run_link *l = run_worker_link(w, command->target);
    if (l != NULL && (command->kind == LP_COMMAND_SHUTDOWN_OUTPUT || command->kind == LP_COMMAND_CLOSE ||
                      command->kind == LP_COMMAND_ABORT)) {
        l->ended = true;
    }
    run_worker_ask(w, command);
}

void run_worker_send(lp_worker *w, run_link *l, lp_link id, const void *data, lp_loan *loan) {
    lp_command send = {.kind = LP_COMMAND_SEND, .target = id, .data = (uintptr_t)data, .size = (uint32_t)loan->left};
    loans_add(&l->queue, loan);
    run_worker_ask(w, &send);
}
