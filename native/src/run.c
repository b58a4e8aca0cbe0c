/* SPDX-License-Identifier: Apache-2.0 */
#include "run.h"

#include "port.h"
#include "sized.h"
#include "status.h"

#include <stdio.h>

enum {
    OPTIONS_OLDEST = offsetof(lp_run_options, name),
    EVENTS_DEFAULT = 256,
    EVENTS_MAX = 4096,
    COPY_BYTES_DEFAULT = 16 * 1024 * 1024,
    COPY_BYTES_MIN = 64 * 1024,
    COPY_BYTES_MAX = 1024 * 1024 * 1024
};

/* On a thread of the run */

static void run__batch(lp_run *run, lp_worker *w, uint32_t count) {
    run_worker_account(w, count);
    if (count > 0) {
        run->options.on_events(run->options.context, w, w->events, count);
    }
}

/* LP_OK once it has stopped. */
static lp_status run__steps(lp_run *run, lp_worker *w) {
    for (;;) {
        run_worker_serve(w);
        int32_t count = run_worker_step(w);
        if (count < 0) {
            return (lp_status)-count;
        }
        bool stopped = count > 0 && w->events[count - 1].kind == LP_EVENT_STOPPED;
        run__batch(run, w, (uint32_t)count);
        if (stopped) {
            return LP_OK;
        }
    }
}

static void run__thread(void *argument) {
    run_thread *t = argument;
    lp_worker *w = &t->worker;
    lp_run *run = w->run;
    if (run->cancelled) {
        return;
    }
    atomic_store(&w->any.thread_id, sys_thread_id());
    if (run->options.on_start != NULL) {
        run->options.on_start(run->options.context, w);
    }
    t->ended = run__steps(run, w);
    run_worker_end(w);
    if (run->options.on_stop != NULL) {
        run->options.on_stop(run->options.context, w);
    }
    atomic_store(&w->any.thread_id, 0);
}

/* Memory */

static size_t run__bytes(uint32_t workers, uint32_t event_max) {
    return sizeof(lp_run) + workers * (sizeof(run_thread) + event_max * sizeof(lp_event));
}

static void run__set_up(lp_run *run, uint32_t index) {
    run_thread *t = &run->threads[index];
    lp_worker *w = &t->worker;
    w->run = run;
    w->port = run->port;
    w->index = index;
    w->event_max = run->options.event_max;
    w->events = (lp_event *)(void *)&run->threads[run->count] + (size_t)index * w->event_max;
    w->queue_bytes = run->options.queue_bytes == 0 ? UINT64_MAX : run->options.queue_bytes;
    t->task = (sys_thread_task){run__thread, t};
}

static uint32_t run__delete(lp_run *run) {
    uint32_t error = 0;
    for (uint32_t i = 0; i < run->count; i++) {
        uint32_t worker_error = run_worker_fini(&run->threads[i].worker);
        error = error != 0 ? error : worker_error;
    }
    atomic_store(&run->port->any.run, 0);
    uint32_t release_error = sys_release(run);
    return error != 0 ? error : release_error;
}

static uint32_t run__new(lp_port *port, const lp_run_options *options, lp_run **run_out) {
    uint32_t count = port->options.workers;
    size_t bytes = run__bytes(count, options->event_max);
    lp_run *run = sys_reserve(bytes);
    uint32_t error = run == NULL ? 8 /* ERROR_NOT_ENOUGH_MEMORY */ : sys_commit(run, bytes);
    if (error != 0) {
        (void)sys_release(run); /* the first failure is the one to tell */
        return error;
    }
    run->port = port;
    run->options = *options;
    run->count = count;
    *run_out = run;
    for (uint32_t i = 0; i < count && error == 0; i++) {
        run__set_up(run, i);
        error = run_worker_init(&run->threads[i].worker, port->workers[i].own.links.max, options->copy_bytes);
    }
    return error;
}

/* Threads */

static uint32_t run__new_thread(lp_run *run, uint32_t index) {
    char name[RUN_NAME_BYTES + 16];
    run_thread *t = &run->threads[index];
    const lp_affinity *affinity = run->options.affinity == NULL ? NULL : &run->options.affinity[index];
    uint32_t error = sys_thread_new(&t->task, &t->thread);
    if (error != 0) {
        t->thread = 0;
        return error;
    }
    const char *prefix = run->options.name == NULL ? "linkport" : run->options.name;
    (void)snprintf(name, sizeof name, "%.*s-%u", RUN_NAME_BYTES, prefix, index);
    sys_thread_name(t->thread, name);
    return affinity == NULL || affinity->mask == 0 ? 0 : sys_thread_bind(t->thread, affinity->mask, affinity->group);
}

static uint32_t run__join_all(lp_run *run) {
    uint32_t error = 0;
    for (uint32_t i = 0; i < run->count; i++) {
        uint32_t thread_error = run->threads[i].thread == 0 ? 0 : sys_thread_join(run->threads[i].thread);
        error = error != 0 ? error : thread_error;
    }
    return error;
}

/* All or none: before every thread is there, no worker is stepped. */
static uint32_t run__begin(lp_run *run) {
    uint32_t error = 0;
    for (uint32_t i = 0; i < run->count && error == 0; i++) {
        error = run__new_thread(run, i);
    }
    run->cancelled = error != 0;
    for (uint32_t i = 0; i < run->count; i++) {
        if (run->threads[i].thread != 0) {
            sys_thread_begin(run->threads[i].thread);
        }
    }
    if (run->cancelled) {
        (void)run__join_all(run);
    }
    return error;
}

/* The public functions */

static bool run__within(uint32_t value, uint32_t from, uint32_t to) {
    return value == 0 || (value >= from && value <= to);
}

static bool run__options_valid(const lp_run_options *options) {
    return options->on_events != NULL && run__within(options->event_max, 1, EVENTS_MAX) &&
           run__within(options->copy_bytes, COPY_BYTES_MIN, COPY_BYTES_MAX) &&
           run__within(options->queue_bytes, 1, INT32_MAX);
}

static void run__set_defaults(lp_run_options *options) {
    options->event_max = options->event_max == 0 ? EVENTS_DEFAULT : options->event_max;
    options->copy_bytes = options->copy_bytes == 0 ? COPY_BYTES_DEFAULT : options->copy_bytes;
}

/* Nobody steps it, and nobody runs it but the caller from now on. */
static bool run__claim(lp_port *port) {
    if (atomic_exchange(&port->any.run, 1) != 0) {
        return false;
    }
    for (uint32_t i = 0; i < port->options.workers; i++) {
        if (atomic_load(&port->workers[i].any.owner) != 0) {
            atomic_store(&port->any.run, 0);
            return false;
        }
    }
    return true;
}

static uint32_t run__start(lp_port *port, const lp_run_options *options, lp_run **run_out) {
    lp_run *run = NULL;
    uint32_t error = run__new(port, options, &run);
    if (error == 0) {
        error = run__begin(run);
    }
    if (error == 0) {
        *run_out = run;
        return 0;
    }
    if (run == NULL) {
        atomic_store(&port->any.run, 0);
    } else {
        (void)run__delete(run); /* the first failure is the one to tell */
    }
    return error;
}

lp_status lp_run_start(lp_port *port, const lp_run_options *options, lp_run **run_out, uint32_t *os_code_out) {
    uint32_t error = 0;
    lp_status status = LP_INVALID;
    if (run_out == NULL) {
        return status;
    }
    *run_out = NULL;
    lp_run_options known;
    bool valid = port != NULL && options != NULL && sized_read(&known, sizeof known, OPTIONS_OLDEST, options);
    if (valid && run__options_valid(&known)) {
        run__set_defaults(&known);
        bool claimed = run__claim(port);
        error = claimed ? run__start(port, &known, run_out) : 0;
        status = !claimed ? LP_BUSY : status_is_shortage(error) ? LP_NO_MEMORY : status_of_code(error);
    }
    if (os_code_out != NULL) {
        *os_code_out = error;
    }
    return status;
}

static bool run__is_own_thread(const lp_run *run) {
    for (uint32_t i = 0; i < run->count; i++) {
        if (atomic_load(&run->threads[i].worker.any.thread_id) == sys_thread_id()) {
            return true;
        }
    }
    return false;
}

lp_status lp_run_join(lp_run *run) {
    if (run == NULL) {
        return LP_OK;
    }
    if (run__is_own_thread(run)) {
        return LP_WRONG_THREAD;
    }
    uint32_t error = run__join_all(run);
    lp_status status = LP_OK;
    for (uint32_t i = 0; i < run->count && status == LP_OK; i++) {
        status = run->threads[i].ended;
    }
    uint32_t delete_error = run__delete(run);
    return status == LP_OK && (error != 0 || delete_error != 0) ? LP_OS_ERROR : status;
}

lp_status run_call(lp_run *run, uint32_t index, lp_call *call) {
    if (!calls_post(&run->threads[index].worker.any.calls, call)) {
        return LP_STOPPING;
    }
    /* A wake that failed delays the call by a nap and loses nothing. */
    (void)lp_wake(run->port, index);
    return LP_OK;
}

lp_status lp_call_post(lp_run *run, uint32_t worker_index, lp_call *call) {
    bool valid = run != NULL && worker_index < run->count && call != NULL && call->run != NULL;
    return valid ? run_call(run, worker_index, call) : LP_INVALID;
}

uint32_t lp_worker_index(const lp_worker *w) {
    return w->index;
}

lp_port *lp_worker_port(const lp_worker *w) {
    return w->port;
}

lp_run *lp_worker_run(const lp_worker *w) {
    return w->run;
}

void lp_worker_set_data(lp_worker *w, void *data) {
    w->data = data;
}

void *lp_worker_data(const lp_worker *w) {
    return w->data;
}
