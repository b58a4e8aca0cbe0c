/* SPDX-License-Identifier: Apache-2.0 */
/* Peers that are no Linkport: clients and servers of the script. */
#include "run.h"

#include "sim_place.h"
#include "sim_socket.h"

static run_peer *peer__new(sim_end *end, bool client) {
    SIM_RULE(run.peer_count < RUN_PEERS, "the script has too few peers");
    run_peer *p = &run.peers[run.peer_count++];
    *p = (run_peer){.end = end, .client = client, .slow = sim_chance(200), .silent = sim_chance(60)};
    return p;
}

static uint16_t peer__port(const run_peer *p) {
    return p->end->conn->ends[0].address.tcp_port;
}

static void peer__write(run_peer *p) {
    char bytes[8192];
    uint32_t room = sim_end_room(p->end);
    uint32_t count = sim_chance(100) ? 8192 : 1 + sim_below(600);
    count = count < room ? count : room;
    run_fill(bytes, count, peer__port(p), p->client, p->end->written);
    (void)sim_end_write(p->end, bytes, count);
}

/* A clean end means that every byte came. */
static void peer__check_end(const run_peer *p) {
    const run_link *l = run_link_of_end(p->end->peer);
    uint64_t expected = l == NULL ? 0 : l->queued;
    SIM_RULE(p->read == expected, "a peer saw the end after %llu of %llu bytes", (unsigned long long)p->read,
             (unsigned long long)expected);
}

static void peer__read(run_peer *p) {
    char bytes[16384];
    uint32_t count = p->slow ? 1 + sim_below(64) : 1 + sim_below(sizeof bytes);
    count = sim_end_read(p->end, bytes, count);
    run_check_bytes(bytes, count, peer__port(p), !p->client, p->read);
    p->read += count;
    const run_link *l = run_link_of_end(p->end->peer);
    if (l != NULL) {
        run_file_check_read(l, p->read);
    }
    if (p->end->pipe_count == 0 && p->end->fin_received && !p->end->reset) {
        peer__check_end(p);
    }
}

static void peer__end(run_peer *p, void (*how)(sim_end *)) {
    how(p->end);
    p->gone = true;
}

static void peer__connect(void) {
    if (run.listener_count == 0 || sim.next_port > RUN_PORTS_END) {
        return; /* so that a run that never ends is told as such */
    }
    lp_address server = run_listener_reach(&run.listeners[sim_below(run.listener_count)]);
    lp_address client = sim_address_here(server.family, sim_address_ephemeral());
    sim_socket *listener = sim_socket_listening(&server);
    sim_conn *conn = listener == NULL ? NULL : sim_socket_arrive(listener, &client, &server);
    if (conn == NULL) {
        return;
    }
    run_peer *p = peer__new(&conn->ends[0], true);
    if (sim_chance(run.profile.peer_resets)) {
        peer__end(p, sim_end_abort); /* while it waits in the backlog (T35) */
    }
}

static void peer__one(run_peer *p) {
    if (p->gone || p->silent) {
        return;
    }
    if (p->end->reset) {
        peer__end(p, sim_end_close);
        return;
    }
    if (sim_chance(p->slow ? run.profile.peer_reads / 8 : run.profile.peer_reads)) {
        peer__read(p);
    }
    if (!p->end->fin_sent && sim_chance(run.profile.peer_writes)) {
        peer__write(p);
    }
    if (sim_chance(run.profile.peer_fins)) {
        sim_end_fin(p->end);
    }
    if (sim_chance(run.profile.peer_resets)) {
        peer__end(p, sim_end_abort);
    } else if (sim_chance(run.profile.peer_closes) || (p->end->fin_sent && p->end->fin_received && sim_chance(300))) {
        peer__end(p, sim_end_close);
    }
}

void run_peer_act(void) {
    if (run.peer_count < RUN_PEERS / 2 && sim_chance(run.profile.new_client)) {
        peer__connect();
    }
    sim_end *end = run.peer_count < RUN_PEERS ? sim_place_take() : NULL;
    if (end != NULL) {
        peer__new(end, false);
    }
    for (uint32_t i = 0; i < run.peer_count; i++) {
        if (!run.peers[i].gone && sim_chance(400)) {
            peer__one(&run.peers[i]);
        }
    }
}
