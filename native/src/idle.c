/* SPDX-License-Identifier: Apache-2.0 */
#include "idle.h"

/* How often silence of that long, counted from then, has been full by a time. */
static uint64_t idle__periods(uint64_t since, uint32_t millis, uint64_t time) {
    return millis == 0 || time <= since ? 0 : (time - since) / millis;
}

/* Input that has ended is not silent, nor is output; and nobody asks while the program wants no input. */
static uint32_t idle__read_millis(const link *l) {
    return link_has(l, LINK_INPUT_ENDED | LINK_PAUSED) ? 0 : l->read_idle_millis;
}

static uint32_t idle__write_millis(const link *l) {
    return link_has(l, LINK_FIN_SENT) ? 0 : l->write_idle_millis;
}

static uint32_t idle__first_data_millis(const link *l) {
    return link_has(l, LINK_INPUT_ENDED | LINK_PAUSED) ? 0 : l->first_data_millis;
}

/* The kernel would tell of input. Otherwise it has told already, or was not asked, as for want of buffers. */
static bool idle__listens(const link *l) {
    return l->receive.posted;
}

static void idle__keep_earliest(uint64_t *earliest, uint64_t since, uint32_t millis, uint64_t checked_at) {
    uint64_t at = since + (idle__periods(since, millis, checked_at) + 1) * millis;
    if (millis != 0 && at < *earliest) {
        *earliest = at;
    }
}

/* The next look, at `latest` unless something asks for an earlier one. */
static void idle__schedule(worker *w, link *l, uint64_t latest) {
    uint64_t at = UINT64_MAX;
    idle__keep_earliest(&at, l->received_at, idle__first_data_millis(l), l->idle_checked_at);
    idle__keep_earliest(&at, l->received_at, idle__read_millis(l), l->idle_checked_at);
    idle__keep_earliest(&at, l->sent_at, idle__write_millis(l), l->idle_checked_at);
    /* In the past only while packets wait in the port that are older: then it is too early to tell. */
    at = at > w->own.now ? at : w->own.now + WORKER_RETRY_MILLIS;
    at = at < latest ? at : latest;
    timer_cancel(&w->own.wheel, &l->deadline);
    if (at != UINT64_MAX) {
        timer_schedule(&w->own.wheel, &l->deadline, at);
    }
}

void idle_begin(worker *w, link *l) {
    l->received_at = w->own.now;
    l->sent_at = w->own.now;
    l->idle_checked_at = w->own.now;
    if (l->life == LIFE_OPEN) { /* else the timer is that of a drain */
        idle__schedule(w, l, UINT64_MAX);
    }
}

/* A look that was due anyway stays. */
static void idle__look_also(worker *w, link *l) {
    idle__schedule(w, l, timer_is_scheduled(&l->deadline) ? l->deadline.at : UINT64_MAX);
}

void idle_resumed(worker *w, link *l) {
    l->received_at = w->own.now; /* the silence so far was the program's wish */
    if (l->life == LIFE_OPEN) {
        idle__look_also(w, l);
    }
}

void idle_set(worker *w, link *l, uint32_t read_millis, uint32_t write_millis) {
    if (l->life != LIFE_OPEN) {
        return;
    }
    l->read_idle_millis = read_millis;
    l->write_idle_millis = write_millis;
    l->idle_checked_at = w->own.now;
    link_clear(l, LINK_READ_IDLE | LINK_WRITE_IDLE);
    idle__look_also(w, l); /* the one that was due may be for first data */
}

/* Whether it became full, once or more often, since the last look. */
static bool idle__is_full(const link *l, uint64_t since, uint32_t millis, uint64_t heard) {
    return idle__periods(since, millis, heard) > idle__periods(since, millis, l->idle_checked_at);
}

static bool idle__misses_first_data(const link *l, uint64_t heard) {
    return idle__listens(l) && idle__periods(l->received_at, idle__first_data_millis(l), heard) > 0;
}

void idle_expired(worker *w, link *l) {
    uint64_t heard = w->own.heard_until;
    if (idle__misses_first_data(l, heard)) {
        link_shut(w, l, LP_REASON_FIRST_DATA_TIMEOUT, 0);
        return;
    }
    if (idle__is_full(l, l->received_at, idle__read_millis(l), heard)) {
        link_set(l, LINK_READ_IDLE);
        link_ready(w, l);
    }
    if (idle__is_full(l, l->sent_at, idle__write_millis(l), heard)) {
        link_set(l, LINK_WRITE_IDLE);
        link_ready(w, l);
    }
    l->idle_checked_at = heard > l->idle_checked_at ? heard : l->idle_checked_at;
    idle__schedule(w, l, UINT64_MAX);
}

static void idle__report(worker *w, link *l, uint32_t which, uint64_t since, uint32_t millis) {
    bool lasts = idle__periods(since, millis, w->own.heard_until) > 0;
    lp_event *event = lasts ? link_event(w, l, LP_EVENT_IDLE) : NULL;
    if (event != NULL) {
        event->size = which;
        event->data = w->own.heard_until - since;
    }
    if (event != NULL || !lasts) {
        link_clear(l, which == LP_IDLE_READ ? LINK_READ_IDLE : LINK_WRITE_IDLE);
    }
}

void idle_run(worker *w, link *l) {
    if (link_has(l, LINK_READ_IDLE)) {
        if (idle__listens(l)) {
            idle__report(w, l, LP_IDLE_READ, l->received_at, idle__read_millis(l));
        } else if (link_has(l, LINK_PAUSED | LINK_INPUT_ENDED)) {
            link_clear(l, LINK_READ_IDLE);
        } /* else input waits, and its turn will tell */
    }
    if (link_has(l, LINK_WRITE_IDLE)) {
        idle__report(w, l, LP_IDLE_WRITE, l->sent_at, idle__write_millis(l));
    }
}
