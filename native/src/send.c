/* SPDX-License-Identifier: Apache-2.0 */
#include "send.h"

#include "status.h"

/* Sends that complete inline in one run; then other links have their turn. */
enum { SEND_INLINE_MAX = 16 };

static void send__done(worker *w, link *l, uint64_t asked, uint32_t count) {
    worker_count(w, STAT(bytes_sent), count);
    if (count < asked) {
        worker_count(w, STAT(sends_partial), 1);
    }
    send_queue_consume(&l->queue, &w->own.stock, count);
    l->sent += count;
}

/* A post that failed left the queue intact: too many operations are outstanding (WSASend), so try again soon. */
static void send__not_posted(worker *w, link *l, uint32_t code) {
    if (status_is_shortage(code) || code == SYS_WOULD_BLOCK) {
        worker_count(w, STAT(no_buffers), 1);
        link_wait(w, l);
        worker_retry_soon(w);
        return;
    }
    link_shut(w, l, status_reason_of_stream(code), code);
}

/* One send of what is queued. True if it completed inline, so that the next may follow. */
static bool send__post(worker *w, link *l) {
    sys_buffer buffers[SEND_GATHER_BUFFERS];
    uint32_t buffer_count = send_queue_gather(&l->queue, &w->own.stock, buffers);
    uint64_t asked = 0;
    for (uint32_t i = 0; i < buffer_count; i++) {
        asked += buffers[i].length;
    }
    uint32_t count = 0;
    worker_post_begins(w, &l->send, OP_SEND);
    uint32_t error = sys_send(l->socket, buffers, buffer_count, &count, &l->send.overlapped);
    op_post post = link_post_ends(w, l, &l->send, OP_SEND, error, count);
    if (post == OP_REFUSED) {
        send__not_posted(w, l, error);
    } else if (post == OP_INLINED) {
        send__done(w, l, asked, count);
    }
    return post == OP_INLINED;
}

static void send__fin(worker *w, link *l) {
    uint32_t error = sys_shutdown_send(l->socket);
    if (error != 0) {
        link_shut(w, l, status_reason_of_stream(error), error);
        return;
    }
    link_set(l, LINK_FIN_SENT);
    if (link_has(l, LINK_INPUT_ENDED)) {
        link_end(w, l);
    }
}

void send_run(worker *w, link *l) {
    for (int i = 0; !l->send.posted && !send_queue_is_empty(&l->queue); i++) {
        if (i == SEND_INLINE_MAX) {
            link_later(w, l);
            return;
        }
        if (!send__post(w, l)) {
            return;
        }
    }
    if (!l->send.posted && link_has(l, LINK_FIN_WANTED) && !link_has(l, LINK_FIN_SENT)) {
        send__fin(w, l);
    }
}

void send_completed(worker *w, link *l, uint32_t code, uint32_t count) {
    if (l->life != LIFE_OPEN && l->life != LIFE_DRAINING) {
        return; /* bytes of a link that was shut: nobody counts on them */
    }
    if (code != 0) {
        /* Some of it may be on its way, so whatever the error: it is never sent again. */
        link_shut(w, l, status_reason_of_stream(code), code);
        return;
    }
    send__done(w, l, count, count);
    link_ready(w, l);
}
