/* SPDX-License-Identifier: Apache-2.0 */
#include "step.h"

#include "busy.h"
#include "connect.h"
#include "idle.h"
#include "link.h"
#include "listener.h"
#include "port.h"
#include "receive.h"
#include "send.h"
#include "status.h"
#include "stop.h"
#include "turn.h"

static void step__chunk_command(worker *w, const lp_command *command) {
    chunks *c = &w->own.chunks;
    bool known = command->kind == LP_COMMAND_RETAIN ? chunks_keep(c, command->data) : chunks_release(c, command->data);
    if (!known) {
        worker_count(w, STAT(commands_stale), 1);
    }
}

static void step__resume(worker *w, link *l) {
    if (link_has(l, LINK_PAUSED)) {
        link_resume(w, l);
        idle_resumed(w, l);
    }
}

static void step__link_command(worker *w, link *l, const lp_command *command) {
    switch (command->kind) {
    case LP_COMMAND_SEND_FILE:
        link_send_file(w, l, command);
        break;
    case LP_COMMAND_PAUSE:
        link_pause(l);
        break;
    case LP_COMMAND_RESUME:
        step__resume(w, l);
        break;
    case LP_COMMAND_SHUTDOWN_OUTPUT:
        link_shutdown_output(w, l);
        break;
    case LP_COMMAND_CLOSE:
        link_close(w, l, LP_REASON_LOCAL_CLOSE, w->own.now + command->millis);
        break;
    case LP_COMMAND_ABORT:
        link_abort(w, l, (lp_reason)command->size);
        break;
    case LP_COMMAND_IDLE:
        idle_set(w, l, command->millis, command->size);
        break;
    default:
        stats_unexpected(worker_stats(w), command->kind);
        break;
    }
}

/* True if the command was not for a link. */
static bool step__worker_command(worker *w, const lp_command *command) {
    switch (command->kind) {
    case LP_COMMAND_CONNECT:
        connect_begin(w, command);
        return true;
    case LP_COMMAND_CANCEL_CONNECT:
        worker_count(w, STAT(commands_stale), connect_cancel(w, command->data) ? 0 : 1);
        return true;
    case LP_COMMAND_STOP:
        stop_begin(w, w->own.now + command->millis);
        return true;
    case LP_COMMAND_RETAIN:
    case LP_COMMAND_RELEASE:
        step__chunk_command(w, command);
        return true;
    default:
        return false;
    }
}

static void step__rare_command(worker *w, const lp_command *command) {
    lp_link target = connect_is_command(command->kind) ? 0 : command->target;
    worker_trace(w, LP_TRACE_COMMAND, command->kind, target, command->millis, command->size);
    if (step__worker_command(w, command)) {
        return;
    }
    link *l = link_find(w, command->target);
    if (l == NULL) {
        worker_count(w, STAT(commands_stale), 1); /* lost the race against the end of the link */
        return;
    }
    step__link_command(w, l, command);
}

/* Sends are not traced: their posts are. */
static void step__send_command(worker *w, const lp_command *command) {
    link *l = link_find(w, command->target);
    if (l == NULL) {
        worker_count(w, STAT(commands_stale), 1);
        return;
    }
    link_send(w, l, command);
}

/* Nearly every command: there is a link that has nothing queued. False if there is more to it. */
static inline bool step__sends_plainly(worker *w, const lp_command *command) {
    link *l = link_find(w, command->target);
    return l != NULL && link_send_plainly(w, l, command);
}

static void step__command(worker *w, const lp_command *command) {
    if (command->kind == LP_COMMAND_SEND) {
        step__send_command(w, command);
    } else {
        step__rare_command(w, command);
    }
}

static void step__commands(worker *w, const lp_command *commands, uint32_t count) {
    worker_count(w, STAT(commands), count);
    for (uint32_t i = 0; i < count; i++) {
        if (commands[i].kind != LP_COMMAND_SEND || !step__sends_plainly(w, &commands[i])) {
            step__command(w, &commands[i]);
        }
    }
}

static void step__mail(worker *w, const mail *m) {
    listener *l;
    switch (m->kind) {
    case MAIL_COMMAND:
        worker_count(w, STAT(commands), 1);
        step__command(w, &m->command);
        break;
    case MAIL_ADOPT:
        listener_adopt(w, m);
        break;
    case MAIL_START_LISTENER:
    case MAIL_CLOSE_LISTENER:
        l = listener_find(w->port->listeners, m->command.target);
        if (l == NULL) {
            worker_count(w, STAT(commands_stale), 1);
        } else if (m->kind == MAIL_START_LISTENER) {
            listener_start(w, l);
        } else {
            listener_close(w, l);
        }
        break;
    }
}

static void step__take_mail(worker *w) {
    mail m;
    for (uint32_t i = mailbox_take_all(&w->any.mail); i != INDEX_NONE;) {
        i = mailbox_next(&w->any.mail, i, &m);
        worker_count(w, STAT(mail_taken), 1);
        step__mail(w, &m);
    }
}

/* After the wait and never before: what came in time counts, however late the program steps. */
static void step__expire(worker *w) {
    for (timer *t; (t = timer_wheel_expired(&w->own.wheel, w->own.now)) != NULL;) {
        link *l = link_of_deadline(t);
        if (l->life == LIFE_OPEN) {
            idle_expired(w, l);
        } else {
            link_expired(w, l);
        }
    }
}

static void step__retry(worker *w) {
    busy_sweep(w);
    if (w->own.now >= w->own.retry_at) {
        w->own.retry_at = UINT64_MAX;
        link_wake_waiting(w);
        listener_retry_all(w);
    } else if (atomic_load(&w->any.holding) > 0) {
        listener_retry_all(w);
    }
}

static bool step__has_room(const worker *w) {
    return w->own.event_count < w->own.event_max;
}

static void step__run_ready(worker *w) {
    while (w->own.ready.first != NULL && step__has_room(w)) {
        link *l = w->own.ready.first;
        w->own.ready.first = l->next_ready;
        if (w->own.ready.first == NULL) {
            w->own.ready.last = NULL;
        }
        l->in_ready = false;
        turn_run(w, l);
    }
}

/* What must wait for the next step becomes ready for it. */
static void step__end_lists(worker *w) {
    if (w->own.later.first == NULL) {
        return;
    }
    if (w->own.ready.last == NULL) {
        w->own.ready = w->own.later;
    } else {
        w->own.ready.last->next_ready = w->own.later.first;
        w->own.ready.last = w->own.later.last;
    }
    w->own.later = (link_list){0};
}

static void step__link_completion(worker *w, op *o, link *l, uint32_t code, uint32_t bytes) {
    worker_operation_ends(w, o, l->id, code, bytes);
    switch (o->kind) {
    case OP_RECEIVE:
        receive_completed(w, l, code, bytes);
        break;
    case OP_SEND:
    case OP_TRANSMIT:
        send_completed(w, l, code, bytes);
        break;
    default:
        connect_completed(w, l, code);
        break;
    }
    if (!link_is_owned(l) && l->life != LIFE_FREE) {
        link_ready(w, l);
    }
}

static void step__completion(worker *w, const sys_entry *entry) {
    if (entry->key == KEY_WAKE) {
        /* Only now, and before the mailbox is read: until its packet is consumed, a wake stands for later ones too.
         * An exchange, as it sees what they posted; a store would not. */
        (void)atomic_exchange(&w->any.woken, 0);
        worker_trace(w, LP_TRACE_WAKE, 0, 0, 0, 0);
        worker_count(w, STAT(wakes_consumed), 1);
        return;
    }
    op *o = op_of(entry->overlapped);
    uint32_t code = status_code_of_nt((uint32_t)o->overlapped.internal);
    if (o->kind == OP_ACCEPT) {
        listener_completed(w, (accept_op *)(void *)o, code);
        return;
    }
    size_t at = op_sends(o->kind) ? offsetof(link, send) : offsetof(link, receive);
    step__link_completion(w, o, (link *)(void *)((char *)o - at), code, entry->bytes);
}

static uint64_t step__shorter(uint64_t one, uint64_t other) {
    return one < other ? one : other;
}

static uint32_t step__timeout(worker *w, uint32_t timeout_millis) {
    if (w->own.event_count > 0 || w->own.refused_count > 0 || w->own.ready.first != NULL ||
        w->own.later.first != NULL || timeout_millis == 0) {
        return 0;
    }
    uint64_t timeout = step__shorter(timeout_millis, WORKER_NAP_MILLIS);
    timeout = step__shorter(timeout, timer_wheel_delay(&w->own.wheel, w->own.now));
    timeout = step__shorter(timeout, busy_delay(w));
    timeout = step__shorter(timeout, stop_watch_delay(w));
    timeout = step__shorter(timeout, w->own.retry_at == UINT64_MAX ? UINT64_MAX : w->own.retry_at - w->own.now);
    return (uint32_t)timeout;
}

static void step__completions(worker *w, uint32_t count) {
    stats_batch(worker_stats(w), count);
    for (uint32_t i = 0; i < count; i++) {
        step__completion(w, &w->own.entries[i]);
    }
}

/* On its own, so that a stack of an idle worker explains itself: it waits for completions. */
static void step__wait_for_completions(worker *w, uint32_t timeout_millis) {
    uint32_t count = 0;
    uint64_t began = 0;
    if (timeout_millis > 0) {
        worker_publish(w); /* a wait may be long */
        began = sys_clock_millis();
    }
    uint32_t error = sys_port_wait(w->completion_port, w->own.entries, WORKER_BATCH, &count, timeout_millis);
    w->own.now = sys_clock_millis(); /* deadlines of posted commands count from here, and silence */
    w->own.waited = timeout_millis > 0 ? w->own.now - began : 0;
    if (error != 0 && error != SYS_TIMED_OUT) {
        stats_unexpected(worker_stats(w), error);
        return;
    }
    if (error == 0) {
        step__completions(w, count);
    }
    worker_has_heard(w, error == 0 ? count : 0);
}

/* Only now has the program seen the ends of the last step: a link in their place is never one too many. */
static void step__give_room(worker *w) {
    if (w->own.room_due == 0) {
        return;
    }
    for (lp_listener place; (place = room_dues_take(&w->own.dues)) != 0;) {
        listener_give_room(w->port, place);
    }
    for (; w->own.room_due > 0; w->own.room_due--) {
        port_give_room(w->port); /* last: it wakes who waits for either */
    }
}

/* What mail, time and completions made possible. */
static void step__work(worker *w) {
    step__take_mail(w);
    step__retry(w);
    stop_with_port(w);
    connect_report_refused(w);
    step__run_ready(w);
    listener_finish_all(w);
    stop_finish(w);
}

static void step__turn(worker *w, uint32_t timeout_millis) {
    w->own.step++;
    chunks_end_step(&w->own.chunks);
    listener_confirm_all(w);
    listener_finish_first(w);
    if (chunks_free(&w->own.chunks) > 0) {
        link_wake_waiting(w);
    }
    step__work(w);
    if (!w->own.stopped) {
        /* Even without room for events: completions only make links ready, and none may starve behind busy ones. */
        step__wait_for_completions(w, step__timeout(w, timeout_millis));
        step__expire(w);
        stop_watch(w);
        step__work(w);
    }
    step__end_lists(w);
    worker_count(w, STAT(steps), 1);
    worker_count(w, STAT(events), w->own.event_count);
}

static void step__end(worker *w, uint64_t began) {
    uint64_t millis = sys_clock_millis() - began - w->own.waited;
    if (millis > stats_value(worker_stats(w), STAT(longest_step_millis))) {
        stats_set(worker_stats(w), STAT(longest_step_millis), millis);
    }
    worker_publish(w);
}

int32_t step_run(worker *w, const lp_command *commands, uint32_t command_count, uint32_t timeout_millis) {
    uint64_t began = sys_clock_millis();
    w->own.now = began; /* deadlines of commands count from here */
    w->own.waited = 0;
    if (w->own.event_max > 0) {
        step__give_room(w);
    }
    step__commands(w, commands, command_count);
    if (w->own.event_max > 0) {
        step__turn(w, timeout_millis);
    }
    step__end(w, began);
    return (int32_t)w->own.event_count;
}
