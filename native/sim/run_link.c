/* SPDX-License-Identifier: Apache-2.0 */
/* The oracle of links: what events may come, in which order, with what in them. */
#include "run.h"

#include "chunk_place.h"

#include <stdlib.h>
#include <string.h>

run_link *run_link_find(lp_link id) {
    for (uint32_t i = run.link_count; i > 0; i--) {
        if (run.links[i - 1].id == id) {
            return &run.links[i - 1];
        }
    }
    return NULL;
}

run_link *run_link_of_end(const sim_end *end) {
    for (uint32_t i = 0; i < run.link_count; i++) {
        if (run.links[i].end == end) {
            return &run.links[i];
        }
    }
    return NULL;
}

static run_link *link__new(uint32_t worker, const lp_event *event, bool client) {
    SIM_RULE(run_link_find(event->link) == NULL, "an id came twice");
    SIM_RULE(LP_LINK_WORKER(event->link) == worker, "a link of another worker");
    SIM_RULE(LP_LINK_GENERATION(event->link) != 0, "a slot whose generations are used up began again");
    SIM_RULE(run.link_count < RUN_LINKS, "the script has too few links");
    run_link *l = &run.links[run.link_count++];
    memset(l, 0, sizeof *l);
    l->id = event->link;
    l->client = client;
    l->listener = RUN_LISTENERS;
    l->client_port = client ? event->local.tcp_port : event->peer.tcp_port;
    sim_conn *conn = sim_conn_find(l->client_port);
    SIM_RULE(conn != NULL, "a link without a connection: port %u", l->client_port);
    l->end = &conn->ends[client ? 0 : 1];
    l->open = true;
    l->input_step = run.step;
    SIM_RULE(memcmp(&event->peer, &l->end->peer->address, sizeof event->peer) == 0, "the peer's address is wrong");
    SIM_RULE(memcmp(&event->local, &l->end->address, sizeof event->local) == 0, "the local address is wrong");
    SIM_RULE(++run.live <= run.options.max_links, "%u links are open, more than max_links", run.live);
    run.workers[worker].opened++;
    return l;
}

/* Whether they wait for room or not, connections come to a worker in the order in which they came to the listener. */
static void link__check_order(const run_link *l) {
    const sim_conn *own = l->end->conn;
    for (uint32_t i = 0; i < run.link_count; i++) {
        const sim_conn *other = run.links[i].end->conn;
        bool comparable =
            run.links[i].listener == l->listener && LP_LINK_WORKER(run.links[i].id) == LP_LINK_WORKER(l->id);
        SIM_RULE(!comparable || (other->number < own->number) == (other->adopted < own->adopted),
                 "a connection was overtaken by one that came later");
    }
}

static void link__accepted(uint32_t worker, const lp_event *event) {
    run_link *l = link__new(worker, event, false);
    SIM_RULE(event->cookie < run.listener_count, "ACCEPTED with a cookie of no listener");
    run_listener *listener = &run.listeners[event->cookie];
    SIM_RULE(!listener->ended, "ACCEPTED after LISTENER_CLOSED");
    SIM_RULE(listener->bound.tcp_port == l->end->address.tcp_port, "ACCEPTED with a wrong cookie");
    l->listener = event->cookie;
    ++listener->live;
    SIM_RULE(listener->max_links == 0 || listener->live <= listener->max_links,
             "%u links of a listener are open, more than its max_links", listener->live);
    run_idle_opened(l, listener);
    run_socket_check(l, &listener->socket);
    link__check_order(l);
}

static run_connect *link__connect(const lp_event *event) {
    uint64_t index = event->cookie - 1000;
    SIM_RULE(index < run.connect_count, "a connect's answer with an unknown cookie");
    SIM_RULE(!run.connects[index].answered, "a connect was answered twice");
    run.connects[index].answered = true;
    return &run.connects[index];
}

static void link__connected(uint32_t worker, const lp_event *event) {
    run_connect *c = link__connect(event);
    run_link *l = link__new(worker, event, true);
    run_idle_opened(l, NULL);
    run_socket_check(l, &c->socket);
    SIM_RULE(memcmp(&c->target, &event->peer, sizeof c->target) == 0, "CONNECTED to another address");
    run.workers[worker].connected++;
}

static void link__connect_failed(uint32_t worker, const lp_event *event) {
    const run_connect *c = link__connect(event);
    bool plausible = false;
    switch (event->status) {
    case LP_REASON_REFUSED:
        plausible = c->target.bytes[0] == (c->target.family == 4 ? 127 : 0);
        break;
    case LP_REASON_UNREACHABLE:
        plausible = c->target.bytes[0] == 10 || sim.injected > 0;
        break;
    case LP_REASON_ADDRESS:
        plausible = c->bad_local || sim.injected > 0 || (c->target.family == 6 && sim.lacks_v6);
        break;
    case LP_REASON_CONNECT_TIMEOUT:
        if (event->os_code == 0) {
            run_deadline_cut(&c->timeout, "a connect timed out");
        }
        plausible = true;
        break;
    case LP_REASON_LOCAL_ABORT:
        plausible = c->cancelled;
        break;
    case LP_REASON_LIMIT:
        plausible = true;
        break;
    case LP_REASON_SHUTDOWN:
        plausible = run.stopping;
        break;
    case LP_REASON_NO_RESOURCES:
    case LP_REASON_OS_ERROR:
    case LP_REASON_RESET:
        plausible = sim.injected > 0;
        break;
    default:
        break;
    }
    SIM_RULE(plausible, "CONNECT_FAILED with reason %s, code %u", lp_reason_text(event->status), event->os_code);
    run.workers[worker].connect_failed++;
    run.workers[worker].failed_by_reason[event->status]++;
}

/* At most one for each link and step. */
static void link__input(run_link *l) {
    SIM_RULE(l->input_step != run.step, "two input events of a link in one step");
    SIM_RULE(!l->input_ended, "input after its end");
    SIM_RULE(!l->discards, "input after a close");
    l->input_step = run.step;
}

static void link__received(uint32_t worker, run_link *l, const lp_event *event) {
    run_worker *w = &run.workers[worker];
    const char *data = (const char *)(uintptr_t)event->data;
    uint32_t room = 0;
    SIM_RULE(!l->paused, "RECEIVED while paused");
    SIM_RULE(data == chunk_place(run.port, worker, &run.options, event->chunk, &room), "RECEIVED with a wrong chunk");
    SIM_RULE(event->size > 0 && event->size <= room, "RECEIVED of %u bytes", event->size);
    link__input(l);
    run_check_bytes(data, event->size, l->client_port, !l->client, l->received);
    l->received += event->size;
    w->received += event->size;
    run_idle_received(l);
    w->lent[w->lent_count++] = (run_chunk){event->chunk, event->size, run_checksum(data, event->size)};
}

/* A clean end means that every byte came. */
static void link__receive_end(run_link *l) {
    link__input(l);
    l->input_ended = true;
    SIM_RULE(l->end->peer->fin_sent, "RECEIVE_END, but the peer has not ended its side");
    SIM_RULE(l->received == l->end->peer->written, "RECEIVE_END after %llu of %llu bytes",
             (unsigned long long)l->received, (unsigned long long)l->end->peer->written);
}

static void link__free_blocks(run_link *l, uint64_t until) {
    uint32_t done = 0;
    while (done < l->block_count && l->blocks[done].end <= until) {
        const run_block *block = &l->blocks[done++];
        SIM_RULE(!block->spoilt || until == UINT64_MAX, "a file that cannot be sent whole counts as sent");
        run_block_free(block);
    }
    l->block_count -= done;
    memmove(l->blocks, l->blocks + done, sizeof *l->blocks * l->block_count);
}

static void link__sent(uint32_t worker, run_link *l, const lp_event *event) {
    SIM_RULE(event->data > 0, "SENT of nothing");
    l->sent += event->data;
    run_idle_sent(l);
    run.workers[worker].sent += event->data;
    SIM_RULE(l->sent <= l->queued, "SENT %llu of %llu bytes", (unsigned long long)l->sent,
             (unsigned long long)l->queued);
    link__free_blocks(l, l->sent);
}

static bool link__reason_is_plausible(const run_link *l, uint32_t reason) {
    switch (reason) {
    case LP_REASON_LOCAL_CLOSE:
        return l->closing || l->output_ended;
    case LP_REASON_PEER_CLOSE:
        return (l->closing || l->output_ended) && l->end->peer->fin_sent;
    case LP_REASON_LOCAL_ABORT:
    case LP_REASON_HANDLER_ERROR:
        return l->aborted && l->abort_reason == reason;
    case LP_REASON_RESET:
        return l->end->reset || sim.injected > 0;
    case LP_REASON_DRAIN_TIMEOUT:
        run_deadline_cut(&l->drain, "a close timed out");
        return l->closing;
    case LP_REASON_FIRST_DATA_TIMEOUT:
        return run_idle_cut(l);
    case LP_REASON_SHUTDOWN:
        return run.stopping;
    case LP_REASON_NO_RESOURCES:
        return sim.failed[SIM_COMMIT] > 0; /* want of buffers ends no link (T31) */
    case LP_REASON_OS_ERROR:
        return sim.injected > 0;
    case LP_REASON_FILE:
        return l->spoilt || sim.failed[SIM_FILE_SIZE] > 0 || sim.failed[SIM_FILE_READ] > 0;
    default:
        return false;
    }
}

static void link__closed(uint32_t worker, run_link *l, const lp_event *event) {
    SIM_RULE(link__reason_is_plausible(l, event->status), "CLOSED with reason %s, code %u",
             lp_reason_text(event->status), event->os_code);
    bool graceful = event->status == LP_REASON_LOCAL_CLOSE || event->status == LP_REASON_PEER_CLOSE;
    SIM_RULE(!graceful || l->sent == l->queued, "a graceful close with %llu of %llu bytes sent",
             (unsigned long long)l->sent, (unsigned long long)l->queued);
    SIM_RULE(!graceful || l->input_ended || l->closing, "a graceful close without RECEIVE_END");
    SIM_RULE(l->end->closed, "CLOSED, but the socket is open");
    link__free_blocks(l, UINT64_MAX);
    l->open = false;
    run.live--;
    if (l->listener < RUN_LISTENERS) {
        run.listeners[l->listener].live--;
    }
    run.workers[worker].closed++;
    run.workers[worker].closed_by_reason[event->status]++;
}

void run_link_event(uint32_t worker, const lp_event *event) {
    switch (event->kind) {
    case LP_EVENT_ACCEPTED:
        link__accepted(worker, event);
        return;
    case LP_EVENT_CONNECTED:
        link__connected(worker, event);
        return;
    case LP_EVENT_CONNECT_FAILED:
        link__connect_failed(worker, event);
        return;
    default:
        break;
    }
    run_link *l = run_link_find(event->link);
    SIM_RULE(l != NULL, "event %u of an unknown link", event->kind);
    SIM_RULE(l->open, "event %u of a closed link", event->kind);
    switch (event->kind) {
    case LP_EVENT_RECEIVED:
        link__received(worker, l, event);
        break;
    case LP_EVENT_RECEIVE_END:
        link__receive_end(l);
        break;
    case LP_EVENT_SENT:
        link__sent(worker, l, event);
        break;
    case LP_EVENT_IDLE:
        run.workers[worker].idles++;
        run_idle_event(l, event);
        break;
    case LP_EVENT_CLOSED:
        link__closed(worker, l, event);
        break;
    default:
        sim_fail("event of kind %u", event->kind);
    }
}
