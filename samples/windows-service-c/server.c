/* SPDX-License-Identifier: Apache-2.0 */
#include "server.h"

#include "crew.h"

#include <stdlib.h>
#include <string.h>

enum {
    CHUNK_BYTES = 16384,
    CHUNKS = 64, /* of each worker: links that are read at the same time, not links that are open */
    ACCEPT_DEPTH = 32,
    BACKLOG = 511
};

struct server {
    lp_port *port;
    HANDLE stopped; /* a manual-reset event: every worker has ended */
    volatile LONG workers_running;
    crew_shared shared;
    crew crews[LP_WORKER_MAX];
};

/* On the threads of the workers. */

static void server__on_start(void *context, lp_worker *worker) {
    server *s = context;
    crew *c = &s->crews[lp_worker_index(worker)];
    crew_init(c, &s->shared, worker);
    lp_worker_set_data(worker, c);
}

static void server__on_events(void *context, lp_worker *worker, const lp_event *events, uint32_t count) {
    crew *c = lp_worker_data(worker);
    (void)context;
    for (uint32_t i = 0; i < count; i++) {
        crew_take(c, &events[i]);
    }
}

static void server__on_stop(void *context, lp_worker *worker) {
    server *s = context;
    (void)worker;
    if (InterlockedDecrement(&s->workers_running) == 0) {
        SetEvent(s->stopped);
    }
}

static failure server__failure(lp_status status) {
    switch (status) {
    case LP_OK:
        return FAILURE_NONE;
    case LP_ADDRESS_IN_USE:
        return FAILURE_ADDRESS_IN_USE;
    case LP_ADDRESS_NOT_LOCAL:
    case LP_UNSUPPORTED:
        return FAILURE_ADDRESS;
    case LP_ACCESS_DENIED:
        return FAILURE_ACCESS;
    case LP_NO_MEMORY:
    case LP_NO_RESOURCES:
        return FAILURE_RESOURCES;
    default:
        return FAILURE_SYSTEM;
    }
}

static lp_status server__start(server *s, uint32_t *os_code_out) {
    const config *c = &s->shared.config;
    lp_options options = {.size = sizeof options,
                          .workers = c->workers,
                          .max_links = c->max_links,
                          .chunk_bytes = CHUNK_BYTES,
                          .chunk_count = CHUNKS};
    /* Twice the limit at which reading stops: what was read already, and lines from others, still find room. */
    lp_run_options run = {.size = sizeof run,
                          .context = s,
                          .on_start = server__on_start,
                          .on_events = server__on_events,
                          .on_stop = server__on_stop,
                          .name = "echo",
                          .copy_bytes = c->queue_bytes,
                          .queue_bytes = 2 * c->max_queued_bytes};
    lp_status status = lp_create(&options, &s->port, os_code_out);
    if (status != LP_OK) {
        return status;
    }
    s->workers_running = (LONG)c->workers;
    status = lp_run_start(s->port, &run, &s->shared.run, os_code_out);
    if (status != LP_OK) {
        lp_destroy(s->port);
    }
    return status;
}

failure server_open(const config *c, server **server_out, uint32_t *os_code_out) {
    server *s = calloc(1, sizeof *s);
    HANDLE stopped = CreateEventW(NULL, TRUE, FALSE, NULL);
    *os_code_out = GetLastError();
    *server_out = NULL;
    lp_status status = LP_NO_MEMORY;
    if (s != NULL && stopped != NULL) {
        s->shared.config = *c;
        s->stopped = stopped;
        status = server__start(s, os_code_out);
    }
    if (status != LP_OK) {
        free(s);
        if (stopped != NULL) {
            CloseHandle(stopped);
        }
        return server__failure(status);
    }
    *server_out = s;
    return FAILURE_NONE;
}

failure server_listen(server *s, lp_address *bound_out, uint32_t *os_code_out) {
    const config *c = &s->shared.config;
    lp_listener listener;
    lp_listen_options options = {.size = sizeof options,
                                 .accept_depth = ACCEPT_DEPTH,
                                 .backlog = BACKLOG,
                                 .flags = c->address.family == 6 ? LP_DUAL_STACK : 0,
                                 .first_data_millis = c->first_data_millis};
    return server__failure(lp_listen(s->port, 0, &c->address, &options, &listener, bound_out, os_code_out));
}

void server_stop(server *s, uint32_t drain_millis) {
    InterlockedExchange64(&s->shared.stop_at, (LONG64)(GetTickCount64() + drain_millis));
    lp_stop(s->port, drain_millis);
}

bool server_wait(server *s, uint32_t millis) {
    return WaitForSingleObject(s->stopped, millis) == WAIT_OBJECT_0;
}

void server_close(server *s, server_summary *summary_out) {
    lp_run_join(s->shared.run);
    memset(summary_out, 0, sizeof *summary_out);
    for (uint32_t i = 0; i < s->shared.config.workers; i++) {
        const crew_summary *did = &s->crews[i].did;
        summary_out->crews.links += did->links;
        summary_out->crews.bytes_received += did->bytes_received;
        summary_out->crews.bytes_sent += did->bytes_sent;
        summary_out->crews.cut_off += did->cut_off;
        summary_out->crews.over_limit += did->over_limit;
        crew_fini(&s->crews[i]);
    }
    summary_out->left_out = (uint64_t)s->shared.left_out;
    lp_destroy(s->port);
    CloseHandle(s->stopped);
    free(s);
}
