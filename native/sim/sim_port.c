/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_port.h"

#include "sim_net.h"
#include "sim_op.h"
#include "sim_socket.h"

#include <stdlib.h>
#include <string.h>

enum { PORTS_MAX = 8 };

static sim_port ports[PORTS_MAX];

sim_port *sim_port_of(sys_port port) {
    SIM_RULE(port >= 1 && port <= PORTS_MAX && ports[port - 1].open, "use of a closed completion port");
    return &ports[port - 1];
}

void sim_port_check_none(void) {
    for (int i = 0; i < PORTS_MAX; i++) {
        SIM_RULE(!ports[i].open, "completion port %d was not closed", i + 1);
    }
}

void sim_port_check_thread(const sim_port *port, const char *call) {
    SIM_RULE(port == NULL || port->thread == 0 || port->thread == sim.thread,
             "%s by thread %u, not by the owner %u (T52)", call, (unsigned)sim.thread, (unsigned)port->thread);
}

void sim_port_queue(sim_port *port, sim_op *op, const sys_entry *entry) {
    sim_packet *packet = calloc(1, sizeof *packet);
    packet->op = op;
    packet->entry = *entry;
    packet->poster = sim.thread;
    *port->end = packet;
    port->end = &packet->next;
}

void sim_port_owns(sim_port *port) {
    port->owned++;
    if (sim.on_post != NULL) {
        sim.on_post((sys_port)(port - ports) + 1, port->owned);
    }
}

uint32_t sys_port_new(sys_port *port_out) {
    uint32_t error = sim_fault(SIM_PORT_NEW);
    *port_out = 0;
    for (uint32_t i = 0; error == 0 && i < PORTS_MAX; i++) {
        if (!ports[i].open) {
            ports[i] = (sim_port){.open = true, .end = &ports[i].first};
            *port_out = i + 1;
            return 0;
        }
    }
    SIM_RULE(error != 0, "the simulator has too few ports");
    return error;
}

/* Packets of operations must be gone: nobody could take them any more (T74). */
uint32_t sys_port_delete(sys_port handle) {
    sim_port *port = sim_port_of(handle);
    while (port->first != NULL) {
        sim_packet *packet = port->first;
        SIM_RULE(packet->op == NULL, "a completion port closed with the packet of an operation in it");
        port->first = packet->next;
        free(packet);
    }
    port->open = false;
    return sim_fault(SIM_PORT_DELETE);
}

uint32_t sys_port_add(sys_port handle, sys_socket socket, uintptr_t key) {
    sim_port *port = sim_port_of(handle);
    sim_socket *s = sim_socket_of(socket, "CreateIoCompletionPort");
    uint32_t error = sim_fault(SIM_PORT_ADD);
    if (error != 0) {
        return error;
    }
    SIM_MISUSE(s->port == NULL, 87, "socket %zu is associated twice (T18)", (size_t)socket);
    s->port = port;
    s->key = key;
    if (s->end != NULL) {
        s->end->conn->adopted = ++sim.adopted;
    }
    return 0;
}

uint32_t sys_port_post(sys_port handle, uintptr_t key) {
    sim_port *port = sim_port_of(handle);
    uint32_t error = sim_fault(SIM_PORT_POST);
    if (error == 0) {
        sim_port_queue(port, NULL, &(sys_entry){.key = key});
    }
    return error;
}

static uint32_t port__take(sim_port *port, sys_entry *entries, uint32_t max) {
    uint32_t count = 0;
    max = max < sim.knobs.batch_max ? max : sim.knobs.batch_max;
    while (port->first != NULL && count < max) {
        sim_packet *packet = port->first;
        port->first = packet->next;
        if (port->first == NULL) {
            port->end = &port->first;
        }
        entries[count++] = packet->entry;
        port->wake_in_hand = port->wake_in_hand || packet->op == NULL;
        sim.progress += packet->op != NULL || packet->poster != sim.thread; /* waking oneself is none */
        if (packet->op != NULL) {
            sim_op_dequeued(packet->op, &packet->entry);
        }
        free(packet);
    }
    return count;
}

/* Time passes until something is there; T78: a wait may end early. */
static void port__sleep(sim_port *port, uint32_t timeout_millis) {
    uint64_t deadline = sim.now + timeout_millis;
    sim.waited++;
    if (sim.on_sleep != NULL) {
        sim.on_sleep((sys_port)(port - ports) + 1);
    }
    while (port->first == NULL && sim.now < deadline && !sim_chance(sim.knobs.early)) {
        if (sim.on_idle != NULL) {
            uintptr_t thread = sim.thread;
            sim.on_idle();
            sim.thread = thread;
        }
        sim_net_run();
        if (port->first == NULL) {
            uint64_t until = sim_net_next(deadline);
            until = until > sim.now ? until : sim.now + 1;
            sim.slept += until - sim.now;
            sim.now = until;
            sim_net_run();
        }
    }
}

/* GetQueuedCompletionStatusEx: TRUE with at least one entry, whatever became of the operations (T21). */
uint32_t sys_port_wait(sys_port handle, sys_entry *entries, uint32_t max, uint32_t *count_out,
                       uint32_t timeout_millis) {
    sim_port *port = sim_port_of(handle);
    uint32_t error = sim_fault(SIM_PORT_WAIT);
    *count_out = 0;
    if (error != 0) {
        *count_out = sim_below(100); /* T22: junk */
        return error;
    }
    port->thread = port->thread == 0 ? sim.thread : port->thread;
    sim_port_check_thread(port, "GetQueuedCompletionStatusEx");
    port->wake_in_hand = false;
    sim_net_run();
    if (port->first == NULL && timeout_millis > 0) {
        port__sleep(port, timeout_millis);
    }
    *count_out = port__take(port, entries, max);
    return *count_out > 0 ? 0 : SYS_TIMED_OUT;
}
