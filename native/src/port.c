/* SPDX-License-Identifier: Apache-2.0 */
#include "port.h"

void port_give_room(lp_port *port) {
    room_give(&port->any.room, 0);
    for (uint32_t i = 0; i < port->options.workers; i++) {
        if (atomic_load(&port->workers[i].any.holding) > 0) {
            (void)worker_wake(&port->workers[i]); /* lost or not, a worker that holds looks again at every nap */
        }
    }
}

worker *port_least_loaded(lp_port *port) {
    uint32_t count = port->options.workers;
    uint32_t start = atomic_fetch_add(&port->any.next_worker, 1);
    worker *least = &port->workers[start % count];
    for (uint32_t i = 1; i < count; i++) {
        worker *other = &port->workers[(start + i) % count];
        if (atomic_load(&other->any.load) < atomic_load(&least->any.load)) {
            least = other;
        }
    }
    return least;
}

bool port_is_stopping(lp_port *port) {
    return atomic_load(&port->any.stopping) != 0;
}

void port_wake_all(lp_port *port) {
    for (uint32_t i = 0; i < port->options.workers; i++) {
        (void)worker_wake(&port->workers[i]); /* a worker that sleeps on looks again after its nap */
    }
}

void port_listener_gone(lp_port *port) {
    if (atomic_fetch_sub(&port->any.listeners_alive, 1) == 1 && port_is_stopping(port)) {
        port_wake_all(port);
    }
}
