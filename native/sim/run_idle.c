/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Silence: the program asks to hear of it, and the oracle compares what it hears with its own record of traffic and the
 * clock. Never too early, never twice, never of a link where input waited, and never missing while its worker is
 * stepped; and a peer that is cut off because it sent nothing has sent nothing.
 */
#include "run.h"

/* Between what a step knows as now and its beginning or end as the program sees them. */
enum { IDLE_SLACK_MILLIS = 2, IDLE_LATE_STEPS = 1 };

static uint32_t idle__millis(void) {
    static const uint32_t MOST[] = {20, 200, 1200, 5000};
    return sim_chance(400) ? 0 : 1 + sim_below(MOST[sim_below(4)]);
}

void run_idle_options(lp_listen_options *options, run_listener *listener) {
    if (sim_chance(run.profile.idle)) {
        options->first_data_millis = listener->first_data_millis = idle__millis();
        options->read_idle_millis = listener->read_idle_millis = idle__millis();
        options->write_idle_millis = listener->write_idle_millis = idle__millis();
    }
}

static run_worker *idle__worker(const run_link *l) {
    return &run.workers[LP_LINK_WORKER(l->id)];
}

/* Something ended the silence in the step whose events are looked at now. */
static void silence__ends(run_silence *s, const run_worker *w) {
    *s = (run_silence){.millis = s->millis, .from = w->step_from, .by = sim.now};
}

void run_idle_opened(run_link *l, const run_listener *listener) {
    l->quiet = (run_quiet){.opened_from = idle__worker(l)->step_from};
    if (listener != NULL) {
        l->quiet.first_data_millis = listener->first_data_millis;
        l->quiet.read.millis = listener->read_idle_millis;
        l->quiet.write.millis = listener->write_idle_millis;
    }
    run_idle_received(l);
    run_idle_sent(l);
}

void run_idle_received(run_link *l) {
    silence__ends(&l->quiet.read, idle__worker(l));
}

void run_idle_sent(run_link *l) {
    silence__ends(&l->quiet.write, idle__worker(l));
}

/* A step that begins later takes it; which one knows the program only at its end. */
static void quiet__ask(run_link *l) {
    if (!l->quiet.asked) {
        l->quiet.asked_at = sim.now; /* a lower bound, if more is asked for before it is taken */
        l->quiet.next_read = l->quiet.read.millis;
        l->quiet.next_write = l->quiet.write.millis;
    }
    l->quiet.asked = true;
    l->quiet.asked_step = idle__worker(l)->steps;
}

void run_idle_resumed(run_link *l) {
    quiet__ask(l);
    l->quiet.resumed = true;
}

void run_idle_asked(run_link *l, lp_command *command) {
    command->millis = idle__millis();
    command->size = idle__millis();
    quiet__ask(l);
    l->quiet.set = true;
    l->quiet.next_read = command->millis;
    l->quiet.next_write = command->size;
}

static uint64_t idle__since(uint64_t time, uint64_t from) {
    return time > from ? time - from : 0;
}

/* Multiples that were full before the request are not reported after it. */
static void silence__set(run_silence *s, uint32_t millis, uint64_t asked_at) {
    s->millis = millis;
    s->told_least = idle__since(asked_at, s->by);
    s->told_most = idle__since(sim.now, s->from);
}

static void quiet__take(run_link *l) {
    run_quiet *q = &l->quiet;
    if (!q->asked || idle__worker(l)->steps <= q->asked_step) {
        return;
    }
    if (q->set) {
        silence__set(&q->read, q->next_read, q->asked_at);
        silence__set(&q->write, q->next_write, q->asked_at);
    }
    if (q->resumed) {
        q->read.from = q->asked_at;
        q->read.by = sim.now;
        q->read.told_least = 0;
    }
    q->asked = q->set = q->resumed = false;
}

/* What could not be heard for want of buffers counts as heard, so a silence may seem shorter than before. */
static bool silence__explains(const run_silence *s, uint32_t millis, uint64_t silence, bool anew) {
    anew = anew || sim.injected > 0;
    return millis > 0 && silence >= millis && (anew || silence / millis > s->told_least / millis);
}

static void silence__told(const run_quiet *q, run_silence *s, uint64_t silence) {
    bool anew = q->resumed && s == &q->read;
    uint32_t next = s == &q->read ? q->next_read : q->next_write;
    SIM_RULE(silence <= sim.now - s->from, "IDLE after %llu ms, but there was traffic %llu ms ago",
             (unsigned long long)silence, (unsigned long long)(sim.now - s->from));
    SIM_RULE(silence__explains(s, s->millis, silence, anew) || (q->set && silence__explains(s, next, silence, anew)),
             "IDLE after %llu ms, and before after %llu; each %u were asked for", (unsigned long long)silence,
             (unsigned long long)s->told_least, s->millis);
    s->told_least = s->told_most = silence;
    s->late_steps = 0;
}

/* Did the kernel tell of it by then? A wait that begins later and takes all there is hears of it. */
static bool idle__was_told(const run_link *l, uint64_t came_at, uint64_t by) {
    uint64_t listened_at = came_at > l->end->listened_at ? came_at : l->end->listened_at;
    bool sure = sim.injected == 0 && sim.knobs.batch_max == RUN_BATCH;
    return sure && listened_at + sim.knobs.delay_millis + IDLE_SLACK_MILLIS < by;
}

void run_idle_event(run_link *l, const lp_event *event) {
    run_quiet *q = &l->quiet;
    SIM_RULE(!l->discards, "IDLE after a close");
    if (event->size == LP_IDLE_WRITE) {
        silence__told(q, &q->write, event->data);
        return;
    }
    SIM_RULE(event->size == LP_IDLE_READ, "IDLE of kind %u", event->size);
    SIM_RULE(!l->paused, "IDLE while paused");
    SIM_RULE(!l->input_ended, "IDLE after the end of input");
    SIM_RULE(l->end->pipe_count == 0 || !idle__was_told(l, l->end->readable_since, q->read.from + event->data),
             "IDLE, but input waits since %llu ms", (unsigned long long)(sim.now - l->end->readable_since));
    silence__told(q, &q->read, event->data);
}

bool run_idle_cut(const run_link *l) {
    const run_quiet *q = &l->quiet;
    uint64_t due =
        q->opened_from + q->first_data_millis; /* it may have been cut off before the pause that was resumed */
    uint64_t spoke_at = l->end->peer->spoke_at;
    SIM_RULE(l->received == 0 && !l->input_ended, "a peer was cut off for silence after it spoke");
    SIM_RULE(sim.now >= due, "a peer was cut off %llu ms before its time", (unsigned long long)(due - sim.now));
    SIM_RULE(spoke_at == 0 || !idle__was_told(l, spoke_at, due),
             "a peer was cut off for silence, but it spoke %llu ms before", (unsigned long long)(due - spoke_at));
    return q->first_data_millis > 0;
}

/* A link that was given something to do for the next step reports in that one. */
static void silence__check(run_silence *s, const run_worker *w, const char *what) {
    uint64_t silence = idle__since(w->step_from, s->by + IDLE_SLACK_MILLIS);
    bool late = s->millis > 0 && silence / s->millis > s->told_most / s->millis;
    s->late_steps = late ? s->late_steps + 1 : 0;

    SIM_RULE(s->late_steps <= IDLE_LATE_STEPS, "IDLE did not come: %llu ms without %s, each %u asked for",
             (unsigned long long)(sim.now - s->by), what, s->millis);
}

static void quiet__check(run_link *l, const run_worker *w) {
    run_quiet *q = &l->quiet;
    if (!l->output_ended) {
        silence__check(&q->write, w, "output");
    }
    /* Where reads wait for a chunk, nobody knows yet whether there is more input. */
    bool unsure = run_inside_waits(LP_LINK_WORKER(l->id));
    if (unsure || l->paused || l->input_ended || sim_end_is_readable(l->end)) {
        return;
    }
    silence__check(&q->read, w, "input");
    uint64_t silence = idle__since(w->step_from, q->read.by + IDLE_SLACK_MILLIS);
    SIM_RULE(l->received > 0 || q->first_data_millis == 0 || silence < q->first_data_millis,
             "a peer was silent for %llu ms and is not cut off", (unsigned long long)silence);
}

void run_idle_step(uint32_t worker, bool room) {
    for (uint32_t i = 0; i < run.link_count; i++) {
        run_link *l = &run.links[i];
        if (!l->open || LP_LINK_WORKER(l->id) != worker) {
            continue;
        }
        quiet__take(l);
        bool rests = !l->closing && !l->aborted && !run.stopping && !l->end->reset && !l->end->closed;
        if (room && rests && !l->quiet.asked && sim.injected == 0) {
            quiet__check(l, &run.workers[worker]);
        }
    }
}
