/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "clock.h"
#include "fail.h"
#include "load_run.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS_MAX = 256, SILENCE_MILLIS = 20000, SOURCE_FIRST = 2, SOURCES = 64 };

/* Who ends first waits two minutes in the system, with its port: many addresses have ports enough. */
typedef struct churn {
    int epoll;
    uint16_t tcp_port;
    uint64_t begun;
    uint64_t ended;
} churn;

typedef struct churn_link {
    int fd;
    int ended_output;
} churn_link;

static void churn__watch(const churn *c, churn_link *l, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data = {.ptr = l}};
    if (epoll_ctl(c->epoll, operation, l->fd, &event) != 0) {
        fail_errno("epoll_ctl");
    }
}

static void churn__begin(churn *c, churn_link *l) {
    l->ended_output = 0;
    l->fd = load_connect((load_address){c->tcp_port, (uint8_t)(SOURCE_FIRST + c->begun++ % SOURCES)});
    churn__watch(c, l, EPOLL_CTL_ADD, EPOLLOUT);
}

static void churn__end_output(const churn *c, churn_link *l) {
    l->ended_output = 1;
    if (shutdown(l->fd, SHUT_WR) != 0) {
        fail_errno("a connection was refused");
    }
    churn__watch(c, l, EPOLL_CTL_MOD, EPOLLIN);
}

static void churn__ready(churn *c, churn_link *l, uint64_t end) {
    char byte;
    if (!l->ended_output) {
        churn__end_output(c, l);
        return;
    }
    if (recv(l->fd, &byte, 1, 0) != 0) {
        fail_errno("a connection did not end as it should");
    }
    close(l->fd);
    c->ended++;
    if (clock_nanos() < end) {
        churn__begin(c, l);
    }
}

load_result load_run_churn(uint64_t nanos, uint32_t at_a_time, uint16_t tcp_port) {
    struct epoll_event events[EVENTS_MAX];
    churn c = {.epoll = epoll_create1(EPOLL_CLOEXEC), .tcp_port = tcp_port};
    churn_link *links = calloc(at_a_time, sizeof *links);
    uint64_t end = clock_nanos() + nanos;
    if (c.epoll < 0 || !links) {
        fail_errno("no room for connections");
    }
    for (uint32_t i = 0; i < at_a_time; i++) {
        churn__begin(&c, &links[i]);
    }
    while (c.ended < c.begun) {
        int count = epoll_wait(c.epoll, events, EVENTS_MAX, SILENCE_MILLIS);
        if (count == 0 || (count < 0 && errno != EINTR)) {
            fail("the server neither accepts nor ends");
        }
        for (int i = 0; i < count; i++) {
            churn__ready(&c, events[i].data.ptr, end);
        }
    }
    close(c.epoll);
    free(links);
    return (load_result){c.ended, 0};
}
