/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include "balance.h"
#include "chunk_place.h"

#include <string.h>

struct rig_block {
    rig_block *next;
    uint32_t size;
    uint32_t left;
    uint8_t bytes[];
};

uint64_t rig_clock(void) {
    return GetTickCount64();
}

void rig_lock(rig *r) {
    AcquireSRWLockExclusive(&r->lock);
}

void rig_unlock(rig *r) {
    ReleaseSRWLockExclusive(&r->lock);
}

static void rig__print(rig *r) {
    lp_stats s = rig_stats(r);
    fprintf(stderr,
            "accepted %u connected %u connect_failed %u received %u bytes %llu sent %llu ends %u closed %u stopped %u\n"
            "links_now %llu operations_now %llu steps %llu completions %llu starved %llu unexpected %llu code %llx\n",
            r->seen.accepted, r->seen.connected, r->seen.connect_failed, r->seen.received,
            (unsigned long long)r->seen.received_bytes, (unsigned long long)r->seen.sent_bytes, r->seen.ends,
            r->seen.closed, r->seen.stopped, (unsigned long long)s.links_now, (unsigned long long)s.operations_now,
            (unsigned long long)s.steps, (unsigned long long)s.completions, (unsigned long long)s.chunks_starved,
            (unsigned long long)s.unexpected, (unsigned long long)s.last_os_code);
    for (uint32_t i = 0; i < LP_REASONS; i++) {
        if (r->seen.reasons[i] > 0) {
            fprintf(stderr, "reason %s: %u\n", lp_reason_text(i), r->seen.reasons[i]);
        }
    }
}

void rig_sleep(rig *r, uint64_t deadline, const char *file, int line, const char *condition) {
    uint64_t now = rig_clock();
    if (now >= deadline || !SleepConditionVariableSRW(&r->happened, &r->lock, (DWORD)(deadline - now), 0)) {
        rig__print(r);
        fprintf(stderr, "%s:%d: waited too long for: %s\n", file, line, condition);
        fflush(stderr);
        _Exit(1);
    }
}

static LONG WINAPI support__crash(EXCEPTION_POINTERS *crash) {
    fprintf(stderr, "crashed: %lx at %p\n", (unsigned long)crash->ExceptionRecord->ExceptionCode,
            crash->ExceptionRecord->ExceptionAddress);
    fflush(stderr);
    _Exit(1);
}

void support_start(void) {
    setvbuf(stdout, NULL, _IONBF, 0);
    SetUnhandledExceptionFilter(support__crash);
}

lp_options rig_options(uint32_t workers, uint32_t flags) {
    return (lp_options){.size = sizeof(lp_options),
                        .workers = workers,
                        .max_links = 20000,
                        .chunk_bytes = 16384,
                        .chunk_count = 128,
                        .flags = flags};
}

void rig_create(rig *r, const lp_options *options, rig_handler handler, void *context) {
    WSADATA data;
    uint32_t code = 0;
    support_start();
    CHECK_EQUAL(WSAStartup(MAKEWORD(2, 2), &data), 0);
    memset(r, 0, sizeof *r);
    InitializeSRWLock(&r->lock);
    InitializeConditionVariable(&r->happened);
    r->options = *options;
    r->handler = handler;
    r->context = context;
    r->event_max = 64;
    CHECK_EQUAL(lp_create(options, &r->port, &code), LP_OK);
    CHECK_EQUAL(code, 0);
}

/* The oracle */

static rig_slot *rig__slot(rig_worker *w, uint32_t slot) {
    if (slot >= w->slot_count) {
        uint32_t count = slot + 256;
        w->slots = realloc(w->slots, sizeof *w->slots * count);
        CHECK(w->slots != NULL);
        memset(w->slots + w->slot_count, 0, sizeof *w->slots * (count - w->slot_count));
        w->slot_count = count;
    }
    return &w->slots[slot];
}

/* Given back memory is overwritten, so that a send from it is noticed by the peer. */
static void rig__free_first(rig_slot *s) {
    rig_block *block = s->first;
    s->first = block->next;
    if (s->first == NULL) {
        s->last = NULL;
    }
    memset(block->bytes, 0xDD, block->size);
    free(block);
}

static void rig__sent(rig_slot *s, uint64_t count) {
    CHECK(count > 0 && count <= s->queued);
    s->queued -= count;
    while (s->first != NULL && count > 0) {
        uint64_t part = count < s->first->left ? count : s->first->left;
        s->first->left -= (uint32_t)part;
        count -= part;
        if (s->first->left == 0) {
            rig__free_first(s);
        }
    }
}

static void rig__input(rig_worker *w, rig_slot *s) {
    CHECK(s->input_step != w->step); /* at most one in a step */
    CHECK(!s->ended);
    s->input_step = w->step;
}

static void rig__opened(rig_worker *w, const lp_event *e) {
    rig_slot *s = rig__slot(w, LP_LINK_SLOT(e->link));
    CHECK(!s->open);
    CHECK(LP_LINK_GENERATION(e->link) > s->generation);
    CHECK(e->peer.family != 0 && e->peer.tcp_port != 0 && e->local.family != 0 && e->local.tcp_port != 0);
    s->generation = LP_LINK_GENERATION(e->link);
    s->open = true;
    s->ended = false;
    s->queued = 0;
    s->input_step = w->step; /* counts as input; the slot may have had another link in this step */
}

static void rig__link_event(rig_worker *w, const lp_event *e) {
    rig_slot *s = rig__slot(w, LP_LINK_SLOT(e->link));
    CHECK_EQUAL(LP_LINK_WORKER(e->link), w->index);
    CHECK(s->open && s->generation == LP_LINK_GENERATION(e->link));
    if (e->kind == LP_EVENT_RECEIVED || e->kind == LP_EVENT_RECEIVE_END) {
        rig__input(w, s);
        s->ended = e->kind == LP_EVENT_RECEIVE_END;
    } else if (e->kind == LP_EVENT_SENT) {
        rig__sent(s, e->data);
    } else if (e->kind == LP_EVENT_CLOSED) {
        CHECK(e->status != LP_REASON_NONE && e->status < LP_REASONS);
        s->open = false;
        while (s->first != NULL) {
            rig__free_first(s);
        }
    }
}

static void rig__judge(rig_worker *w, const lp_event *e) {
    uint32_t room = 0;
    switch (e->kind) {
    case LP_EVENT_ACCEPTED:
    case LP_EVENT_CONNECTED:
        rig__opened(w, e);
        break;
    case LP_EVENT_RECEIVED:
        CHECK((char *)(uintptr_t)e->data == chunk_place(w->rig->port, w->index, &w->rig->options, e->chunk, &room));
        CHECK(e->size > 0 && e->size <= room);
        rig__link_event(w, e);
        break;
    case LP_EVENT_RECEIVE_END:
    case LP_EVENT_SENT:
    case LP_EVENT_IDLE:
    case LP_EVENT_CLOSED:
        rig__link_event(w, e);
        break;
    default:
        CHECK(e->kind == LP_EVENT_CONNECT_FAILED || e->kind == LP_EVENT_LISTENER_CLOSED || e->kind == LP_EVENT_STOPPED);
        break;
    }
}

static void rig__count(rig_seen *seen, const lp_event *e) {
    seen->last[e->kind] = *e;
    seen->accepted += e->kind == LP_EVENT_ACCEPTED;
    seen->connected += e->kind == LP_EVENT_CONNECTED;
    seen->connect_failed += e->kind == LP_EVENT_CONNECT_FAILED;
    seen->received += e->kind == LP_EVENT_RECEIVED;
    seen->received_bytes += e->kind == LP_EVENT_RECEIVED ? e->size : 0;
    seen->ends += e->kind == LP_EVENT_RECEIVE_END;
    seen->sent_bytes += e->kind == LP_EVENT_SENT ? e->data : 0;
    seen->closed += e->kind == LP_EVENT_CLOSED;
    seen->listeners_closed += e->kind == LP_EVENT_LISTENER_CLOSED;
    seen->stopped += e->kind == LP_EVENT_STOPPED;
    if (e->kind == LP_EVENT_CLOSED || e->kind == LP_EVENT_CONNECT_FAILED) {
        seen->reasons[e->status]++;
    }
}

/* The workers */

static void rig__handle(rig_worker *w, const lp_event *e) {
    rig *r = w->rig;
    rig__judge(w, e);
    rig__count(&r->seen, e);
    if (r->handler != NULL) {
        r->handler(w, e);
    }
    if (r->close_on_end && e->kind == LP_EVENT_RECEIVE_END) {
        rig_simple(w, e->link, LP_COMMAND_CLOSE, RIG_DRAIN_MILLIS);
    }
}

static DWORD WINAPI rig__run(void *argument) {
    rig_worker *w = argument;
    rig *r = w->rig;
    lp_event *events = calloc(r->event_max, sizeof *events);
    CHECK(events != NULL);
    for (bool stopped = false; !stopped;) {
        int32_t count = lp_step(r->port, w->index, w->commands, w->command_count, events, r->event_max, LP_FOREVER);
        CHECK(count >= 0 && (uint32_t)count <= r->event_max);
        w->command_count = 0;
        w->step++;
        rig_lock(r);
        for (int32_t i = 0; i < count; i++) {
            CHECK(!stopped); /* the last event of a worker */
            rig__handle(w, &events[i]);
            stopped = events[i].kind == LP_EVENT_STOPPED;
        }
        WakeAllConditionVariable(&r->happened);
        rig_unlock(r);
    }
    free(events);
    return 0;
}

void rig_start(rig *r) {
    for (uint32_t i = 0; i < r->options.workers; i++) {
        r->workers[i].rig = r;
        r->workers[i].index = i;
        r->workers[i].thread = thread_start(rig__run, &r->workers[i]);
    }
}

void rig_listen(rig *r, uint32_t worker, uint32_t depth, uint32_t backlog) {
    lp_listen_options options = {
        .size = sizeof options, .accept_depth = depth, .backlog = backlog, .flags = 0, .cookie = 77};
    rig_listen_with(r, worker, &options);
}

void rig_listen_with(rig *r, uint32_t worker, const lp_listen_options *options) {
    lp_address address = loopback(0);
    lp_address bound;
    uint32_t code = 0;
    CHECK_EQUAL(lp_listen(r->port, worker, &address, options, &r->listener, &bound, &code), LP_OK);
    CHECK(bound.family == 4 && bound.tcp_port != 0);
    r->tcp_port = bound.tcp_port;
}

lp_stats rig_stats(rig *r) {
    lp_stats sum;
    memset(&sum, 0, sizeof sum);
    for (uint32_t i = 0; i < r->options.workers; i++) {
        lp_stats one;
        CHECK_EQUAL(lp_stats_read(r->port, i, &one, sizeof one), LP_OK);
        for (size_t k = 0; k < sizeof sum / sizeof(uint64_t); k++) {
            ((uint64_t *)(void *)&sum)[k] += ((uint64_t *)(void *)&one)[k];
        }
    }
    return sum;
}

static void rig__check_balance(rig *r) {
    for (uint32_t i = 0; i < r->options.workers; i++) {
        lp_stats s;
        CHECK_EQUAL(lp_stats_read(r->port, i, &s, sizeof s), LP_OK);
        const char *broken = balance_broken_at_end(&s, chunk_limit(&r->options));
        if (broken != NULL) {
            rig__print(r);
            FAIL("worker %u: the counters do not add up at the end: %s", i, broken);
        }
    }
}

void rig_finish(rig *r, uint32_t drain_millis) {
    CHECK_EQUAL(lp_stop(r->port, drain_millis), LP_OK);
    WAIT(r, r->seen.stopped == r->options.workers);
    for (uint32_t i = 0; i < r->options.workers; i++) {
        rig_worker *w = &r->workers[i];
        thread_join(w->thread);
        for (uint32_t k = 0; k < w->slot_count; k++) {
            CHECK(!w->slots[k].open); /* every link was closed */
        }
        free(w->slots);
        free(w->commands);
    }
    rig__check_balance(r);
    lp_stats s = rig_stats(r);
    for (uint32_t i = 0; i < sizeof r->seen.reasons / sizeof *r->seen.reasons; i++) {
        CHECK_EQUAL(s.closed_by_reason[i] + s.connects_failed_by_reason[i], r->seen.reasons[i]);
    }
    CHECK_EQUAL(s.chunks_kept, 0);
    CHECK_EQUAL(s.links_opened, s.links_closed);
    CHECK_EQUAL(s.links_opened, r->seen.accepted + r->seen.connected);
    CHECK_EQUAL(r->seen.closed, r->seen.accepted + r->seen.connected);
    if (s.unexpected != 0) {
        rig__print(r);
    }
    CHECK_EQUAL(s.unexpected, 0);
    CHECK_EQUAL(lp_destroy(r->port), LP_OK);
    CHECK_EQUAL(WSACleanup(), 0);
}

/* Commands */

void rig_command(rig_worker *w, const lp_command *command) {
    if (w->command_count == w->command_max) {
        w->command_max = w->command_max == 0 ? 64 : w->command_max * 2;
        w->commands = realloc(w->commands, sizeof *w->commands * w->command_max);
        CHECK(w->commands != NULL);
    }
    w->commands[w->command_count++] = *command;
}

void rig_lent(rig *r, lp_link link, uint64_t size) {
    rig__slot(&r->workers[LP_LINK_WORKER(link)], LP_LINK_SLOT(link))->queued += size;
}

void rig_send(rig_worker *w, lp_link link, const void *data, uint32_t size) {
    rig_slot *s = rig__slot(w, LP_LINK_SLOT(link));
    rig_block *block = malloc(sizeof *block + size);
    CHECK(block != NULL && s->open);
    block->next = NULL;
    block->size = size;
    block->left = size;
    memcpy(block->bytes, data, size);
    if (s->last == NULL) {
        s->first = block;
    } else {
        s->last->next = block;
    }
    s->last = block;
    s->queued += size;
    lp_command command = {
        .kind = LP_COMMAND_SEND, .size = size, .target = link, .data = (uint64_t)(uintptr_t)block->bytes};
    rig_command(w, &command);
}

void rig_simple(rig_worker *w, lp_link link, uint32_t kind, uint32_t millis) {
    lp_command command = {.kind = kind, .target = link, .millis = millis};
    rig_command(w, &command);
}

lp_status rig_post(rig *r, lp_link link, uint32_t kind, uint32_t size, uint64_t data, uint32_t millis) {
    lp_command command = {.kind = kind, .size = size, .target = link, .data = data, .millis = millis};
    return lp_post(r->port, 0, &command);
}

lp_status rig_post_connect(rig *r, uint32_t worker, uint16_t tcp_port, uint32_t millis, uint64_t cookie) {
    lp_command command = {.kind = LP_COMMAND_CONNECT, .data = cookie, .millis = millis, .address = loopback(tcp_port)};
    return lp_post(r->port, worker, &command);
}

void rig_echo(rig_worker *w, const lp_event *event) {
    if (event->kind == LP_EVENT_RECEIVED) {
        rig_send(w, event->link, (const void *)(uintptr_t)event->data, event->size);
    } else if (event->kind == LP_EVENT_RECEIVE_END) {
        rig_simple(w, event->link, LP_COMMAND_CLOSE, RIG_DRAIN_MILLIS);
    }
}

HANDLE thread_start(DWORD(WINAPI *run)(void *), void *argument) {
    HANDLE thread = CreateThread(NULL, 256 * 1024, run, argument, 0, NULL);
    CHECK(thread != NULL);
    return thread;
}

void thread_join(HANDLE thread) {
    CHECK_EQUAL(WaitForSingleObject(thread, RIG_WAIT_MILLIS), WAIT_OBJECT_0);
    CHECK(CloseHandle(thread));
}
