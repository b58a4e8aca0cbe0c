/* SPDX-License-Identifier: Apache-2.0 */
/* A server in C: echoes what its links receive until its standard input ends. The page docs/c-api.md walks through it.
 */
#include <linkport_run.h>

#include <stdio.h>
#include <stdlib.h>

enum { DRAIN_MILLIS = 5000 };

/* On the thread of a worker: all that happened in one step, at least one event. */
static void on_events(void *context, lp_worker *worker, const lp_event *events, uint32_t count) {
    (void)context;
    for (uint32_t i = 0; i < count; i++) {
        const lp_event *event = &events[i];
        if (event->kind == LP_EVENT_RECEIVED) {
            const void *data = (const void *)(uintptr_t)event->data;
            if (lp_link_send(worker, event->link, data, event->size) == LP_NO_RESOURCES) {
                lp_link_abort(worker, event->link); /* it sends, and does not read what comes back */
            }
        } else if (event->kind == LP_EVENT_RECEIVE_END) {
            lp_link_close(worker, event->link, DRAIN_MILLIS); /* what is queued is sent first */
        }
    }
}

static int fail(const char *what, lp_status status, uint32_t os_code) {
    char text[200];
    lp_os_text(os_code, text, sizeof text);
    fprintf(stderr, "%s: %s (%s)\n", what, lp_status_text((uint32_t)status), text);
    return 1;
}

int main(int count, char **words) {
    lp_options options = {.size = sizeof options, .workers = 2, .max_links = 10000};
    lp_run_options run_options = {.size = sizeof run_options, .on_events = on_events, .queue_bytes = 1024 * 1024};
    lp_listen_options listen_options = {.size = sizeof listen_options, .accept_depth = 16, .backlog = 200};
    lp_address address = {.family = 4, .bytes = {127, 0, 0, 1}};
    lp_port *port = NULL;
    lp_run *run = NULL;
    lp_listener listener = 0;
    uint32_t os_code = 0;

    options.chunk_bytes = 16384;
    options.chunk_count = 256;
    address.tcp_port = (uint16_t)(count > 1 ? atoi(words[1]) : 0); /* 0: the system chooses */

    lp_status status = lp_create(&options, &port, &os_code);
    if (status != LP_OK) {
        return fail("create", status, os_code);
    }
    status = lp_run_start(port, &run_options, &run, &os_code);
    if (status != LP_OK) {
        lp_destroy(port);
        return fail("run", status, os_code);
    }
    status = lp_listen(port, 0, &address, &listen_options, &listener, &address, &os_code);
    if (status == LP_OK) {
        printf("listening on 127.0.0.1:%u\n", address.tcp_port);
        fflush(stdout);
        while (getchar() != EOF) {
        }
    }
    lp_stop(port, DRAIN_MILLIS); /* links get what is queued for them, and an end */
    lp_run_join(run);
    lp_destroy(port);
    return status == LP_OK ? 0 : fail("listen", status, os_code);
}
