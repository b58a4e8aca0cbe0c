/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A server in plain C over io_uring, one thread: accepts and receives that go on by themselves, into buffers that the
 * kernel takes from a group; each is sent from where it lies, one send of a connection at a time, and given back.
 */
#define _GNU_SOURCE
#include "fail.h"
#include "server_process.h"
#include "uring.h"

#include <errno.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* The low bits of a request's name; the others are its connection, if it has one. */
enum { ACCEPT, INPUT, RECEIVE, SEND, KIND_MASK = 7 };
enum { NONE = UINT16_MAX };

typedef struct connection {
    int fd;
    bool receives; /* a receive goes on */
    bool sends;
    bool ended;
    uint16_t first; /* received and not sent yet: a list through `after` */
    uint16_t last;
    uint32_t sent; /* of the first */
    struct connection *next_starving;
} connection;

static struct {
    server_request request;
    uring ring;
    int listener;
    bool stops;
    uint16_t after[URING_BUFFERS];
    uint32_t filled[URING_BUFFERS];
    connection *starving; /* whose receive ended because there was no buffer */
} server;

static uint64_t name_of(connection *c, unsigned kind) {
    return (uint64_t)(uintptr_t)c | kind;
}

static void server__accept(void) {
    struct io_uring_sqe *sqe = uring_request(&server.ring, IORING_OP_ACCEPT, server.listener, ACCEPT);
    sqe->ioprio = IORING_ACCEPT_MULTISHOT;
    sqe->accept_flags = SOCK_CLOEXEC;
}

static void server__input(void) {
    uring_request(&server.ring, IORING_OP_POLL_ADD, STDIN_FILENO, INPUT)->poll32_events = POLLIN;
}

static void connection__receive(connection *c) {
    struct io_uring_sqe *sqe = uring_request(&server.ring, IORING_OP_RECV, c->fd, name_of(c, RECEIVE));
    sqe->ioprio = IORING_RECV_MULTISHOT;
    sqe->flags = IOSQE_BUFFER_SELECT;
    sqe->buf_group = URING_GROUP;
    c->receives = true;
}

static void connection__send(connection *c) {
    struct io_uring_sqe *sqe = uring_request(&server.ring, IORING_OP_SEND, c->fd, name_of(c, SEND));
    sqe->addr = (uint64_t)(uintptr_t)(uring_buffer(&server.ring, c->first) + c->sent);
    sqe->len = server.filled[c->first] - c->sent;
    sqe->msg_flags = MSG_NOSIGNAL | MSG_WAITALL;
    c->sends = true;
}

static void server__give_back(uint16_t buffer) {
    uring_give_back(&server.ring, buffer);
    connection *c = server.starving;
    if (c) {
        server.starving = c->next_starving;
        connection__receive(c);
    }
}

static void connection__drop_first(connection *c) {
    uint16_t buffer = c->first;
    c->first = buffer == c->last ? NONE : server.after[buffer];
    c->sent = 0;
    server__give_back(buffer);
}

static void connection__end_if_done(connection *c) {
    if (!c->ended || c->receives || c->sends) {
        return;
    }
    while (c->first != NONE) {
        connection__drop_first(c);
    }
    close(c->fd);
    free(c);
}

static void server__accepted(const struct io_uring_cqe *done) {
    if (!(done->flags & IORING_CQE_F_MORE)) {
        server__accept();
    }
    if (done->res < 0) {
        return;
    }
    connection *c = calloc(1, sizeof *c);
    if (!c) {
        fail("no memory for a connection");
    }
    c->fd = done->res;
    c->first = NONE;
    server_socket(c->fd);
    connection__receive(c);
}

static void connection__append(connection *c, uint16_t buffer, uint32_t size) {
    server.filled[buffer] = size;
    if (c->first == NONE) {
        c->first = buffer;
    } else {
        server.after[c->last] = buffer;
    }
    c->last = buffer;
    if (!c->sends) {
        connection__send(c);
    }
}

static void connection__received(connection *c, const struct io_uring_cqe *done) {
    uint16_t buffer = (uint16_t)(done->flags >> IORING_CQE_BUFFER_SHIFT);
    c->receives = done->flags & IORING_CQE_F_MORE;
    if (done->res > 0 && (server.request.sink || c->ended)) {
        server__give_back(buffer);
    } else if (done->res > 0) {
        connection__append(c, buffer, (uint32_t)done->res);
    } else if (done->res != -ENOBUFS) {
        c->ended = true;
        connection__end_if_done(c);
        return;
    }
    if (done->res == -ENOBUFS) {
        c->next_starving = server.starving;
        server.starving = c;
        c->receives = true; /* soon */
    } else if (!c->receives && !c->ended) {
        connection__receive(c);
    }
}

static void connection__sent(connection *c, int result) {
    c->sends = false;
    if (result < 0) {
        c->ended = true;
        shutdown(c->fd, SHUT_RDWR); /* ends the receive, too */
    } else {
        c->sent += (uint32_t)result;
        if (c->sent == server.filled[c->first]) {
            connection__drop_first(c);
        }
        if (c->first != NONE) {
            connection__send(c);
        }
    }
    connection__end_if_done(c);
}

static void server__done(const struct io_uring_cqe *done) {
    connection *c = (connection *)(uintptr_t)(done->user_data & ~(uint64_t)KIND_MASK);
    switch (done->user_data & KIND_MASK) {
    case ACCEPT:
        server__accepted(done);
        break;
    case INPUT:
        server.stops = !server_answer();
        server__input();
        break;
    case RECEIVE:
        connection__received(c, done);
        break;
    default:
        connection__sent(c, done->res);
    }
}

int main(int argc, char **argv) {
    server.request = server_request_new(argc, argv);
    uring_init(&server.ring);
    server.listener = server_listen(&server.request);
    server__accept();
    server__input();
    server_ready(server.listener);
    while (!server.stops) {
        uring_step(&server.ring);
        for (struct io_uring_cqe *done; !server.stops && (done = uring_next(&server.ring)) != NULL;) {
            struct io_uring_cqe copy = {.user_data = done->user_data, .res = done->res, .flags = done->flags};
            uring_seen(&server.ring);
            server__done(&copy);
        }
    }
    return 0;
}
