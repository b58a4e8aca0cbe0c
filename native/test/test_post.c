/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the way in from other threads: four of them send and wake without pause; the commands of each keep their
 * order, none is lost, a full mailbox says so, and no wake goes astray between two steps.
 */
#include "support.h"

#include <string.h>

enum { THREADS = 4, MESSAGES = 4000, MESSAGE_BYTES = 8, MAILBOX = 4096, PINGS = 300 };

typedef struct poster {
    rig *rig;
    lp_link link;
    uint32_t number;
    uint32_t (*messages)[2];
} poster;

static lp_link accepted;

static void serve(rig_worker *w, const lp_event *event) {
    (void)w;
    if (event->kind == LP_EVENT_ACCEPTED) {
        accepted = event->link;
    }
}

static DWORD WINAPI post_all(void *argument) {
    poster *p = argument;
    for (uint32_t i = 0; i < MESSAGES; i++) {
        p->messages[i][0] = p->number;
        p->messages[i][1] = i;
        for (;;) {
            lp_status status =
                rig_post(p->rig, p->link, LP_COMMAND_SEND, MESSAGE_BYTES, (uint64_t)(uintptr_t)p->messages[i], 0);
            if (status == LP_OK) {
                break;
            }
            CHECK_EQUAL(status, LP_NO_RESOURCES);
            SwitchToThread();
        }
        CHECK_EQUAL(lp_wake(p->rig->port, 0), LP_OK);
    }
    return 0;
}

static void order(void) {
    static rig r;
    poster posters[THREADS];
    HANDLE threads[THREADS];
    uint32_t next[THREADS] = {0};
    lp_options options = rig_options(1, 0);
    rig_create(&r, &options, serve, NULL);
    rig_start(&r);
    rig_listen(&r, 0, 1, 8);
    SOCKET client = client_connect(r.tcp_port);
    WAIT(&r, r.seen.accepted == 1);
    rig_lock(&r);
    rig_lent(&r, accepted, (uint64_t)THREADS * MESSAGES * MESSAGE_BYTES);
    rig_unlock(&r);
    for (uint32_t i = 0; i < THREADS; i++) {
        posters[i] = (poster){&r, accepted, i, malloc((size_t)MESSAGES * MESSAGE_BYTES)};
        CHECK(posters[i].messages != NULL);
        threads[i] = thread_start(post_all, &posters[i]);
    }
    for (uint32_t i = 0; i < THREADS * MESSAGES; i++) {
        uint32_t message[2];
        client_receive(client, message, sizeof message);
        CHECK(message[0] < THREADS);
        CHECK_EQUAL(message[1], next[message[0]]);
        next[message[0]]++;
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        thread_join(threads[i]);
    }
    WAIT(&r, r.seen.sent_bytes == (uint64_t)THREADS * MESSAGES * MESSAGE_BYTES);
    lp_stats s = rig_stats(&r);
    printf("wakes posted %llu coalesced %llu, sends %llu\n", (unsigned long long)s.wakes_posted,
           (unsigned long long)s.wakes_coalesced,
           (unsigned long long)(s.operations[LP_OPERATION_SEND].inlined + s.operations[LP_OPERATION_SEND].posted));
    client_close(client);
    rig_finish(&r, 1000);
    for (uint32_t i = 0; i < THREADS; i++) {
        free(posters[i].messages);
    }
}

/* Nobody steps: the mailbox takes what it can and says when it is full; what it took is not lost. */
static void full(void) {
    lp_options options = rig_options(1, 0);
    lp_port *port = NULL;
    lp_event events[64];
    lp_stats stats;
    uint32_t posted = 0;
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);
    lp_command command = {.kind = LP_COMMAND_CONNECT, .data = 0}; /* no address: fails, in order */
    while (lp_post(port, 0, &command) == LP_OK) {
        command.data++;
        posted++;
    }
    CHECK_EQUAL(lp_post(port, 0, &command), LP_NO_RESOURCES);
    CHECK_EQUAL(posted, MAILBOX);
    CHECK_EQUAL(lp_destroy(port), LP_BUSY); /* never stepped, but owes answers */
    uint64_t answered = 0;
    while (answered < posted) {
        int32_t count = lp_step(port, 0, NULL, 0, events, 64, LP_FOREVER);
        CHECK(count > 0);
        for (int32_t i = 0; i < count; i++) {
            CHECK_EQUAL(events[i].kind, LP_EVENT_CONNECT_FAILED);
            CHECK_EQUAL(events[i].cookie, answered);
            answered++;
        }
    }
    CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    CHECK_EQUAL(lp_step(port, 0, NULL, 0, events, 64, LP_FOREVER), 1);
    CHECK_EQUAL(lp_stats_read(port, 0, &stats, sizeof stats), LP_OK);
    CHECK_EQUAL(stats.connects_failed, posted);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
}

typedef struct pinging {
    lp_port *port;
    volatile LONG pings; /* the waker's */
    volatile LONG pongs; /* the worker's */
} pinging;

static DWORD WINAPI pong(void *argument) {
    pinging *p = argument;
    lp_event event;
    for (;;) {
        int32_t count = lp_step(p->port, 0, NULL, 0, &event, 1, LP_FOREVER);
        if (count > 0) {
            CHECK_EQUAL(event.kind, LP_EVENT_STOPPED);
            return 0;
        }
        InterlockedExchange(&p->pongs, InterlockedAdd(&p->pings, 0));
    }
}

/* A wake of nothing ends a step at once: a lost one would cost a nap of a second. */
static void wakes(void) {
    lp_options options = rig_options(1, 0);
    pinging p = {NULL, 0, 0};
    CHECK_EQUAL(lp_create(&options, &p.port, NULL), LP_OK);
    HANDLE thread = thread_start(pong, &p);
    uint64_t start = rig_clock();
    for (LONG i = 1; i <= PINGS; i++) {
        InterlockedExchange(&p.pings, i);
        CHECK_EQUAL(lp_wake(p.port, 0), LP_OK);
        while (InterlockedAdd(&p.pongs, 0) < i) {
            SwitchToThread();
        }
    }
    uint64_t millis = rig_clock() - start;
    printf("%d wakes in %llu ms\n", PINGS, (unsigned long long)millis);
    CHECK(millis < 20000);
    CHECK_EQUAL(lp_stop(p.port, 0), LP_OK);
    thread_join(thread);
    CHECK_EQUAL(lp_destroy(p.port), LP_OK);
}

int main(void) {
    support_start();
    full();
    wakes();
    order();
    return 0;
}
