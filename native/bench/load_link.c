/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "load_link.h"

#include "clock.h"
#include "fail.h"

#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { RECEIVE_BYTES = 256 << 10, TIMES_MIN = 16, TIMES_MAX = 1 << 20, CONNECT_MILLIS = 20000 };

int load_connect(load_address address) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    from.sin_addr.s_addr = htonl((INADDR_LOOPBACK & 0xffffff00) + address.source);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(address.tcp_port);
    if (fd < 0 || setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0 ||
        setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0 ||
        bind(fd, (const struct sockaddr *)&from, sizeof from) != 0 ||
        (connect(fd, (const struct sockaddr *)&to, sizeof to) != 0 && errno != EINPROGRESS)) {
        fail_errno("cannot connect");
    }
    return fd;
}

static void load__await_connected(int fd) {
    struct epoll_event event = {.events = EPOLLOUT};
    int error = 0, epoll = epoll_create1(EPOLL_CLOEXEC);
    socklen_t size = sizeof error;
    if (epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0 ||
        epoll_wait(epoll, &event, 1, CONNECT_MILLIS) != 1 || getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) != 0) {
        fail_errno("waiting for a connection");
    }
    close(epoll);
    if (error) {
        errno = error;
        fail_errno("cannot connect");
    }
}

static void load__watch(const load_links *links, load_link *l, int operation) {
    struct epoll_event event = {.events = EPOLLIN | (l->blocked ? (uint32_t)EPOLLOUT : 0), .data = {.ptr = l}};
    if (epoll_ctl(links->epoll, operation, l->fd, &event) != 0) {
        fail_errno("epoll_ctl");
    }
}

void load_links_open(load_links *links, uint32_t count, load_address address) {
    links->count = count;
    links->epoll = epoll_create1(EPOLL_CLOEXEC);
    links->all = calloc(count, sizeof *links->all);
    if (links->epoll < 0 || !links->all) {
        fail_errno("no room for the links");
    }
    for (uint32_t i = 0; i < count; i++) {
        load_link *l = &links->all[i];
        l->index = i;
        l->sent = l->queued = l->received = l->answered = pattern_start(&links->pattern, i);
        l->fd = load_connect(address);
        load__await_connected(l->fd);
        load__watch(links, l, EPOLL_CTL_ADD);
    }
}

void load_links_congestion(const load_links *links, char *name, size_t size) {
    socklen_t room = (socklen_t)size - 1;
    memset(name, 0, size);
    if (links->count == 0 || getsockopt(links->all[0].fd, IPPROTO_TCP, TCP_CONGESTION, name, &room) != 0) {
        strncpy(name, "unknown", size - 1);
    }
}

static void load__grow(load_link *l) {
    uint32_t size = l->times ? l->times_mask + 1 : 0, grown = size ? 2 * size : TIMES_MIN;
    uint64_t *times = grown > TIMES_MAX ? NULL : malloc(grown * sizeof *times);
    if (!times) {
        fail("a link has more messages without an answer than it can count: the rate is above what the server can do");
    }
    for (uint32_t i = 0; i < size; i++) {
        times[i] = l->times[(l->times_from + i) & l->times_mask];
    }
    free(l->times);
    l->times = times;
    l->times_mask = grown - 1;
    l->times_from = 0;
    l->times_to = size;
}

void load_link_queue(load_links *links, load_link *l, uint64_t nanos) {
    if (!l->times || l->times_to - l->times_from > l->times_mask) {
        load__grow(l);
    }
    l->times[l->times_to++ & l->times_mask] = nanos;
    l->queued += links->pattern.message_bytes;
    links->outstanding++;
}

static void load__block(const load_links *links, load_link *l, bool blocked) {
    if (l->blocked != blocked) {
        l->blocked = blocked;
        load__watch(links, l, EPOLL_CTL_MOD);
    }
}

static size_t load__send_some(const load_links *links, load_link *l, size_t size) {
    ssize_t sent = send(l->fd, pattern_at(&links->pattern, l->sent), size, MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
        fail_errno("the server ended a link");
    }
    l->sent += sent < 0 ? 0 : (uint64_t)sent;
    return sent < 0 ? 0 : (size_t)sent;
}

void load_link_send(load_links *links, load_link *l) {
    bool full = false;
    while (!full && l->sent != l->queued) {
        uint64_t left = l->queued - l->sent;
        size_t most = left < links->pattern.period_bytes ? (size_t)left : links->pattern.period_bytes;
        full = load__send_some(links, l, most) < most;
    }
    load__block(links, l, full);
}

uint64_t load_link_stream(load_links *links, load_link *l) {
    load__block(links, l, true);
    return load__send_some(links, l, links->pattern.period_bytes);
}

static void load__compare(const load_links *links, const load_link *l, const char *data, size_t size) {
    for (size_t done = 0; done < size;) {
        size_t part = size - done < links->pattern.period_bytes ? size - done : links->pattern.period_bytes;
        if (memcmp(data + done, pattern_at(&links->pattern, l->received + done), part) != 0) {
            fprintf(stderr, "bench: wrong bytes on link %" PRIu32 " near byte %" PRIu64 "\n", l->index,
                    l->received + done - pattern_start(&links->pattern, l->index));
            exit(1);
        }
        done += part;
    }
}

static uint32_t load__complete(load_links *links, load_link *l) {
    uint32_t messages = 0;
    uint64_t now = clock_nanos();
    for (; l->received - l->answered >= links->pattern.message_bytes; messages++) {
        uint64_t queued = l->times[l->times_from++ & l->times_mask];
        l->answered += links->pattern.message_bytes;
        if (queued >= links->measured_from) {
            histogram_record(&links->latencies, now - queued);
        }
    }
    links->outstanding -= messages;
    return messages;
}

uint32_t load_link_receive(load_links *links, load_link *l) {
    static char received[RECEIVE_BYTES];
    ssize_t got = recv(l->fd, received, sizeof received, 0);
    if (got < 0 && errno == EAGAIN) {
        return 0;
    }
    if (got <= 0) {
        fail(got ? "the server reset a link" : "the server ended a link");
    }
    if ((uint64_t)got > l->sent - l->received) {
        fail("the server sent more than it got");
    }
    load__compare(links, l, received, (size_t)got);
    l->received += (uint64_t)got;
    return load__complete(links, l);
}
