/* SPDX-License-Identifier: Apache-2.0 */
/* What callbacks ask of links: here if the link is of the same worker, by a message if it is of another. */
#include "message.h"
#include "sized.h"

enum { CONNECT_OPTIONS_OLDEST = offsetof(lp_connect_options, socket) };

/* LP_OK if so many bytes may be lent to a link of this worker; *link_out is it then. */
static lp_status link__may_lend(const lp_worker *w, lp_link id, uint64_t size, run_link **link_out) {
    if (!run_worker_is_here(w) || LP_LINK_WORKER(id) != w->index) {
        return LP_WRONG_THREAD;
    }
    *link_out = run_worker_link(w, id);
    return run_worker_room(w, *link_out, size);
}

static lp_status link__send_copy(lp_worker *w, run_link *l, lp_link id, const void *data, uint32_t size) {
    lp_loan *block = copies_take(&w->copies, data, size);
    if (block == NULL) {
        return LP_NO_RESOURCES;
    }
    while (block != NULL) {
        lp_loan *next = block->next;
        run_worker_send(w, l, id, copies_bytes(block), block);
        block = next;
    }
    return LP_OK;
}

lp_status lp_link_send(lp_worker *w, lp_link id, const void *data, uint32_t size) {
    if (!run_worker_is_here(w)) {
        return LP_WRONG_THREAD;
    }
    if (LP_LINK_WORKER(id) != w->index) {
        return lp_run_send(w->run, id, data, size);
    }
    run_link *l = run_worker_link(w, id);
    lp_status status = data == NULL && size > 0 ? LP_INVALID : run_worker_room(w, l, size);
    return status != LP_OK || size == 0 ? status : link__send_copy(w, l, id, data, size);
}

lp_status lp_link_send_lent(lp_worker *w, lp_link id, const void *data, uint32_t size, lp_loan *loan) {
    run_link *l = NULL;
    if (data == NULL || size == 0 || (loan != NULL && loan->on_done == NULL)) {
        return LP_INVALID;
    }
    lp_status status = link__may_lend(w, id, size, &l);
    if (status != LP_OK) {
        return status;
    }
    if (loan == NULL) {
        loan = copies_take_mark(&w->copies);
    }
    if (loan == NULL) {
        return LP_NO_RESOURCES;
    }
    loan->left = size;
    run_worker_send(w, l, id, data, loan);
    return LP_OK;
}

lp_status lp_link_send_file(lp_worker *w, lp_link id, void *file, uint64_t offset, uint64_t length, lp_loan *loan) {
    run_link *l = NULL;
    if (length == 0 || loan == NULL || loan->on_done == NULL) {
        return LP_INVALID;
    }
    /* A file takes no memory while it waits. */
    lp_status status = link__may_lend(w, id, 0, &l);
    if (status != LP_OK) {
        return status;
    }
    lp_command send = {.kind = LP_COMMAND_SEND_FILE, .target = id, .data = (uintptr_t)file};
    send.file = (lp_file_range){offset, length};
    loan->left = length;
    loans_add(&l->queue, loan);
    run_worker_ask(w, &send);
    return LP_OK;
}

uint64_t lp_link_queued(const lp_worker *w, lp_link id) {
    if (!run_worker_is_here(w) || LP_LINK_WORKER(id) != w->index) {
        return 0;
    }
    const run_link *l = run_worker_link(w, id);
    return l == NULL ? 0 : l->queue.bytes;
}

static lp_status link__command(lp_worker *w, const lp_command *command) {
    if (!run_worker_is_here(w)) {
        return LP_WRONG_THREAD;
    }
    if (LP_LINK_WORKER(command->target) != w->index) {
        return message_command(w->run, command);
    }
    run_worker_command(w, command);
    return LP_OK;
}

lp_status lp_link_pause(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_PAUSE, .target = id};
    return link__command(w, &command);
}

lp_status lp_link_resume(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_RESUME, .target = id};
    return link__command(w, &command);
}

lp_status lp_link_shutdown_output(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_SHUTDOWN_OUTPUT, .target = id};
    return link__command(w, &command);
}

lp_status lp_link_close(lp_worker *w, lp_link id, uint32_t drain_millis) {
    lp_command command = {.kind = LP_COMMAND_CLOSE, .target = id, .millis = drain_millis};
    return link__command(w, &command);
}

lp_status lp_link_abort(lp_worker *w, lp_link id) {
    lp_command command = {.kind = LP_COMMAND_ABORT, .target = id};
    return link__command(w, &command);
}

lp_status lp_link_idle(lp_worker *w, lp_link id, uint32_t read_millis, uint32_t write_millis) {
    lp_command command = {.kind = LP_COMMAND_IDLE, .target = id, .millis = read_millis, .size = write_millis};
    return link__command(w, &command);
}

/* Of the worker itself. */

lp_status lp_worker_connect(lp_worker *w, const lp_address *address, const lp_connect_options *options) {
    lp_connect_options known;
    bool valid =
        address != NULL && options != NULL && sized_read(&known, sizeof known, CONNECT_OPTIONS_OLDEST, options);
    if (!valid || (known.flags & ~LP_NAGLE) != 0) {
        return LP_INVALID;
    }
    if (!run_worker_is_here(w)) {
        return LP_WRONG_THREAD;
    }
    lp_command command = {.kind = LP_COMMAND_CONNECT, .data = known.cookie, .millis = known.timeout_millis};
    command.size = known.flags;
    command.address = *address;
    command.local = known.local;
    command.target = (uintptr_t)known.socket;
    run_worker_ask(w, &command);
    return LP_OK;
}

static lp_status worker__chunk(lp_worker *w, uint32_t kind, uint32_t chunk) {
    lp_command command = {.kind = kind, .data = chunk};
    if (!run_worker_is_here(w)) {
        return LP_WRONG_THREAD;
    }
    run_worker_ask(w, &command);
    return LP_OK;
}

lp_status lp_chunk_retain(lp_worker *w, uint32_t chunk) {
    return worker__chunk(w, LP_COMMAND_RETAIN, chunk);
}

lp_status lp_chunk_release(lp_worker *w, uint32_t chunk) {
    return worker__chunk(w, LP_COMMAND_RELEASE, chunk);
}
