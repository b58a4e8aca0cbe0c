/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_end.h"

#include <stdlib.h>
#include <string.h>

static sim_conn *conns;

static void end__init(sim_conn *conn, int index, const lp_address *address) {
    sim_end *end = &conn->ends[index];
    end->conn = conn;
    end->peer = &conn->ends[1 - index];
    end->address = *address;
    end->pipe_size = sim_between(1 + sim.knobs.pipe_bytes / 8, sim.knobs.pipe_bytes);
    end->pipe = malloc(end->pipe_size);
}

sim_conn *sim_conn_new(const lp_address *client, const lp_address *server) {
    sim_conn *conn = calloc(1, sizeof *conn);
    end__init(conn, 0, client);
    end__init(conn, 1, server);
    conn->next = conns;
    conn->number = 1 + (conns == NULL ? 0 : conns->number);
    conns = conn;
    return conn;
}

void sim_conn_free_all(void) {
    while (conns != NULL) {
        sim_conn *conn = conns;
        conns = conn->next;
        free(conn->ends[0].pipe);
        free(conn->ends[1].pipe);
        free(conn);
    }
}

sim_conn *sim_conn_find(uint16_t client_port) {
    for (sim_conn *conn = conns; conn != NULL; conn = conn->next) {
        if (conn->ends[0].address.tcp_port == client_port) {
            return conn;
        }
    }
    return NULL;
}

lp_address sim_address_v4(uint8_t first, uint16_t port) {
    lp_address address;
    memset(&address, 0, sizeof address);
    address.family = 4;
    address.tcp_port = port;
    address.bytes[0] = first;
    address.bytes[3] = 1;
    return address;
}

lp_address sim_address_v6(uint8_t first, uint16_t port) {
    lp_address address;
    memset(&address, 0, sizeof address);
    address.family = 6;
    address.tcp_port = port;
    address.bytes[0] = first;
    address.bytes[15] = 1;
    return address;
}

lp_address sim_address_here(uint16_t family, uint16_t port) {
    return family == 6 ? sim_address_v6(0, port) : sim_address_v4(127, port);
}

uint16_t sim_address_ephemeral(void) {
    SIM_RULE(sim.next_port != 0, "a run may not use more ports than there are");
    return sim.next_port++;
}

bool sim_end_is_readable(const sim_end *end) {
    return end->pipe_count > 0 || end->fin_received || end->reset;
}

uint32_t sim_end_room(const sim_end *end) {
    return end->reset || end->fin_sent ? 0 : end->peer->pipe_size - end->peer->pipe_count;
}

static void end__hear_reset(sim_end *end) {
    if (!end->closed) {
        end->reset = true;
        end->pipe_count = 0; /* what was not read is gone with the connection: Graceful shutdown, linger options */
    }
    end->conn->was_reset = true;
    sim.progress++;
}

uint32_t sim_end_write(sim_end *end, const char *bytes, uint32_t count) {
    sim_end *peer = end->peer;
    if (peer->closed && count > 0 && !end->reset) {
        end__hear_reset(end); /* nobody is there any more to take it */
    }
    uint32_t room = sim_end_room(end);
    count = count < room ? count : room;
    end->spoke_at = end->spoke_at == 0 && count > 0 ? sim.now : end->spoke_at;
    peer->readable_since = peer->pipe_count == 0 ? sim.now : peer->readable_since;
    for (uint32_t done = 0; done < count;) {
        uint32_t at = (peer->pipe_from + peer->pipe_count) % peer->pipe_size;
        uint32_t run = peer->pipe_size - at < count - done ? peer->pipe_size - at : count - done;
        memcpy(peer->pipe + at, bytes + done, run);
        peer->pipe_count += run;
        done += run;
    }
    end->written += count;
    sim.progress += count;
    return count;
}

uint32_t sim_end_read(sim_end *end, char *bytes, uint32_t count) {
    count = count < end->pipe_count ? count : end->pipe_count;
    for (uint32_t done = 0; done < count;) {
        uint32_t left = end->pipe_size - end->pipe_from;
        uint32_t run = left < count - done ? left : count - done;
        memcpy(bytes + done, end->pipe + end->pipe_from, run);
        end->pipe_from = (end->pipe_from + run) % end->pipe_size;
        end->pipe_count -= run;
        done += run;
    }
    sim.progress += count;
    return count;
}

void sim_end_fin(sim_end *end) {
    if (end->fin_sent || end->reset) {
        return;
    }
    end->fin_sent = true;
    end->spoke_at = end->spoke_at == 0 ? sim.now : end->spoke_at;
    end->peer->fin_received = true;
    sim.progress++;
}

void sim_end_abort(sim_end *end) {
    end->closed = true;
    end__hear_reset(end->peer);
}

/* T49: input that was not read makes a close a reset. */
void sim_end_close(sim_end *end) {
    if (end->reset || end->pipe_count > 0) {
        sim_end_abort(end);
        return;
    }
    sim_end_fin(end);
    end->closed = true;
}
