/* SPDX-License-Identifier: Apache-2.0 */
/* The oracle of progress: when nobody asks for anything any more, what could be done has been done. */
#include "run.h"

#include "sim_socket.h"

/* The quiet time is longer than any deadline that the script gives; waits may end before theirs. */
enum { SETTLE_MOVES_MAX = 60000, SETTLE_QUIET_MILLIS = 7000, SETTLE_MILLIS = 1200 };

static void settle__check_connects(void) {
    for (uint32_t i = 0; i < run.connect_count; i++) {
        SIM_RULE(run.connects[i].answered, "a connect has no answer after its time");
    }
}

/* Sockets given to accepts of a listener: those that the kernel has, and those with a client that no link has yet. */
static void settle__count_accepts(const sim_socket *listener, uint32_t *posted_out, uint32_t *held_out) {
    *posted_out = 0;
    *held_out = 0;
    for (uint32_t i = 0; i < sim_socket_count(); i++) {
        const sim_socket *s = sim_socket_at(i);
        *posted_out += s->in.state == SIM_OP_PENDING && s->in.kind == SIM_OP_ACCEPT && s->in.listener == listener;
        *held_out += s->accepted_by == listener && s->port == NULL && !s->closed;
    }
}

/* Every listener has all its accepts again (T36), and no client waits while there is room for its link. */
static void settle__check_listener(const run_listener *l, const sim_socket *s) {
    uint32_t posted = 0;
    uint32_t held = 0;
    settle__count_accepts(s, &posted, &held);
    SIM_RULE(posted + held == l->accept_depth, "a listener has %u accepts and %u clients that wait, of %u", posted,
             held, l->accept_depth);
    bool full = run.live >= run.options.max_links || (l->max_links > 0 && l->live >= l->max_links);
    SIM_RULE(full || held + s->backlog_count == 0, "%u clients wait though there is room", held + s->backlog_count);
}

static void settle__check_listeners(void) {
    for (uint32_t i = 0; i < run.listener_count; i++) {
        const sim_socket *s = sim_socket_listening_as(&run.listeners[i].bound);
        SIM_RULE(s != NULL || run.listeners[i].ended, "a listener that was not closed does not listen");
        if (s != NULL && !run.listeners[i].ended) {
            settle__check_listener(&run.listeners[i], s);
        }
    }
}

/* The program may hold all chunks: those that it keeps, and input of links that it paused. */
static bool settle__has_chunk(uint32_t worker) {
    lp_stats s;
    SIM_RULE(lp_stats_read(run.port, worker, &s, sizeof s) == LP_OK, "lp_stats_read failed");
    return s.chunks_free > 0;
}

static void settle__check_link(const run_link *l) {
    SIM_RULE(!l->closing, "a close did not end after its time");
    bool reads = !l->paused && settle__has_chunk(LP_LINK_WORKER(l->id));
    SIM_RULE(!reads || l->input_ended || !sim_end_is_readable(l->end), "input waits and nobody reads it");
    bool waits = sim.knobs.transmit_max > 0; /* for the TransmitFile of other links */
    SIM_RULE(l->sent == l->queued || waits || sim_end_room(l->end) == 0,
             "%llu bytes wait to be sent though there is room", (unsigned long long)(l->queued - l->sent));
    SIM_RULE(!l->output_ended || l->sent < l->queued || l->end->fin_sent, "FIN waits though nothing is queued");
}

/* Whether anything moved: to hear of silence is no movement. */
static bool settle__round(void) {
    uint64_t progress = sim.progress;
    uint64_t events = 0;
    for (uint32_t i = 0; i < run.options.workers; i++) {
        uint64_t idles = run.workers[i].idles;
        events += run_step(i, run.profile.event_max, SETTLE_MILLIS);
        events -= run.workers[i].idles - idles;
    }
    return events > 0 || sim.progress != progress;
}

/* With room for one event in a step, links that are silent take it from each other: each has had its turn by then. */
static uint32_t settle__rounds_for_all(void) {
    return run.profile.event_max >= RUN_EVENTS ? 0 : 4 * run.live;
}

void run_settle(void) {
    sim.knobs.scarce = 0;
    sim.knobs.early = 0;
    sim.on_idle = NULL;
    sim.on_call = NULL;
    uint64_t moved_at = sim.now;
    uint32_t quiet_rounds = 0;
    uint32_t moves = 0;
    while (sim.now - moved_at < SETTLE_QUIET_MILLIS || quiet_rounds < settle__rounds_for_all()) {
        quiet_rounds++;
        if (settle__round()) {
            quiet_rounds = 0;
            moved_at = sim.now;
            SIM_RULE(++moves < SETTLE_MOVES_MAX, "the port does not come to rest");
        }
    }
    settle__check_connects();
    settle__check_listeners();
    for (uint32_t i = 0; i < run.options.workers; i++) {
        run_inside_check_rest(i);
    }
    for (uint32_t i = 0; i < run.link_count; i++) {
        if (run.links[i].open) {
            settle__check_link(&run.links[i]);
        }
    }
}
