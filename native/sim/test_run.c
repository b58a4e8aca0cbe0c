/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what callbacks ask for and are told: more requests than one step takes along, sends of every kind in one
 * stream, loans of links that end, limits of what is queued and copied, timers, calls, broadcasts; and every call of
 * the system that lp_run_start() makes fails once. Each script is one worker that runs to its end.
 */
#include "scene.h"
#include "sim_file.h"
#include "sim_net.h"
#include "sim_thread.h"

#include <stdlib.h>
#include <string.h>

enum { PERIOD = 1000, FILE_BYTES = 30000 };

static sys_file file;

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
        CHECK_EQUAL(lp_link_send(w, link, scene_words + s.said % PERIOD, size), LP_OK);
        s.said += size;
        CHECK_EQUAL(lp_link_queued(w, link), s.said);
    }
    memcpy(bytes, scene_words + s.said % PERIOD, FILE_BYTES);
    file = sim_file_new(0, bytes, FILE_BYTES);
    CHECK_EQUAL(lp_link_send_file(w, link, (void *)file, 0, FILE_BYTES, loan_of(0)), LP_OK);
    s.said += FILE_BYTES;
    CHECK_EQUAL(lp_link_send_lent(w, link, scene_words + s.said % PERIOD, 5000, loan_of(1)), LP_OK);
    s.said += 5000;
    CHECK_EQUAL(lp_link_send_lent(w, link, scene_words + s.said % PERIOD, 5000, NULL), LP_OK);
    s.said += 5000;
    CHECK_EQUAL(lp_link_send(w, link, scene_words + s.said % PERIOD, 69000), LP_OK);
    s.said += 69000;
    CHECK_EQUAL(lp_link_send(w, link, NULL, 0), LP_OK); /* no bytes */
    CHECK_EQUAL(lp_link_close(w, link, SCENE_DRAIN_MILLIS), LP_OK);
    CHECK_EQUAL(lp_link_send(w, link, scene_words, 1), LP_STALE);
    CHECK_EQUAL(lp_link_send(w, 0, scene_words, 1), LP_STALE);
    CHECK_EQUAL(lp_link_send_lent(w, link, scene_words, 1, loan_of(2)), LP_STALE);
    CHECK_EQUAL(lp_link_send_file(w, link, (void *)file, 0, 1, loan_of(2)), LP_STALE);
}

static void one_stream(uint32_t event_max) {
    scene_begin(1, 1, send_everything);
    s.options.event_max = event_max;
    scene_run();
    CHECK(s.done == 2 && s.gone == 0 && s.reasons[LP_REASON_LOCAL_CLOSE] == 1);
    CHECK_EQUAL(s.heard_count, s.said);
    for (uint32_t i = 0; i < s.heard_count; i++) {
        CHECK(s.heard[i] == scene_words[i % PERIOD]);
    }
    sim_file_close(file);
    scene_end();
}

/* Links that end, and limits */

static void send_and_abort(lp_worker *w) {
    lp_link link = s.links[0];
    CHECK_EQUAL(lp_link_send(w, link, scene_words, 60000), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, link, scene_words, 10, loan_of(0)), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, link, scene_words, 10, NULL), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, link, scene_words, 10, loan_of(1)), LP_OK);
    CHECK_EQUAL(lp_link_abort(w, link), LP_OK);
}

static void loans_of_a_link_that_ends(void) {
    scene_begin(1, 1, send_and_abort);
    s.deaf = true;
    scene_run();
    CHECK(s.done == 0 && s.gone == 2 && s.reasons[LP_REASON_LOCAL_ABORT] == 1);
    scene_end();
}

static void send_and_be_reset(lp_worker *w) {
    CHECK_EQUAL(lp_link_send(w, s.links[0], scene_words, 60000), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], scene_words, 10, loan_of(0)), LP_OK);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], scene_words, 10, loan_of(1)), LP_OK);
    sim_end_abort(s.peers[0]);
}

/* Whoever hears of it there cannot send again, though nobody here ended the link. */
static void loans_of_a_link_that_is_reset(void) {
    scene_begin(1, 1, send_and_be_reset);
    s.deaf = true;
    scene_run();
    CHECK(s.done == 0 && s.gone == 2 && s.reasons[LP_REASON_RESET] == 1);
    scene_end();
}

/* By two ways: a message of its own ends a link that has no room. */
static void send_too_much(lp_worker *w) {
    (void)w;
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], scene_words, 1), LP_OK);
}

static void fill_the_queue(lp_worker *w) {
    lp_link link = s.links[0];
    CHECK_EQUAL(lp_link_send(w, link, scene_words, 6001), LP_NO_RESOURCES);
    CHECK_EQUAL(lp_link_send(w, link, scene_words, 6000), LP_OK);
    CHECK_EQUAL(lp_link_send(w, link, scene_words, 1), LP_NO_RESOURCES);
    CHECK_EQUAL(lp_link_send_lent(w, link, scene_words, 1, loan_of(0)), LP_NO_RESOURCES);
    CHECK_EQUAL(lp_link_queued(w, link), 6000);
    CHECK_EQUAL(lp_link_send_file(w, link, (void *)file, 0, FILE_BYTES, loan_of(1)), LP_OK); /* waits where it is */
    CHECK_EQUAL(lp_link_send(w, link, scene_words, 1), LP_NO_RESOURCES);
    CHECK_EQUAL(lp_broadcast(s.run, scene_words, 1, scene_on_broadcast, &s), LP_OK);
}

/* The broadcast leaves it out, and a message of its own that has no room ends it. */
static void a_queue_is_full(void) {
    scene_begin(1, 1, fill_the_queue);
    file = sim_file_new(0, calloc(1, FILE_BYTES), FILE_BYTES);
    s.options.queue_bytes = 6000;
    s.deaf = true;
    s.then = send_too_much;
    scene_run();
    CHECK(s.broadcasts == 1 && s.reached == 0 && s.refused == 1 && s.gone == 1);
    CHECK_EQUAL(s.reasons[LP_REASON_NO_RESOURCES], 1);
    sim_file_close(file);
    scene_end();
}

static void use_up_copies(lp_worker *w) {
    uint32_t count = 0;
    while (lp_link_send(w, s.links[0], scene_words, 1000) == LP_OK) {
        count++;
    }
    CHECK(count >= 16 && count < 64);
    while (lp_link_send_lent(w, s.links[0], scene_words, 1, NULL) == LP_OK) {
        count++;
    }
    CHECK(count < 1200);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], scene_words, 1, loan_of(0)), LP_OK); /* needs none */
    CHECK_EQUAL(lp_broadcast(s.run, scene_words, 1, scene_on_broadcast, &s), LP_OK);
}

static void memory_is_used_up(void) {
    scene_begin(1, 1, use_up_copies);
    s.options.copy_bytes = 65536;
    s.deaf = true;
    s.then = send_too_much;
    scene_run();
    CHECK(s.broadcasts == 1 && s.refused == 1 && s.gone + s.done == 1);
    CHECK_EQUAL(s.reasons[LP_REASON_NO_RESOURCES], 1);
    scene_end();
}

/* The last call of the system before the opening is told; the next one asks for memory to know of the link. */
static void memory_ends_then(sim_call call) {
    if (call == SIM_RECEIVE && s.opened == 0) {
        sim.plans[0].at = sim.fallible + 1;
    }
}

static void a_link_that_nobody_can_know_of(void) {
    scene_begin(1, 1, NULL);
    sim.on_call = memory_ends_then;
    scene_run();
    CHECK_EQUAL(s.reasons[LP_REASON_NO_RESOURCES], 1);
    scene_end();
}

/* Broadcasts and messages */

static void tell_all(lp_worker *w) {
    lp_command abort = {.kind = LP_COMMAND_ABORT, .target = s.links[1]};
    CHECK_EQUAL(lp_link_shutdown_output(w, s.links[2]), LP_OK); /* takes no more: not reached, nor refused */
    CHECK_EQUAL(lp_broadcast(s.run, scene_words, 900, scene_on_broadcast, &s), LP_OK);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], scene_words + 900, 100), LP_OK);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], scene_words, 0), LP_OK);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], NULL, 0), LP_OK);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0] + 1, scene_words, 1), LP_OK); /* of nobody: ignored */
    CHECK_EQUAL(lp_run_send(s.run, 0, scene_words, 1), LP_STALE);
    CHECK_EQUAL(lp_run_send(s.run, (lp_link)1 << 56 | 1, scene_words, 1), LP_STALE);
    CHECK_EQUAL(lp_link_send(w, (lp_link)1 << 56 | 1, scene_words, 1), LP_STALE);
    CHECK_EQUAL(lp_link_pause(w, (lp_link)1 << 56 | 1), LP_STALE);
    CHECK_EQUAL(message_command(s.run, &abort), LP_OK);
    s.said = 1000;
}

/* After the messages that were posted before. */
static void close_all(lp_worker *w, lp_call *call) {
    CHECK(s.broadcasts == 1 && s.reached == 2 && s.refused == 0 && call->context == &s);
    CHECK_EQUAL(lp_link_close(w, s.links[0], SCENE_DRAIN_MILLIS), LP_OK);
    CHECK_EQUAL(lp_link_close(w, s.links[2], SCENE_DRAIN_MILLIS), LP_OK);
}

static void post_close(lp_worker *w) {
    static lp_call call;
    (void)w;
    call = (lp_call){.run = close_all, .context = &s};
    CHECK_EQUAL(lp_call_post(s.run, 0, &call), LP_OK);
}

static void broadcasts(void) {
    scene_begin(1, SCENE_LINKS, tell_all);
    s.then = post_close;
    scene_run();
    CHECK(s.reasons[LP_REASON_LOCAL_ABORT] == 1 && s.reasons[LP_REASON_LOCAL_CLOSE] == 2);
    CHECK(s.heard_count == s.said && memcmp(s.heard, scene_words, s.said) == 0);
    scene_end();
}

/* Timers */

static lp_timer timers[5];
static uint64_t started_at;
static uint32_t order, expired[5];

static void on_expired(lp_worker *w, lp_timer *expiring) {
    uint32_t i = (uint32_t)(expiring - timers);
    CHECK(expiring->context == &expired[i] && i < 5 && expired[i] == 0);
    expired[i] = ++order;
    CHECK(sim.now - started_at >= 20u * i && sim.now - started_at <= 100); /* no nap is as short */
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
    scene_begin(1, 1, start_timers);
    scene_run();
    CHECK(expired[0] == 4 && expired[1] == 2 && expired[2] == 3 && expired[3] == 0 && expired[4] == 0);
    scene_end();
}

/* Calls, and what is of no use */

static lp_call first_call, last_call;

static void last_run(lp_worker *w, lp_call *call) {
    CHECK(call == &last_call && s.stopped);
    CHECK_EQUAL(lp_link_send(w, s.links[0], "x", 1), LP_STALE);
    CHECK(++s.calls > 2 || lp_call_post(s.run, 0, call) == LP_OK); /* once more, at the very end */
}

static void first_run(lp_worker *w, lp_call *call) {
    CHECK(call == &first_call && call->context == &s);
    CHECK_EQUAL(lp_link_pause(w, s.links[0]), LP_OK);
    CHECK_EQUAL(lp_link_resume(w, s.links[0]), LP_OK);
    CHECK_EQUAL(lp_link_idle(w, s.links[0], 5, 0), LP_OK); /* LP_EVENT_IDLE ends it, see on_event */
    s.calls++;
}

static void post_calls(lp_worker *w) {
    static const lp_socket_options NO_SOCKET = {.receive_buffer_bytes = LP_SOCKET_BUFFER_MAX + 1};
    static lp_call nothing;
    lp_connect_options how = {.size = sizeof how, .flags = LP_DUAL_STACK};
    lp_address address = sim_address_v4(SIM_NET_HERE, SCENE_PLACE);
    first_call = (lp_call){.run = first_run, .context = &s};
    CHECK_EQUAL(lp_call_post(s.run, 0, &first_call), LP_OK);
    CHECK_EQUAL(lp_call_post(s.run, 1, &first_call), LP_INVALID);
    CHECK_EQUAL(lp_call_post(s.run, 0, &nothing), LP_INVALID);
    CHECK_EQUAL(lp_call_post(s.run, 0, NULL), LP_INVALID);
    CHECK_EQUAL(lp_call_post(NULL, 0, &first_call), LP_INVALID);
    CHECK_EQUAL(lp_worker_connect(w, &address, &how), LP_INVALID);
    CHECK_EQUAL(lp_worker_connect(w, NULL, &how), LP_INVALID);
    how.flags = 0;
    how.socket = &NO_SOCKET;
    CHECK_EQUAL(lp_worker_connect(w, &address, &how), LP_OK); /* and fails, see the end of the script */
    how.size--;
    CHECK_EQUAL(lp_worker_connect(w, &address, &how), LP_INVALID);
    lent[0] = (lp_loan){.on_done = NULL};
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], scene_words, 1, lent), LP_INVALID);
    CHECK_EQUAL(lp_link_send_file(w, s.links[0], (void *)1, 0, 1, lent), LP_INVALID);
    CHECK_EQUAL(lp_link_send_lent(w, (lp_link)1 << 56 | 1, scene_words, 1, NULL), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_queued(w, (lp_link)1 << 56 | 1), 0);
    CHECK_EQUAL(lp_timer_start(w, &(lp_timer){.context = NULL}, 1), LP_INVALID);
    CHECK_EQUAL(lp_worker_connect(w, &address, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send(w, s.links[0], NULL, 1), LP_INVALID);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], NULL, 1, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send_lent(w, s.links[0], scene_words, 0, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send_file(w, s.links[0], (void *)1, 0, 1, NULL), LP_INVALID);
    CHECK_EQUAL(lp_link_send_file(w, s.links[0], (void *)1, 0, 0, loan_of(0)), LP_INVALID);
    CHECK_EQUAL(lp_run_send(NULL, s.links[0], scene_words, 1), LP_INVALID);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], NULL, 1), LP_INVALID);
    CHECK_EQUAL(lp_broadcast(NULL, scene_words, 1, NULL, NULL), LP_INVALID);
    CHECK_EQUAL(lp_broadcast(s.run, NULL, 1, NULL, NULL), LP_INVALID);
    CHECK_EQUAL(lp_broadcast(s.run, scene_words, 0, NULL, NULL), LP_INVALID);
}

static void after_the_end(lp_worker *w) {
    lp_command pause = {.kind = LP_COMMAND_PAUSE, .target = s.links[0]};
    CHECK_EQUAL(lp_call_post(s.run, 0, &first_call), LP_STOPPING);
    CHECK_EQUAL(lp_broadcast(s.run, scene_words, 1, scene_on_broadcast, &s), LP_STOPPING);
    CHECK_EQUAL(lp_run_send(s.run, s.links[0], scene_words, 1), LP_STOPPING);
    CHECK_EQUAL(message_command(s.run, &pause), LP_STOPPING);
    for (uint32_t i = 0; i < 2 * RUN_COMMANDS; i++) {
        CHECK_EQUAL(lp_link_pause(w, s.links[0]), LP_OK); /* of nobody */
    }
}

static void calls_until_the_end(void) {
    scene_begin(1, 1, post_calls);
    s.last = after_the_end;
    last_call = (lp_call){.run = last_run};
    s.last_call = &last_call;
    scene_run();
    CHECK(s.calls == 3 && s.broadcasts == 0 && s.connect_code == 87);
    scene_end();
}

/* Chunks that are kept */

static void write_from_the_peer(lp_worker *w) {
    (void)w;
    CHECK_EQUAL(sim_end_write(s.peers[0], scene_words, 100), 100);
}

static void chunks_are_kept(void) {
    scene_begin(1, 1, write_from_the_peer);
    scene_run();
    CHECK_EQUAL(s.received, 100);
    scene_end();
}

/* No thread but its own */

static void strangers(void) {
    lp_timer strange = {.on_expired = on_expired};
    lp_connect_options how = {.size = sizeof how};
    lp_address address = sim_address_v4(SIM_NET_HERE, SCENE_PLACE);
    scene_begin(1, 1, send_and_abort);
    s.deaf = true;
    CHECK_EQUAL(lp_run_start(s.port, &s.options, &s.run, NULL), LP_OK);
    lp_worker *w = &s.run->threads[0].worker;
    CHECK_EQUAL(lp_link_send(w, 1, scene_words, 1), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_send_lent(w, 1, scene_words, 1, NULL), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_send_file(w, 1, (void *)1, 0, 1, loan_of(0)), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_close(w, 1, 0), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_queued(w, 1), 0);
    CHECK_EQUAL(lp_timer_start(w, &strange, 1), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_timer_stop(w, &strange), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_chunk_retain(w, 0), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_chunk_release(w, 0), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_worker_connect(w, &address, &how), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_link_send(NULL, 1, scene_words, 1), LP_WRONG_THREAD);
    CHECK_EQUAL(lp_run_join(s.run), LP_OK);
    scene_end();
}

/* Each call of the system fails once: all of it is undone, and the port can be run after all. */

static void starts_that_fail(void) {
    static const lp_affinity AFFINITY = {1, 0, 0};
    bool failed = true;
    for (uint32_t nth = 1; failed; nth++) {
        uint32_t code = 0;
        scene_begin(1, 1, send_and_abort);
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
        scene_end();
    }
}

static uint64_t fail_after;

static uint32_t last_worker;

static void fail_later(lp_worker *w) {
    if (lp_worker_index(w) == last_worker) {
        sim.plans[0].at = sim.fallible + fail_after;
    }
}

/* Whether the call of the system with that number fails, behind the last callback of a worker. */
static bool end_fails(uint32_t worker, uint64_t nth) {
    scene_begin(2, 0, NULL);
    s.options.on_start = NULL;
    s.last = fail_later;
    last_worker = worker;
    fail_after = nth;
    CHECK_EQUAL(lp_run_start(s.port, &s.options, &s.run, NULL), LP_OK);
    CHECK_EQUAL(lp_stop(s.port, 0), LP_OK);
    lp_status status = lp_run_join(s.run);
    CHECK(status == LP_OK || status == LP_OS_ERROR);
    sim.plans[0].at = 0;
    scene_end();
    return status != LP_OK;
}

/* The threads' ends, and each piece of memory that is given back. */
static void ends_that_fail(void) {
    uint64_t nth = 1;
    CHECK(end_fails(0, 1));
    while (end_fails(1, nth)) {
        nth++;
    }
    CHECK(nth > 25); /* links and copies of two workers */
}

/* Of several workers, without hooks: those that start fail to, or stop at once. */
static void several_workers(void) {
    bool failed = true;
    for (uint32_t nth = 1; failed; nth++) {
        scene_begin(2, 0, NULL);
        s.options.on_start = s.options.on_stop = NULL;
        sim.plans[0].at = sim.fallible + nth;
        failed = lp_run_start(s.port, &s.options, &s.run, NULL) != LP_OK;
        sim.plans[0].at = 0;
        CHECK_EQUAL(sim_thread_count(), failed ? 0 : 2);
        CHECK_EQUAL(lp_stop(s.port, 0), LP_OK);
        CHECK_EQUAL(lp_run_join(s.run), LP_OK);
        scene_end();
    }
}

/* Somebody else steps a worker: its thread says so, and ends. */
static void a_stolen_worker(void) {
    lp_event event;
    scene_begin(2, 0, NULL);
    s.options.on_start = s.options.on_stop = NULL;
    CHECK_EQUAL(lp_run_start(s.port, &s.options, &s.run, NULL), LP_OK);
    CHECK_EQUAL(lp_step(s.port, 0, NULL, 0, &event, 1, 0), 0);
    CHECK_EQUAL(lp_stop(s.port, 0), LP_OK);
    CHECK_EQUAL(lp_run_join(s.run), LP_WRONG_THREAD);
    while (lp_step(s.port, 0, NULL, 0, &event, 1, 0) == 0) {
    }
    CHECK_EQUAL(event.kind, LP_EVENT_STOPPED);
    scene_end();
}

int main(void) {
    for (uint32_t i = 0; i < sizeof scene_words; i++) {
        scene_words[i] = (char)(i % PERIOD * 7 + i % PERIOD / 256);
    }
    one_stream(0);
    one_stream(1);
    loans_of_a_link_that_ends();
    loans_of_a_link_that_is_reset();
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
    several_workers();
    a_stolen_worker();
    return 0;
}
