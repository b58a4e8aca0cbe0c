/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what callbacks ask for and are told: more requests than one step takes along, sends of every kind in one
 * stream, loans of links that end, limits of what is queued and copied, timers, calls, broadcasts; and every call of
 * the system that lp_run_start() makes fails once. Each script is one worker that runs to its end.
 */
#include "check.h"
#include "message.h"
#include "sim_end.h"
#include "sim_file.h"
#include "sim_net.h"
#include "sim_place.h"
#include "sim_thread.h"

#include <stdlib.h>
#include <string.h>

enum { PLACE = 7000, HEARD_MAX = 4 * 1024 * 1024, LINKS = 3, DRAIN_MILLIS = 10000, PERIOD = 1000, FILE_BYTES = 30000 };

typedef struct scene {
    lp_port *port;
    lp_run *run;
    lp_run_options options;
    uint32_t wanted;                 /* links */
    void (*act)(lp_worker *worker);  /* when all are open */
    void (*then)(lp_worker *worker); /* when a broadcast was queued */
    void (*last)(lp_worker *worker);
    lp_link links[LINKS];
    sim_end *peers[LINKS];
    uint32_t opened, closed;
    uint32_t reasons[LP_REASONS];
    uint32_t done, gone; /* loans, by how they ended */
    uint32_t broadcasts, reached, refused, calls, received;
    uint32_t said;
    bool deaf;   /* the peers do not read */
    char *heard; /* by the first peer */
    uint32_t heard_count;
    bool stopped;
} scene;

static scene s;
static char words[70000];

static sys_file file;
static uint32_t kept;
static lp_worker *the_worker;
static lp_call last_call;

static void on_broadcast(void *context, uint32_t links, uint32_t refused) {
    CHECK(context == &s);
    s.broadcasts++;
    s.reached += links;
    s.refused += refused;
    if (s.then != NULL) {
        s.then(the_worker);
    }
}

static void release_chunk(lp_worker *w) {
    CHECK_EQUAL(lp_chunk_release(w, kept), LP_OK);
    CHECK_EQUAL(lp_link_close(w, s.links[0], DRAIN_MILLIS), LP_OK);
}

/* By two ways: a message of its own ends a link that has no room. */
static void send_too_much(lp_worker *w) {
    (void)w;
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], words, 1), LP_OK);
}

static void fail_next_but_none(lp_worker *w) {
    (void)w;
    sim.plans[0].at = sim.fallible + 1;
}

static void fail_next_but_one(lp_worker *w) {
    (void)w;
    sim.plans[0].at = sim.fallible + 2;
}

static void peers_read(void) {
    for (uint32_t i = 0; i < LINKS && !s.deaf; i++) {
        char other[4096];
        if (s.peers[i] == NULL || s.peers[i]->closed) {
            continue;
        }
        if (i == 0) {
            s.heard_count += sim_end_read(s.peers[i], s.heard + s.heard_count, HEARD_MAX - s.heard_count);
        } else {
            (void)sim_end_read(s.peers[i], other, sizeof other);
        }
        if (s.peers[i]->fin_received && s.peers[i]->pipe_count == 0) {
            sim_end_close(s.peers[i]);
        }
    }
    sim_net_run();
}

static void on_start(void *context, lp_worker *w) {
    lp_connect_options how = {.size = sizeof how, .timeout_millis = 1000, .cookie = 5};
    lp_address address = sim_address_v4(SIM_NET_HERE, PLACE);
    CHECK(context == &s && lp_worker_run(w) == s.run && lp_worker_index(w) == 0);
    the_worker = w;
    for (uint32_t i = 0; i < s.wanted; i++) {
        CHECK_EQUAL(lp_worker_connect(w, &address, &how), LP_OK);
    }
}

static void on_event(lp_worker *w, const lp_event *event) {
    switch (event->kind) {
    case LP_EVENT_CONNECTED:
        CHECK_EQUAL(event->cookie, 5);
        s.links[s.opened] = event->link;
        s.peers[s.opened] = sim_place_take();
        CHECK(s.peers[s.opened++] != NULL);
        if (s.opened == s.wanted && s.act != NULL) {
            s.act(w);
        }
        break;
    case LP_EVENT_CLOSED:
        s.reasons[event->status]++;
        CHECK_EQUAL(lp_link_queued(w, event->link), 0);
        if (++s.closed == s.wanted) {
            CHECK_EQUAL(lp_stop(s.port, 0), LP_OK);
        }
        break;
    case LP_EVENT_RECEIVED: /* kept, given back, and that is all */
        s.received += event->size;
        CHECK_EQUAL(lp_chunk_retain(w, event->chunk), LP_OK);
        s.then = release_chunk;
        kept = event->chunk;
        CHECK_EQUAL(lp_broadcast(s.run, words, 1, on_broadcast, &s), LP_OK);
        break;
    case LP_EVENT_IDLE:
        CHECK_EQUAL(lp_link_abort(w, event->link), LP_OK);
        break;
    case LP_EVENT_STOPPED:
        s.stopped = true;
        if (last_call.run != NULL) {
            CHECK_EQUAL(lp_call_post(s.run, 0, &last_call), LP_OK);
        }
        break;
    default:
        break;
    }
}

static void on_events(void *context, lp_worker *w, const lp_event *events, uint32_t count) {
    CHECK(context == &s && count > 0 && count <= (s.options.event_max == 0 ? 256 : s.options.event_max));
    for (uint32_t i = 0; i < count; i++) {
        on_event(w, &events[i]);
    }
}

static void on_stop(void *context, lp_worker *w) {
    CHECK(context == &s && s.stopped);
    CHECK_EQUAL(w->copies.used, 0); /* nothing that was copied is left */
    if (s.last != NULL) {
        s.last(w);
    }
}

static void begin(uint32_t links, void (*act)(lp_worker *worker)) {
    static const sim_knobs KNOBS = {.batch_max = 64, .pipe_bytes = 4000, .may_skip = true, .may_transmit = true};
    lp_options options = {.size = sizeof options, .workers = 1, .max_links = 10};
    options.chunk_bytes = 1024;
    options.chunk_count = 4;
    sim_world_begin(1, &KNOBS);
    sim_place_open(PLACE);
    sim.on_idle = peers_read;
    memset(&s, 0, sizeof s);
    s.heard = malloc(HEARD_MAX);
    s.wanted = links;
    s.act = act;
    s.options = (lp_run_options){.size = sizeof s.options, .context = &s, .on_start = on_start, .on_stop = on_stop};
    s.options.on_events = on_events;
    CHECK(s.heard != NULL);
    CHECK_EQUAL(lp_create(&options, &s.port, NULL), LP_OK);
}

static void end(void) {
    CHECK_EQUAL(lp_destroy(s.port), LP_OK);
    CHECK_EQUAL(sim_thread_count(), 0);
    sim_world_end();
    free(s.heard);
}

static void run_to_end(void) {
    CHECK_EQUAL(lp_run_start(s.port, &s.options, &s.run, NULL), LP_OK);
    CHECK_EQUAL(lp_run_join(s.run), LP_OK);
    CHECK(s.stopped && s.closed == s.opened && s.opened == s.wanted);
}

/* Sends of every kind are one stream */

static lp_loan lent[4];

static void on_done(lp_worker *w, lp_link link, lp_loan *loan, lp_status status) {
    CHECK(link == s.links[0] && loan->context == &lent);
    CHECK(status == LP_OK || status == LP_STALE);
    s.done += status == LP_OK;
    s.gone += status == LP_STALE;
    CHECK(lp_link_send(w, link, "x", 1) != LP_OK); /* it may be asked, and is ending */
}

static lp_loan *loan_of(uint32_t i) {
    lent[i] = (lp_loan){.on_done = on_done, .context = &lent};
    return &lent[i];
}

/* Hundreds of requests in one callback. What stands at a place of the stream follows from the place. */
static void send_everything(lp_worker *w) {
    lp_link link = s.links[0];
    char *bytes = malloc(FILE_BYTES);
    CHECK(bytes != NULL);
    for (uint32_t i = 0; i < 600; i++) {
        uint32_t size = i % 50 == 49 ? 9000 : 1 + i % 40;
        CHECK_EQUAL(lp_link_send(w, link, words + s.said % PERIOD, size), LP_OK);
        s.said += size;
        CHECK_EQUAL(lp_link_queued(w, link), s.said);
    }
    memcpy(bytes, words + s.said % PERIOD, FILE_BYTES);
    file = sim_file_new(0, bytes, FILE_BYTES);
    CHECK_EQUAL(lp_link_send_file(w, link, (void *)file, 0, FILE_BYTES, loan_of(0)), LP_OK);
    s.said += FILE_BYTES;
    CHECK_EQUAL(lp_link_send_lent(w, link, words + s.said % PERIOD, 5000, loan_of(1)), LP_OK);
    s.said += 5000;
    CHECK_EQUAL(lp_link_send_lent(w, link, words + s.said % PERIOD, 5000, NULL), LP_OK);
    s.said += 5000;
    CHECK_EQUAL(lp_link_send(w, link, words + s.said % PERIOD, 69000), LP_OK);
    s.said += 69000;
    CHECK_EQUAL(lp_link_send(w, link, NULL, 0), LP_OK); /* no bytes */
    CHECK_EQUAL(lp_link_close(w, link, DRAIN_MILLIS), LP_OK);
    CHECK_EQUAL(lp_link_send(w, link, words, 1), LP_STALE);
    CHECK_EQUAL(lp_link_send_lent(w, link, words, 1, loan_of(2)), LP_STALE);
    CHECK_EQUAL(lp_link_send_file(w, link, (void *)file, 0, 1, loan_of(2)), LP_STALE);
}

static void one_stream(uint32_t event_max) {
    begin(1, send_everything);
    s.options.event_max = event_max;
    run_to_end();
    CHECK(s.done == 2 && s.gone == 0 && s.reasons[LP_REASON_LOCAL_CLOSE] == 1);
    CHECK_EQUAL(s.heard_count, s.said);
    for (uint32_t i = 0; i < s.heard_count; i++) {
        CHECK(s.heard[i] == words[i % PERIOD]);
    }
    sim_file_close(file);
    end();
}

/* Links that end, and limits */

static void send_and_abort(lp_worker *w) {
    lp_link link = s.links[0];
    CHECK_EQUAL(lp_link_send(w, link, words, 60000), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, link, words, 10, loan_of(0)), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, link, words, 10, NULL), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, link, words, 10, loan_of(1)), LP_OK);
    CHECK_EQUAL(lp_link_abort(w, link), LP_OK);
}

static void loans_of_a_link_that_ends(void) {
    begin(1, send_and_abort);
    s.deaf = true;
    run_to_end();
    CHECK(s.done == 0 && s.gone == 2 && s.reasons[LP_REASON_LOCAL_ABORT] == 1);
    end();
}

static void fill_the_queue(lp_worker *w) {
    lp_link link = s.links[0];
    CHECK_EQUAL(lp_link_send(w, link, words, 6001), LP_NO_RESOURCES);
    CHECK_EQUAL(lp_link_send(w, link, words, 6000), LP_OK);
    CHECK_EQUAL(lp_link_send(w, link, words, 1), LP_NO_RESOURCES);
    CHECK_EQUAL(lp_link_send_lent(w, link, words, 1, loan_of(0)), LP_NO_RESOURCES);
    CHECK_EQUAL(lp_link_queued(w, link), 6000);
    CHECK_EQUAL(lp_broadcast(s.run, words, 1, on_broadcast, &s), LP_OK);
}

/* The broadcast leaves it out, and a message of its own that has no room ends it. */
static void a_queue_is_full(void) {
    begin(1, fill_the_queue);
    s.options.queue_bytes = 6000;
    s.deaf = true;
    s.then = send_too_much;
    run_to_end();
    CHECK(s.broadcasts == 1 && s.reached == 0 && s.refused == 1);
    CHECK_EQUAL(s.reasons[LP_REASON_NO_RESOURCES], 1);
    end();
}

static void use_up_copies(lp_worker *w) {
    uint32_t count = 0;
    while (lp_link_send(w, s.links[0], words, 1000) == LP_OK) {
        count++;
    }
    CHECK(count >= 16 && count < 64);
    while (lp_link_send_lent(w, s.links[0], words, 1, NULL) == LP_OK) {
        count++;
    }
    CHECK(count < 1200);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], words, 1, loan_of(0)), LP_OK); /* needs none */
    CHECK_EQUAL(lp_broadcast(s.run, words, 1, on_broadcast, &s), LP_OK);
}

static void memory_is_used_up(void) {
    begin(1, use_up_copies);
    s.options.copy_bytes = 65536;
    s.deaf = true;
    s.then = send_too_much;
    run_to_end();
    CHECK(s.broadcasts == 1 && s.refused == 1 && s.gone + s.done == 1);
    CHECK_EQUAL(s.reasons[LP_REASON_NO_RESOURCES], 1);
    end();
}

/* The last call of the system before the opening is told; the next one asks for memory to know of the link. */
static void memory_ends_then(sim_call call) {
    if (call == SIM_RECEIVE && s.opened == 0) {
        sim.plans[0].at = sim.fallible + 1;
    }
}

static void a_link_that_nobody_can_know_of(void) {
    begin(1, NULL);
    sim.on_call = memory_ends_then;
    run_to_end();
    CHECK_EQUAL(s.reasons[LP_REASON_NO_RESOURCES], 1);
    end();
}

/* Broadcasts and messages */

static void tell_all(lp_worker *w) {
    lp_command abort = {.kind = LP_COMMAND_ABORT, .target = s.links[1]};
    CHECK_EQUAL(lp_link_shutdown_output(w, s.links[2]), LP_OK); /* takes no more: not reached, nor refused */
    CHECK_EQUAL(lp_broadcast(s.run, words, 900, on_broadcast, &s), LP_OK);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], words + 900, 100), LP_OK);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], words, 0), LP_OK);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0] + 1, words, 1), LP_OK); /* of nobody: ignored */
    CHECK_EQUAL(lp_run_send(s.run, 0, words, 1), LP_STALE);
    CHECK_EQUAL(lp_run_send(s.run, (lp_link)1 << 56 | 1, words, 1), LP_STALE);
    CHECK_EQUAL(lp_link_send(w, (lp_link)1 << 56 | 1, words, 1), LP_STALE);
    CHECK_EQUAL(lp_link_pause(w, (lp_link)1 << 56 | 1), LP_STALE);
    CHECK_EQUAL(message_command(s.run, &abort), LP_OK);
    s.said = 1000;
}

/* After the messages that were posted before. */
static void close_all(lp_worker *w, lp_call *call) {
    CHECK(s.broadcasts == 1 && s.reached == 2 && s.refused == 0 && call->context == &s);
    CHECK_EQUAL(lp_link_close(w, s.links[0], DRAIN_MILLIS), LP_OK);
    CHECK_EQUAL(lp_link_close(w, s.links[2], DRAIN_MILLIS), LP_OK);
}

static void post_close(lp_worker *w) {
    static lp_call call;
    (void)w;
    call = (lp_call){.run = close_all, .context = &s};
    CHECK_EQUAL(lp_call_post(s.run, 0, &call), LP_OK);
}

static void broadcasts(void) {
    begin(LINKS, tell_all);
    s.then = post_close;
    run_to_end();
    CHECK(s.reasons[LP_REASON_LOCAL_ABORT] == 1 && s.reasons[LP_REASON_LOCAL_CLOSE] == 2);
    CHECK(s.heard_count == s.said && memcmp(s.heard, words, s.said) == 0);
    end();
}

/* Timers */

static lp_timer timers[5];
static uint64_t started_at;
static uint32_t order, expired[5];

static void on_expired(lp_worker *w, lp_timer *expiring) {
    uint32_t i = (uint32_t)(expiring - timers);
    CHECK(expiring->context == &expired[i] && i < 5 && expired[i] == 0);
    expired[i] = ++order;
    CHECK(sim.now - started_at >= 20u * i);
    if (i == 2) {
        CHECK_EQUAL(lp_timer_stop(w, &timers[3]), LP_OK);
        CHECK_EQUAL(lp_timer_start(w, &timers[0], 0), LP_OK); /* again, in this very call */
        expired[0] = 0;
    } else if (order == 4) {
        CHECK_EQUAL(lp_link_abort(w, s.links[0]), LP_OK);
    }
}

static void start_timers(lp_worker *w) {
    memset(timers, 0, sizeof timers);
    memset(expired, 0, sizeof expired);
    order = 0;
    for (uint32_t i = 0; i < 5; i++) {
        timers[i].on_expired = on_expired;
        timers[i].context = &expired[i];
        CHECK_EQUAL(lp_timer_stop(w, &timers[i]), LP_OK);
        CHECK_EQUAL(lp_timer_start(w, &timers[i], 1 + i), LP_OK);
    }
    started_at = sim.now;
    for (uint32_t i = 4; i > 0; i--) { /* anew */
        CHECK_EQUAL(lp_timer_start(w, &timers[i], i == 4 ? 0xFFFFFFFFu : 20 * i + 1), LP_OK);
    }
    CHECK_EQUAL(lp_timer_start(w, NULL, 1), LP_INVALID);
    CHECK_EQUAL(w->timer_count, 5);
}

static void timers_expire_in_order(void) {
    begin(1, start_timers);
    run_to_end();
    CHECK(expired[0] == 4 && expired[1] == 2 && expired[2] == 3 && expired[3] == 0 && expired[4] == 0);
    end();
}

/* Calls, and what is of no use */

static lp_call first_call;

static void last_run(lp_worker *w, lp_call *call) {
    CHECK(call == &last_call && s.stopped);
    CHECK_EQUAL(lp_link_send(w, s.links[0], "x", 1), LP_STALE);
    s.calls++;
}

static void first_run(lp_worker *w, lp_call *call) {
    CHECK(call == &first_call && call->context == &s);
    CHECK_EQUAL(lp_link_pause(w, s.links[0]), LP_OK);
    CHECK_EQUAL(lp_link_resume(w, s.links[0]), LP_OK);
    CHECK_EQUAL(lp_link_idle(w, s.links[0], 5, 0), LP_OK); /* LP_EVENT_IDLE ends it, see on_event */
    s.calls++;
}

static void post_calls(lp_worker *w) {
    static lp_call nothing;
    lp_connect_options how = {.size = sizeof how, .flags = LP_DUAL_STACK};
    lp_address address = sim_address_v4(SIM_NET_HERE, PLACE);
    first_call = (lp_call){.run = first_run, .context = &s};
    CHECK_EQUAL(lp_call_post(s.run, 0, &first_call), LP_OK);
    CHECK_EQUAL(lp_call_post(s.run, 1, &first_call), LP_INVALID);
    CHECK_EQUAL(lp_call_post(s.run, 0, &nothing), LP_INVALID);
    CHECK_EQUAL(lp_call_post(s.run, 0, NULL), LP_INVALID);
    CHECK_EQUAL(lp_call_post(NULL, 0, &first_call), LP_INVALID);
    CHECK_EQUAL(lp_worker_connect(w, &address, &how), LP_INVALID);
    CHECK_EQUAL(lp_worker_connect(w, NULL, &how), LP_INVALID);
    CHECK_EQUAL(lp_worker_connect(w, &address, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send(w, s.links[0], NULL, 1), LP_INVALID);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], NULL, 1, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], words, 0, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send_file(w, s.links[0], (void *)1, 0, 1, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send_file(w, s.links[0], (void *)1, 0, 0, loan_of(0)), LP_INVALID);
    CHECK_EQUAL(lp_run_send(NULL, s.links[0], words, 1), LP_INVALID);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], NULL, 1), LP_INVALID);
    CHECK_EQUAL(lp_broadcast(NULL, words, 1, NULL, NULL), LP_INVALID);
    CHECK_EQUAL(lp_broadcast(s.run, NULL, 1, NULL, NULL), LP_INVALID);
    CHECK_EQUAL(lp_broadcast(s.run, words, 0, NULL, NULL), LP_INVALID);
}

static void after_the_end(lp_worker *w) {
    lp_command pause = {.kind = LP_COMMAND_PAUSE, .target = s.links[0]};
    CHECK_EQUAL(lp_call_post(s.run, 0, &first_call), LP_STOPPING);
    CHECK_EQUAL(lp_broadcast(s.run, words, 1, on_broadcast, &s), LP_STOPPING);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], words, 1), LP_STOPPING);
    CHECK_EQUAL(message_command(s.run, &pause), LP_STOPPING);
    for (uint32_t i = 0; i < 2 * RUN_COMMANDS; i++) {
        CHECK_EQUAL(lp_link_pause(w, s.links[0]), LP_OK); /* of nobody */
    }
}

static void calls_until_the_end(void) {
    begin(1, post_calls);
    s.last = after_the_end;
    last_call = (lp_call){.run = last_run};
    run_to_end();
    CHECK(s.calls == 2 && s.broadcasts == 0);
    last_call.run = NULL;
    end();
}

/* Chunks that are kept */

static void write_from_the_peer(lp_worker *w) {
    (void)w;
    CHECK_EQUAL(sim_end_write(s.peers[0], words, 100), 100);
}

static void chunks_are_kept(void) {
    begin(1, write_from_the_peer);
    run_to_end();
    CHECK_EQUAL(s.received, 100);
    end();
}

/* No thread but its own */

static void strangers(void) {
    lp_timer strange = {.on_expired = on_expired};
    lp_connect_options how = {.size = sizeof how};
    lp_address address = sim_address_v4(SIM_NET_HERE, PLACE);
    begin(1, send_and_abort);
    s.deaf = true;
    CHECK_EQUAL(lp_run_start(s.port, &s.options, &s.run, NULL), LP_OK);
    lp_worker *w = &s.run->threads[0].worker;
    CHECK_EQUAL(lp_link_send(w, 1, words, 1), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_send_lent(w, 1, words, 1, NULL), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_send_file(w, 1, (void *)1, 0, 1, loan_of(0)), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_close(w, 1, 0), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_queued(w, 1), 0);
    CHECK_EQUAL(lp_timer_start(w, &strange, 1), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_timer_stop(w, &strange), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_chunk_retain(w, 0), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_chunk_release(w, 0), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_worker_connect(w, &address, &how), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_send(NULL, 1, words, 1), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_run_join(s.run), LP_OK);
    end();
}

/* Each call of the system fails once: all of it is undone, and the port can be run after all. */

static void starts_that_fail(void) {
    static const lp_affinity AFFINITY = {1, 0, 0};
    bool failed = true;
    for (uint32_t nth = 1; failed; nth++) {
        uint32_t code = 0;
        begin(1, send_and_abort);
        s.deaf = true;
        s.options.affinity = &AFFINITY;
        sim.plans[0].at = sim.fallible + nth;
        lp_status status = lp_run_start(s.port, &s.options, &s.run, &code);
        failed = status != LP_OK;
        CHECK(failed == (s.run == NULL) && failed == (code != 0) && sim_thread_count() == !failed);
        sim.plans[0].at = 0;
        CHECK(!failed || lp_run_start(s.port, &s.options, &s.run, &code) == LP_OK);
        CHECK_EQUAL(lp_run_join(s.run), LP_OK);
        CHECK(s.stopped && (failed || nth > 12));
        end();
    }
}

static void ends_that_fail(void) {
    for (uint32_t nth = 0; nth < 2; nth++) {
        begin(1, send_and_abort);
        s.deaf = true;
        s.last = nth == 0 ? fail_next_but_none : fail_next_but_one;
        CHECK_EQUAL(lp_run_start(s.port, &s.options, &s.run, NULL), LP_OK);
        CHECK_EQUAL(lp_run_join(s.run), LP_OS_ERROR);
        end();
    }
}

int main(void) {
    for (uint32_t i = 0; i < sizeof words; i++) {
        words[i] = (char)(i % PERIOD * 7 + i % PERIOD / 256);
    }
    one_stream(0);
    one_stream(1);
    loans_of_a_link_that_ends();
    a_queue_is_full();
    memory_is_used_up();
    a_link_that_nobody_can_know_of();
    broadcasts();
    timers_expire_in_order();
    calls_until_the_end();
    chunks_are_kept();
    strangers();
    starts_that_fail();
    ends_that_fail();
    return 0;
}
