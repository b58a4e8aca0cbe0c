/* SPDX-License-Identifier: Apache-2.0 */
#include "scene.h"

#include "sim_net.h"
#include "sim_place.h"
#include "sim_thread.h"

#include <stdlib.h>
#include <string.h>

enum { HEARD_MAX = 4 * 1024 * 1024 };

scene s;
char scene_words[70000];

static uint32_t kept;

void scene_on_broadcast(void *context, uint32_t links, uint32_t refused) {
    CHECK(context == &s);
    s.broadcasts++;
    s.reached += links;
    s.refused += refused;
    if (s.then != NULL) {
        s.then(s.worker);
    }
}

static void release_chunk(lp_worker *w) {
    CHECK_EQUAL(lp_chunk_release(w, kept), LP_OK);
    CHECK_EQUAL(lp_link_close(w, s.links[0], SCENE_DRAIN_MILLIS), LP_OK);
}

static void peers_read(void) {
    for (uint32_t i = 0; i < SCENE_LINKS && !s.deaf; i++) {
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
    lp_address address = sim_address_v4(SIM_NET_HERE, SCENE_PLACE);
    CHECK(context == &s && lp_worker_run(w) == s.run && lp_worker_index(w) == 0);
    s.worker = w;
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
        CHECK_EQUAL(lp_broadcast(s.run, scene_words, 1, NULL, NULL), LP_OK); /* to those that still take it */
        if (++s.closed == s.wanted) {
            CHECK_EQUAL(lp_stop(s.port, 0), LP_OK);
        }
        break;
    case LP_EVENT_RECEIVED: /* kept, given back, and that is all */
        s.received += event->size;
        CHECK_EQUAL(lp_chunk_retain(w, event->chunk), LP_OK);
        s.then = release_chunk;
        kept = event->chunk;
        CHECK_EQUAL(lp_broadcast(s.run, scene_words, 1, scene_on_broadcast, &s), LP_OK);
        break;
    case LP_EVENT_CONNECT_FAILED:
        s.connect_code = event->os_code;
        break;
    case LP_EVENT_IDLE:
        CHECK_EQUAL(lp_link_abort(w, event->link), LP_OK);
        break;
    case LP_EVENT_STOPPED:
        s.stopped = true;
        if (s.last_call != NULL) {
            CHECK_EQUAL(lp_call_post(s.run, 0, s.last_call), LP_OK);
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

void scene_begin(uint32_t workers, uint32_t links, void (*act)(lp_worker *worker)) {
    static const sim_knobs KNOBS = {.batch_max = 64, .pipe_bytes = 4000, .may_skip = true, .may_transmit = true};
    lp_options options = {.size = sizeof options, .workers = workers, .max_links = 10};
    options.chunk_bytes = 1024;
    options.chunk_count = 4;
    sim_world_begin(1, &KNOBS);
    sim_place_open(SCENE_PLACE);
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

void scene_end(void) {
    CHECK_EQUAL(lp_destroy(s.port), LP_OK);
    CHECK_EQUAL(sim_thread_count(), 0);
    sim_world_end();
    free(s.heard);
}

void scene_run(void) {
    CHECK_EQUAL(lp_run_start(s.port, &s.options, &s.run, NULL), LP_OK);
    CHECK_EQUAL(lp_run_join(s.run), LP_OK);
    CHECK(s.stopped && s.closed == s.opened && s.opened == s.wanted);
}
