/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The oracle of deadlines: what was given so many milliseconds is never cut before, and, while its worker is stepped,
 * is over soon after.
 */
#include "run.h"

/*
 * Once a deadline has passed, so many steps with room for events, and so much time, may go by until the event: the
 * operations of the link must come back first, through a port that may hold many others' packets.
 */
enum { LATE_STEPS_MAX = 12, LATE_PACKETS_MAX = 256, LATE_MILLIS_MAX = 100 };

void run_deadline_begin(run_deadline *d, uint32_t worker, uint32_t millis) {
    uint64_t at = sim.now + millis;
    bool first = !d->given;
    d->given = true;
    d->from = first || at < d->from ? at : d->from;
    if (first || millis < d->millis || !d->taken) {
        d->millis = first || millis < d->millis ? millis : d->millis;
        d->step = run.workers[worker].steps;
        d->taken = false;
    }
}

/* By the end of a step that began later, the request was taken: the deadline is no later than this. */
static void deadline__take(run_deadline *d, uint32_t worker) {
    if (d->given && !d->taken && run.workers[worker].steps > d->step) {
        d->taken = true;
        d->by = sim.now + d->millis;
    }
}

static void deadline__check(run_deadline *d, uint32_t worker, const char *what) {
    deadline__take(d, worker);
    if (!d->taken || sim.now <= d->by) {
        return;
    }
    d->late_since = d->late_steps == 0 ? sim.now : d->late_since;
    d->late_steps++;
    SIM_RULE(d->late_steps <= LATE_STEPS_MAX + LATE_PACKETS_MAX / sim.knobs.batch_max ||
                 sim.now <= d->late_since + LATE_MILLIS_MAX + sim.knobs.late_millis,
             "%s is over its deadline by %llu ms and %u steps", what, (unsigned long long)(sim.now - d->by),
             d->late_steps);
}

void run_deadline_cut(const run_deadline *d, const char *what) {
    uint64_t from = d->given ? d->from : UINT64_MAX;
    from = run.stop_at < from ? run.stop_at : from;
    SIM_RULE(sim.now >= from, "%s %llu ms before its time", what, (unsigned long long)(from - sim.now));
}

void run_deadline_step(uint32_t worker) {
    for (uint32_t i = 0; i < run.link_count; i++) {
        run_link *l = &run.links[i];
        if (l->open && LP_LINK_WORKER(l->id) == worker) {
            deadline__check(&l->drain, worker, "a close");
        }
    }
    for (uint32_t i = 0; i < run.connect_count; i++) {
        run_connect *c = &run.connects[i];
        if (!c->answered && c->worker == worker) {
            deadline__check(&c->timeout, worker, "a connect");
        }
    }
}
