/* SPDX-License-Identifier: Apache-2.0 */
/* Looks into the port, for what no event and no counter shows. Between steps only. */
#include "link.h"
#include "listener.h"
#include "port.h"
#include "run.h"

static uint32_t inside__retired(worker *w) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < w->own.links.fresh; i++) {
        const link *l = slab_at(&w->own.links, i);
        count += LP_LINK_GENERATION(l->id) == UINT32_MAX;
    }
    return count;
}

static void inside__check_worker(worker *w) {
    uint32_t retired = inside__retired(w);
    uint32_t slots = slab_taken(&w->own.links);
    uint32_t chunk_count = chunks_taken(&w->own.chunks);
    SIM_RULE(slots == retired, "%u slots of links that ended are not free, %u of them retired", slots, retired);
    SIM_RULE(send_stock_items(&w->own.stock) == 0, "%u items of send queues are not free",
             send_stock_items(&w->own.stock));
    SIM_RULE(slab_taken(&w->own.stock.files.files) == 0, "%u files of send queues are not free",
             slab_taken(&w->own.stock.files.files));
    SIM_RULE(slab_taken(&w->own.stock.files.blocks) == 0, "%u blocks of files are not free",
             slab_taken(&w->own.stock.files.blocks));
    SIM_RULE(chunk_count == 0, "%u chunks are neither free nor lent", chunk_count);
    SIM_RULE(w->any.load == 0, "a worker without links has a load of %u", w->any.load);
    SIM_RULE(w->any.holding == 0, "%u accepted sockets are counted as waiting", w->any.holding);
    SIM_RULE(timer_wheel_delay(&w->own.wheel, sim.now) == UINT64_MAX, "a deadline outlives its link");
}

static uint32_t inside__left(room *r) {
    return (uint32_t)atomic_load(&r->state);
}

/* The last listener of an entry has all its places again, or will have. */
static void inside__check_room_of_listener(uint32_t entry) {
    listener *l = &run.port->listeners->entries[entry];
    uint32_t due = 0;
    for (uint32_t i = 0; i < run.options.workers; i++) {
        const room_dues *d = &run.port->workers[i].own.dues;
        due += d->generations[entry] == l->generation ? d->places[entry] : 0;
    }
    SIM_RULE(inside__left(&l->room) + due == l->max_links, "%u places of a listener of %u are free, %u will be",
             inside__left(&l->room), l->max_links, due);
}

static void inside__check_room(void) {
    uint32_t due = 0;
    for (uint32_t i = 0; i < run.options.workers; i++) {
        due += run.port->workers[i].own.room_due;
    }
    uint32_t left = inside__left(&run.port->any.room);
    SIM_RULE(left + due == run.options.max_links, "%u places of %u are free, %u will be", left, run.options.max_links,
             due);
    for (uint32_t i = 0; i < LISTENER_MAX; i++) {
        inside__check_room_of_listener(i);
    }
}

void run_inside_check(void) {
    for (uint32_t i = 0; i < run.options.workers; i++) {
        inside__check_worker(&run.port->workers[i]);
    }
    inside__check_room();
    SIM_RULE(run.port->any.listeners_alive == 0, "%u listeners are counted as alive", run.port->any.listeners_alive);
    SIM_RULE(run.port->any.listeners_ending == 0, "%u listeners are counted as ending", run.port->any.listeners_ending);
}

/* As if thousands of millions of links had been there before: a free slot comes to the end of its generations. */
void run_inside_age(uint32_t index) {
    worker *w = &run.port->workers[index];
    for (uint32_t i = 0; i < w->own.links.fresh; i++) {
        link *l = slab_at(&w->own.links, i);
        if (l->life == LIFE_FREE && LP_LINK_GENERATION(l->id) < UINT32_MAX / 2 && sim_chance(500)) {
            l->id += UINT32_MAX - 1 - sim_below(3) - LP_LINK_GENERATION(l->id);
        }
    }
}

void run_inside_check_sleep(sys_port port) {
    worker *w = &run.port->workers[port - 1];
    bool refused = sim.failed[SIM_PORT_POST] > 0;
    SIM_RULE(refused || mailbox_is_empty(&w->any.mail), "worker %u sleeps with mail: a wake was lost (T76)", w->index);
    SIM_RULE(w->any.woken == 0, "worker %u sleeps and no wake will reach it (T76)", w->index);
}

void run_inside_check_busy(uint32_t index) {
    const worker *w = &run.port->workers[index];
    SIM_RULE(w->own.busy.count <= w->own.chunks.small.max, "%u links are busy with %u small chunks", w->own.busy.count,
             w->own.chunks.small.max);
}

bool run_inside_waits(uint32_t index) {
    return run.port->workers[index].own.waiting.first != NULL;
}

void run_inside_check_rest(uint32_t index) {
    worker *w = &run.port->workers[index];
    for (uint32_t i = 0; i < w->own.links.fresh; i++) {
        const link *l = slab_at(&w->own.links, i);
        bool pins = l->life != LIFE_FREE && l->receive.posted && l->chunk != SLAB_NONE;
        SIM_RULE(!pins, "a silent link pins a chunk%s", link_has(l, LINK_PAUSED) ? ", though it is paused" : "");
    }
}
