/* SPDX-License-Identifier: Apache-2.0 */
#include "send.h"

#include "port.h"
#include "status.h"

/* Sends that complete inline in one run; then other links have their turn. */
enum { SEND_INLINE_MAX = 16 };

static inline void send__done(worker *w, link *l, uint64_t asked, uint32_t count) {
    worker_count(w, STAT(bytes_sent), count);
    if (count < asked) {
        worker_count(w, STAT(sends_partial), 1);
    }
    send_queue_consume(&l->queue, &w->own.stock, count);
    l->sent += count;
    l->sends++;
}

/* Of a TransmitFile, what does not speak of the connection speaks of the file. */
static void send__failed(worker *w, link *l, uint32_t code) {
    lp_reason reason = status_reason_of_stream(code);
    bool file = reason == LP_REASON_OS_ERROR && l->send.kind == OP_TRANSMIT;
    link_shut(w, l, file ? LP_REASON_FILE : reason, code);
}

static void send__retry(worker *w, link *l) {
    worker_count(w, STAT(no_buffers), 1);
    link_wait(w, l);
    worker_retry_soon(w);
}

/* A post that failed left the queue intact: too many operations are outstanding (WSASend), so try again soon. */
static void send__not_posted(worker *w, link *l, uint32_t code) {
    if (status_is_shortage(code) || code == SYS_WOULD_BLOCK) {
        send__retry(w, l);
    } else {
        send__failed(w, l, code);
    }
}

/* One send of memory that is queued, and of what was read. True if it completed inline, so that the next may follow. */
static inline bool send__post(worker *w, link *l) {
    sys_buffer *buffers = w->own.buffers;
    send_gathered all = send_queue_gather(&l->queue, &w->own.stock, buffers);
    if (all.buffers == 0) {
        send__retry(w, l); /* a file is next, and there is no memory to read it into */
        return false;
    }
    uint32_t count = 0;
    worker_post_begins(w, &l->send, OP_SEND);
    uint32_t error = sys_send(l->socket, buffers, all.buffers, &count, &l->send.overlapped);
    op_post post = link_post_ends(w, l, &l->send, OP_SEND, error, count);
    if (post == OP_INLINED) {
        send__done(w, l, all.bytes, count);
        return true;
    }
    if (post == OP_REFUSED) {
        send__not_posted(w, l, error);
    }
    return false;
}

/* One that succeeds sends all (TransmitFile). Less is a file that was cut meanwhile; if it was not, the rest follows.
 */
static bool send__transmitted(worker *w, link *l, const send_file *f, uint32_t count) {
    uint32_t asked = send_file_asked(f);
    uint32_t error = count == asked ? 0 : count == 0 ? SYS_END_OF_FILE : send_file_check(f);
    if (error != 0) {
        link_shut(w, l, LP_REASON_FILE, error);
        return false;
    }
    send__done(w, l, asked, count);
    return true;
}

/* One TransmitFile. True if the next may follow. */
static bool send__transmit(worker *w, link *l, send_file *f) {
    uint32_t count = 0;
    send_queue_surround(&l->queue, f);
    worker_post_begins(w, &l->send, OP_TRANSMIT);
    l->send.overlapped.offset = (uint32_t)f->offset;
    l->send.overlapped.offset_high = (uint32_t)(f->offset >> 32);
    uint32_t error =
        sys_transmit(&w->port->network, l->socket, f->file, f->length, &f->around, &count, &l->send.overlapped);
    op_post post = link_post_ends(w, l, &l->send, OP_TRANSMIT, error, count);
    if (error == SYS_UNSUPPORTED) {
        f->reads = true;
        return true;
    }
    if (post == OP_REFUSED) {
        send__not_posted(w, l, error);
    }
    return post == OP_INLINED && send__transmitted(w, l, f, count);
}

/* Before its first byte goes out, a file must have its last: the peer of a link that ends for it has no half of it. */
static uint32_t send__prepare(worker *w, send_file *f) {
    uint32_t error = f->checked ? 0 : send_file_check(f);
    if (error != 0) {
        return error;
    }
    f->checked = true;
    return f->reads ? send_file_read(&w->own.stock.files, f) : 0;
}

static bool send__next(worker *w, link *l) {
    send_file *f = send_queue_is_plain(&l->queue) ? NULL : send_queue_file(&l->queue);
    uint32_t error = f == NULL ? 0 : send__prepare(w, f);
    if (error != 0 && !status_is_shortage(error)) {
        link_shut(w, l, LP_REASON_FILE, error);
        return false;
    }
    return f == NULL || error != 0 || f->reads ? send__post(w, l) : send__transmit(w, l, f);
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
        if (!send__next(w, l)) {
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
        send__failed(w, l, code);
        return;
    }
    if (l->send.kind == OP_TRANSMIT) {
        (void)send__transmitted(w, l, send_queue_file(&l->queue), count);
    } else {
        send__done(w, l, count, count);
    }
    link_ready(w, l);
}
