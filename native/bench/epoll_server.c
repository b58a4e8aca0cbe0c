/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floor: a server in plain C over epoll, level-triggered, one thread. One recv for each event, and what came is
 * sent from the same memory; only what the socket does not take is kept, and nothing more is read until it is gone.
 */
#define _GNU_SOURCE
#include "fail.h"
#include "server_process.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS_MAX = 256, RECEIVE_BYTES = 64 << 10, CORRUPT_EVERY = 100 };

typedef struct connection {
    int fd;
    size_t kept_from;
    size_t kept_to;
    char *kept; /* RECEIVE_BYTES, from its first need on */
} connection;

static struct {
    server_request request;
    int epoll;
    int listener;
    uint64_t receives;
    char received[RECEIVE_BYTES];
} server;

static void server__watch(int operation, int fd, uint32_t events, void *who) {
    struct epoll_event event = {.events = events, .data = {.ptr = who}};
    if (epoll_ctl(server.epoll, operation, fd, &event) != 0) {
        fail_errno("epoll_ctl");
    }
}

static void connection__end(connection *c) {
    close(c->fd);
    free(c->kept);
    free(c);
}

static void server__accept(void) {
    for (;;) {
        int fd = accept4(server.listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
        if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED)) {
            return;
        }
        connection *c = fd < 0 ? NULL : calloc(1, sizeof *c);
        if (!c) {
            fail_errno("accept");
        }
        c->fd = fd;
        server_socket(fd);
        server__watch(EPOLL_CTL_ADD, fd, EPOLLIN, c);
    }
}

/* How much of it the socket took; -1 if the connection is gone. */
static ssize_t connection__send(const connection *c, const char *data, size_t size) {
    ssize_t sent = server.request.file_calls ? write(c->fd, data, size) : send(c->fd, data, size, MSG_NOSIGNAL);
    return sent < 0 && errno == EAGAIN ? 0 : sent;
}

static bool connection__keep(connection *c, const char *data, size_t size) {
    if (!c->kept && !(c->kept = malloc(RECEIVE_BYTES))) {
        return false;
    }
    memcpy(c->kept, data, size);
    c->kept_from = 0;
    c->kept_to = size;
    server__watch(EPOLL_CTL_MOD, c->fd, EPOLLOUT, c);
    return true;
}

static void server__corrupt(char *data) {
    if (server.request.corrupt && ++server.receives % CORRUPT_EVERY == 0) {
        data[0] ^= 1;
    }
}

/* Both answer whether the connection lives. */
static bool connection__receive(connection *c) {
    ssize_t got = server.request.file_calls ? read(c->fd, server.received, RECEIVE_BYTES)
                                            : recv(c->fd, server.received, RECEIVE_BYTES, 0);
    if (got <= 0) {
        return got < 0 && errno == EAGAIN;
    }
    if (server.request.sink) {
        return true;
    }
    server__corrupt(server.received);
    ssize_t sent = connection__send(c, server.received, (size_t)got);
    if (sent == got) {
        return true;
    }
    return sent >= 0 && connection__keep(c, server.received + sent, (size_t)(got - sent));
}

static bool connection__send_kept(connection *c) {
    ssize_t sent = connection__send(c, c->kept + c->kept_from, c->kept_to - c->kept_from);
    if (sent < 0) {
        return false;
    }
    c->kept_from += (size_t)sent;
    if (c->kept_from == c->kept_to) {
        server__watch(EPOLL_CTL_MOD, c->fd, EPOLLIN, c);
    }
    return true;
}

static void connection__ready(connection *c, uint32_t events) {
    bool lives = events & EPOLLOUT ? connection__send_kept(c) : connection__receive(c);
    if (!lives) {
        connection__end(c);
    }
}

/* False at the end of standard input. */
static bool server__step(void) {
    struct epoll_event events[EVENTS_MAX];
    int count = epoll_wait(server.epoll, events, EVENTS_MAX, -1);
    if (count < 0 && errno != EINTR) {
        fail_errno("epoll_wait");
    }
    for (int i = 0; i < count; i++) {
        void *who = events[i].data.ptr;
        if (who == &server.listener) {
            server__accept();
        } else if (who != &server.request) {
            connection__ready(who, events[i].events);
        } else if (!server_answer()) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv) {
    server.request = server_request_new(argc, argv);
    (void)signal(SIGPIPE, SIG_IGN); /* write has no MSG_NOSIGNAL */
    server.epoll = epoll_create1(EPOLL_CLOEXEC);
    if (server.epoll < 0) {
        fail_errno("epoll_create1");
    }
    server.listener = server_listen(&server.request);
    server__watch(EPOLL_CTL_ADD, server.listener, EPOLLIN, &server.listener);
    server__watch(EPOLL_CTL_ADD, STDIN_FILENO, EPOLLIN, &server.request);
    server_ready(server.listener);
    while (server__step()) {
    }
    return 0;
}
