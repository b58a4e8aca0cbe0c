/* SPDX-License-Identifier: Apache-2.0 */
#include "load_run.h"

#include "clock.h"
#include "fail.h"
#include "unread.h"

#include <errno.h>
#include <sys/epoll.h>

enum { EVENTS_MAX = 256, SILENCE_MILLIS = 20000, LATE_SECONDS = 30, NANOS_PER_SECOND = 1000000000 };

static int run__wait(const load_links *links, struct epoll_event *events, int millis) {
    int count = epoll_wait(links->epoll, events, EVENTS_MAX, millis);
    if (count < 0 && errno != EINTR) {
        fail_errno("epoll_wait");
    }
    if (count == 0 && millis > 0) {
        fail("no answer for 20 seconds");
    }
    return count < 0 ? 0 : count;
}

/* Answers trickle in, and the run would not end. */
static void run__check_late(uint64_t now, uint64_t end) {
    if (now > end && now - end > LATE_SECONDS * UINT64_C(1000000000)) {
        fail("not all is answered 30 seconds after the last message");
    }
}

static uint32_t run__receive(load_links *links, const struct epoll_event *event) {
    return event->events & (EPOLLIN | EPOLLHUP | EPOLLERR) ? load_link_receive(links, event->data.ptr) : 0;
}

static void run__queue(load_links *links, load_link *l, uint32_t messages, uint64_t now) {
    for (uint32_t i = 0; i < messages; i++) {
        load_link_queue(links, l, now);
    }
    load_link_send(links, l);
}

static load_result run__result(const load_links *links, uint64_t messages) {
    return (load_result){messages, messages * links->pattern.message_bytes};
}

load_result load_run_closed(load_links *links, uint64_t nanos, uint32_t depth) {
    struct epoll_event events[EVENTS_MAX];
    uint64_t now = clock_nanos(), end = now + nanos, messages = 0;
    links->measured_from = 0;
    for (uint32_t i = 0; i < links->count; i++) {
        run__queue(links, &links->all[i], depth, now);
    }
    while (links->outstanding) {
        int count = run__wait(links, events, SILENCE_MILLIS);
        for (int i = 0; i < count; i++) {
            uint32_t answered = run__receive(links, &events[i]);
            now = clock_nanos();
            messages += answered;
            run__queue(links, events[i].data.ptr, now < end ? answered : 0, now);
        }
        run__check_late(now, end);
    }
    return run__result(links, messages);
}

load_result load_run_open(load_links *links, uint64_t nanos, uint32_t messages_per_second, uint32_t at_a_time) {
    struct epoll_event events[EVENTS_MAX];
    uint64_t start = clock_nanos(), sent = 0, messages = 0, heard = start, before = nanos / 3;
    uint64_t turn_nanos = (uint64_t)NANOS_PER_SECOND * at_a_time,
             all = (before + nanos) * messages_per_second / turn_nanos;
    links->measured_from = start + before;
    while (sent < all || links->outstanding) {
        uint64_t now = clock_nanos();
        for (uint64_t due; sent < all && (due = start + sent * turn_nanos / messages_per_second) <= now; sent++) {
            run__queue(links, &links->all[sent % links->count], at_a_time, due);
        }
        int count = run__wait(links, events, 0);
        for (int i = 0; i < count; i++) {
            messages += run__receive(links, &events[i]);
            load_link_send(links, events[i].data.ptr);
        }
        heard = count ? now : heard;
        if (links->outstanding && now - heard > SILENCE_MILLIS * UINT64_C(1000000)) {
            fail("no answer for 20 seconds");
        }
        run__check_late(now, start + before + nanos);
    }
    return run__result(links, messages);
}

load_result load_run_one_way(load_links *links, uint64_t nanos, uint16_t tcp_port) {
    struct epoll_event events[EVENTS_MAX];
    uint64_t end = clock_nanos() + nanos, bytes = 0;
    for (uint32_t i = 0; i < links->count; i++) {
        bytes += load_link_stream(links, &links->all[i]);
    }
    while (clock_nanos() < end) {
        int count = run__wait(links, events, SILENCE_MILLIS);
        for (int i = 0; i < count; i++) {
            bytes += load_link_stream(links, events[i].data.ptr);
        }
    }
    unread_await_none(tcp_port);
    return (load_result){bytes / links->pattern.message_bytes, bytes};
}
