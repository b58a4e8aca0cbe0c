/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks sends of lp_run_start()'s callbacks: copied ones of every size, lent ones and files are echoed or served in
 * order, each loan ends once, and what is copied is not what the callback's memory holds later.
 */
#include "support.h"

#include "linkport_run.h"

#include <string.h>

enum { LINKS = 12, BYTES = 400 * 1000, WORKERS = 2 };

typedef struct lent {
    lp_loan loan;
    uint32_t size;
    uint8_t bytes[];
} lent;

static volatile LONG lent_count, given_back, closed, stopped;
static lp_port *port;
static uint16_t tcp_port;

static void on_done(lp_worker *worker, lp_link link, lp_loan *loan, lp_status status) {
    lent *l = (lent *)(void *)loan;
    CHECK(status == LP_OK && loan->context == (void *)l->bytes && LP_LINK_WORKER(link) == lp_worker_index(worker));
    memset(l->bytes, 0xDD, l->size); /* a send from it later would be noticed by the peer */
    free(l);
    InterlockedIncrement(&given_back);
}

static void lend(lp_worker *worker, lp_link link, const void *data, uint32_t size) {
    lent *l = malloc(sizeof *l + size);
    CHECK(l != NULL);
    l->loan.on_done = on_done;
    l->loan.context = l->bytes;
    l->size = size;
    memcpy(l->bytes, data, size);
    CHECK_EQUAL(lp_link_send_lent(worker, link, l->bytes, size, &l->loan), LP_OK);
    InterlockedIncrement(&lent_count);
}

/* Some copied, some lent. */
static void echo(lp_worker *worker, const lp_event *event) {
    uint8_t *data = (uint8_t *)(uintptr_t)event->data;
    uint64_t queued = lp_link_queued(worker, event->link);
    if (event->size % 3 == 0) {
        lend(worker, event->link, data, event->size);
    } else {
        CHECK_EQUAL(lp_link_send(worker, event->link, data, event->size), LP_OK);
    }
    CHECK_EQUAL(lp_link_queued(worker, event->link), queued + event->size);
    memset(data, 0xEE, event->size); /* ours until we return */
}

static void on_events(void *context, lp_worker *worker, const lp_event *events, uint32_t count) {
    CHECK(context == &tcp_port);
    for (uint32_t i = 0; i < count; i++) {
        switch (events[i].kind) {
        case LP_EVENT_RECEIVED:
            echo(worker, &events[i]);
            break;
        case LP_EVENT_RECEIVE_END:
            CHECK_EQUAL(lp_link_close(worker, events[i].link, RIG_DRAIN_MILLIS), LP_OK);
            break;
        case LP_EVENT_CLOSED:
            CHECK_EQUAL(events[i].status, LP_REASON_PEER_CLOSE);
            if (InterlockedIncrement(&closed) == LINKS) {
                CHECK_EQUAL(lp_stop(port, RIG_DRAIN_MILLIS), LP_OK);
            }
            break;
        default:
            break;
        }
    }
}

static void on_stop(void *context, lp_worker *worker) {
    CHECK(context == &tcp_port && lp_worker_index(worker) < WORKERS);
    InterlockedIncrement(&stopped);
}

static DWORD WINAPI talk(void *argument) {
    uint32_t stream = (uint32_t)(uintptr_t)argument;
    uint8_t *out = malloc(BYTES);
    uint8_t *in = malloc(BYTES);
    CHECK(out != NULL && in != NULL);
    for (uint32_t i = 0; i < BYTES; i++) {
        out[i] = pattern(stream, i);
    }
    SOCKET client = client_connect(tcp_port);
    for (uint32_t at = 0, part = 1; at < BYTES; part = part * 5 % 40009 + 1) {
        uint32_t size = part < BYTES - at ? part : BYTES - at;
        client_send(client, out + at, size);
        client_receive(client, in + at, size);
        at += size;
    }
    CHECK(memcmp(in, out, BYTES) == 0);
    client_end(client);
    client_expect_end(client);
    client_close(client);
    free(out);
    free(in);
    return 0;
}

static void listen_here(void) {
    lp_listen_options options = {.size = sizeof options, .accept_depth = 8, .backlog = 64};
    lp_address address = loopback(0);
    lp_address bound;
    lp_listener listener;
    CHECK_EQUAL(lp_listen(port, 0, &address, &options, &listener, &bound, NULL), LP_OK);
    tcp_port = bound.tcp_port;
}

static void run_with(uint32_t flags) {
    static const lp_affinity AFFINITY[WORKERS] = {{.mask = 1}, {.mask = 0}};
    lp_options options = rig_options(WORKERS, flags);
    lp_run_options run_options = {.size = sizeof run_options, .context = &tcp_port, .name = "test"};
    HANDLE threads[LINKS];
    lp_run *run = NULL;
    uint32_t code = 0;
    run_options.on_events = on_events;
    run_options.on_stop = on_stop;
    run_options.affinity = AFFINITY;
    closed = stopped = 0;
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    CHECK_EQUAL(lp_run_start(port, &run_options, &run, &code), LP_OK);
    listen_here();
    for (uint32_t i = 0; i < LINKS; i++) {
        threads[i] = thread_start(talk, (void *)(uintptr_t)i);
    }
    for (uint32_t i = 0; i < LINKS; i++) {
        thread_join(threads[i]);
    }
    CHECK_EQUAL(lp_run_join(run), LP_OK);
    CHECK_EQUAL(lent_count, given_back);
    CHECK(lent_count > 0 && stopped == WORKERS && closed == LINKS);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
}

/* Processors that this machine does not have. */
static void bound_to_nothing(void) {
    static const lp_affinity AFFINITY = {.mask = 1, .group = 70000};
    lp_options options = rig_options(1, 0);
    lp_run_options run_options = {.size = sizeof run_options, .affinity = &AFFINITY, .on_events = on_events};
    lp_run *run = NULL;
    uint32_t code = 0;
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    CHECK_EQUAL(lp_run_start(port, &run_options, &run, &code), LP_OS_ERROR);
    CHECK(run == NULL && code == ERROR_INVALID_PARAMETER);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
}

int main(void) {
    WSADATA data;
    support_start();
    CHECK_EQUAL(WSAStartup(MAKEWORD(2, 2), &data), 0);
    run_with(0);
    run_with(LP_NEVER_SKIP);
    bound_to_nothing();
    CHECK_EQUAL(WSACleanup(), 0);
    return 0;
}
