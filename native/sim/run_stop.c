/* SPDX-License-Identifier: Apache-2.0 */
/* The oracle of a stop that takes too long: what the kernel keeps is waited for, and told of when it is due. */
#include "run.h"

#include "sim_port.h"

/* Two steps may pass before a worker knows that nothing it waits for is in its port already. */
enum { STOP_MISSED_MAX = 2 };

/* The clock may tick between lp_stop() and what the script takes for its time. */
enum { STOP_TICKS = 2 };

void run_stop_begins(uint32_t worker, uint64_t deadline) {
    run_worker *w = &run.workers[worker];
    w->stop_at = deadline;
    w->overdue_at = deadline + LP_OVERDUE_MILLIS;
}

void run_stop_overdue(uint32_t worker, const lp_event *event) {
    run_worker *w = &run.workers[worker];
    SIM_RULE(w->overdue_at != 0 && sim.now >= w->overdue_at, "a stop is reported as overdue too early");
    SIM_RULE(event->size >= w->overdue_at - w->stop_at && event->size <= sim.now - w->stop_at,
             "a stop is said to be overdue for %u ms", event->size);
    SIM_RULE(event->data > 0 && event->data == sim_port_of((sys_port)worker + 1)->owned,
             "%llu operations are said to keep a stop, the kernel owns %u", (unsigned long long)event->data,
             sim_port_of((sys_port)worker + 1)->owned);
    w->overdue_at = w->stop_at + event->size + LP_OVERDUE_MILLIS;
    w->overdue_missed = 0;
    w->overdue++;
}

void run_stop_check(uint32_t worker, bool had_room) {
    run_worker *w = &run.workers[worker];
    const sim_port *port = sim_port_of((sys_port)worker + 1);
    bool late = w->overdue_at != 0 && sim.now >= w->overdue_at + STOP_TICKS;
    bool due = late && port->owned > 0 && port->first == NULL && had_room;
    w->overdue_missed = due ? w->overdue_missed + 1 : 0;
    SIM_RULE(w->overdue_missed <= STOP_MISSED_MAX, "a stop is overdue since %llu ms, and nobody says so",
             (unsigned long long)(sim.now - w->overdue_at));
}
