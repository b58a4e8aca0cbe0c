/* SPDX-License-Identifier: Apache-2.0 */
/* Random requests of the program, and what it may expect of them. */
#include "run.h"

#include "chunk_place.h"
#include "sim_net.h"
#include "sim_socket.h"

#include <stdlib.h>
#include <string.h>

/* Gives a command to the next step, or posts it. False if the worker has stopped. */
static bool command__give(uint32_t worker, const lp_command *command) {
    if (!run.posting) {
        SIM_RULE(run.command_count < RUN_COMMANDS, "the script has too few commands");
        run.commands[run.command_count++] = *command;
        run.workers[worker].commands++;
        return true;
    }
    lp_status status = lp_post(run.port, worker, command);
    SIM_RULE(status == LP_OK || (status == LP_STOPPING && run.workers[worker].stopped), "lp_post answered %s",
             lp_status_text(status));
    run.workers[worker].commands += status == LP_OK;
    return status == LP_OK;
}

static lp_command command__for(const run_link *l, lp_command_kind kind) {
    lp_command command;
    memset(&command, 0, sizeof command);
    command.kind = kind;
    command.target = l->id;
    return command;
}

static void command__send_file(uint32_t worker, run_link *l) {
    lp_command command = command__for(l, LP_COMMAND_SEND_FILE);
    run_file_queue(l, &command);
    (void)command__give(worker, &command);
}

/* One block of memory in one to eight commands that continue each other. */
static void command__send(uint32_t worker, run_link *l) {
    uint32_t few = run.profile.send_bytes < 400 ? run.profile.send_bytes : 400;
    uint32_t size = 1 + sim_below(sim_chance(300) ? run.profile.send_bytes : few);
    uint32_t parts = run.posting ? 1 : 1 + (sim_chance(300) ? sim_below(8) : 0);
    if (l->output_ended || l->closing || l->aborted || run.stopping || l->block_count == RUN_BLOCKS) {
        return;
    }
    if (sim_chance(run.profile.files)) {
        command__send_file(worker, l);
        return;
    }
    char *memory = malloc(size);
    run_fill(memory, size, l->client_port, l->client, l->queued);
    l->queued += size;
    l->blocks[l->block_count++] = (run_block){.memory = memory, .end = l->queued};
    for (uint32_t at = 0; at < size;) {
        uint32_t part = parts == 1 ? size - at : 1 + sim_below(size - at);
        parts = parts > 1 ? parts - 1 : 1;
        lp_command command = command__for(l, LP_COMMAND_SEND);
        command.data = (uintptr_t)(memory + at);
        command.size = part;
        (void)command__give(worker, &command);
        at += part;
    }
}

static void command__pause(uint32_t worker, run_link *l) {
    if (run.posting) {
        return; /* it would not be known from when on it counts */
    }
    lp_command command = command__for(l, LP_COMMAND_PAUSE);
    l->paused = command__give(worker, &command);
}

static void command__resume(uint32_t worker, run_link *l) {
    lp_command command = command__for(l, LP_COMMAND_RESUME);
    (void)command__give(worker, &command);
    run_idle_resumed(l);
    l->paused = false;
}

static void command__shutdown_output(uint32_t worker, run_link *l) {
    lp_command command = command__for(l, LP_COMMAND_SHUTDOWN_OUTPUT);
    (void)command__give(worker, &command);
    l->output_ended = true;
}

static void command__close(uint32_t worker, run_link *l) {
    lp_command command = command__for(l, LP_COMMAND_CLOSE);
    command.millis = sim_chance(300) ? 0 : sim_below(3000);
    (void)command__give(worker, &command);
    run_deadline_begin(&l->drain, worker, command.millis);
    l->closing = true;
    l->discards = l->discards || !run.posting;
}

static void command__abort(uint32_t worker, run_link *l) {
    lp_command command = command__for(l, LP_COMMAND_ABORT);
    command.size = sim_chance(500) ? LP_REASON_HANDLER_ERROR : 0;
    if (!l->aborted) {
        l->abort_reason = command.size == 0 ? LP_REASON_LOCAL_ABORT : command.size;
    } else {
        command.size = l->abort_reason;
    }
    (void)command__give(worker, &command);
    l->aborted = true;
    l->discards = l->discards || !run.posting;
}

static void command__idle(uint32_t worker, run_link *l) {
    lp_command command = command__for(l, LP_COMMAND_IDLE);
    run_idle_asked(l, &command);
    (void)command__give(worker, &command);
}

static lp_address connect__target(void) {
    uint32_t kind = sim_below(100);
    uint16_t family = sim_chance(300) ? 6 : 4;
    if (kind < 35 && run.listener_count > 0) {
        return run_listener_reach(&run.listeners[sim_below(run.listener_count)]);
    }
    if (kind < 85) {
        return sim_address_here(family, RUN_PLACE);
    }
    if (kind < 95) {
        uint8_t first = kind < 90 ? SIM_NET_UNREACHABLE : SIM_NET_SILENT;
        return family == 6 ? sim_address_v6(first, 80) : sim_address_v4(first, 80);
    }
    return sim_address_here(family, RUN_NOBODY);
}

static void command__connect(uint32_t worker) {
    if (run.connect_count == RUN_LINKS / 2) {
        return;
    }
    lp_command command;
    memset(&command, 0, sizeof command);
    command.kind = LP_COMMAND_CONNECT;
    command.address = connect__target();
    command.data = 1000 + run.connect_count;
    command.millis = sim_chance(100) ? sim_below(4) : 100 + sim_below(4000);
    command.size = sim_chance(100) ? LP_NAGLE : 0;
    run_connect *c = &run.connects[run.connect_count];
    *c = (run_connect){.target = command.address, .bad_local = sim_chance(40), .worker = worker};
    c->socket = run_socket_options();
    command.target = sim_chance(500) ? (uintptr_t)&c->socket : 0;
    c->socket = command.target != 0 ? c->socket : (lp_socket_options){0};
    run_deadline_begin(&c->timeout, worker, command.millis);
    if (c->bad_local) { /* not of this machine, or of another family, or nowhere to go */
        command.local = sim_address_v4(8, 0);
        command.local.family = sim_chance(300) ? 6 : 4;
        command.address.family = sim_chance(300) ? 0 : 4;
    }
    run.connect_count += command__give(worker, &command);
}

/* Of those under way, and of those that were answered long ago. */
static void command__cancel_connect(uint32_t worker) {
    uint32_t index = run.connect_count == 0 ? 0 : sim_below(run.connect_count);
    run_connect *c = &run.connects[index];
    if (run.connect_count == 0 || c->worker != worker) {
        return;
    }
    lp_command command;
    memset(&command, 0, sizeof command);
    command.kind = LP_COMMAND_CANCEL_CONNECT;
    command.data = 1000 + index;
    if (command__give(worker, &command) && !c->answered) {
        c->cancelled = true;
        run_deadline_begin(&c->timeout, worker, 0);
    }
}

/* Only what the last step lent may be kept, and what is kept stays as it is. */
static void command__chunk(uint32_t worker) {
    run_worker *w = &run.workers[worker];
    lp_command command;
    memset(&command, 0, sizeof command);
    if (w->lent_count > 0 && w->kept_count < RUN_KEPT && !run.stopping && sim_chance(500)) {
        run_chunk chunk = w->lent[--w->lent_count];
        w->kept[w->kept_count++] = chunk;
        command.kind = LP_COMMAND_RETAIN;
        command.data = chunk.index;
    } else if (w->kept_count > 0) {
        uint32_t room = 0;
        run_chunk chunk = w->kept[--w->kept_count];
        const char *data = chunk_place(run.port, worker, &run.options, chunk.index, &room);
        SIM_RULE(run_checksum(data, chunk.size) == chunk.checksum, "a kept chunk was written to");
        command.kind = LP_COMMAND_RELEASE;
        command.data = chunk.index;
    } else {
        return;
    }
    (void)command__give(worker, &command);
}

void run_command_release_all(uint32_t worker) {
    run_worker *w = &run.workers[worker];
    w->lent_count = 0;
    while (w->kept_count > 0 && run.command_count < RUN_COMMANDS) {
        command__chunk(worker);
    }
}

static void command__link(uint32_t worker, run_link *l) {
    const run_profile *p = &run.profile;
    if (!l->open && !sim_chance(20)) {
        return; /* now and then a command to a link that is gone */
    }
    if (sim_chance(p->abort)) {
        command__abort(worker, l);
    } else if (sim_chance(p->close)) {
        command__close(worker, l);
    } else if (sim_chance(p->pause)) {
        command__pause(worker, l);
    } else if (l->paused && sim_chance(300)) {
        command__resume(worker, l);
    } else if (sim_chance(30)) {
        command__shutdown_output(worker, l);
    } else if (sim_chance(40)) {
        command__idle(worker, l);
    } else if (l->open) {
        command__send(worker, l);
    }
    l->mailed = l->mailed || run.posting;
}

static run_link *command__some_link(uint32_t worker) {
    for (int tries = 0; run.link_count > 0 && tries < 8; tries++) {
        run_link *l = &run.links[sim_below(run.link_count)];
        if (LP_LINK_WORKER(l->id) == worker && (l->open || sim_chance(50))) {
            return l;
        }
    }
    return NULL;
}

void run_command_any(uint32_t worker) {
    run_link *l = command__some_link(worker);
    if (sim_chance(run.profile.connect)) {
        command__connect(worker);
    } else if (sim_chance(run.profile.connect / 2)) {
        command__cancel_connect(worker);
    } else if (!run.posting && sim_chance(150)) {
        command__chunk(worker);
    } else if (l != NULL && (run.posting || !l->mailed)) {
        command__link(worker, l);
    }
}

/* Requests that name nothing are counted and dropped; a full mailbox says so. */
static void command__nonsense(uint32_t worker) {
    lp_command command;
    memset(&command, 0, sizeof command);
    command.kind = sim_chance(500) ? LP_COMMAND_RESUME : LP_COMMAND_SEND;
    command.target = (uint64_t)worker << 56 | 0xFFFFFFu;
    command.data = 0xFFFFFF;
    lp_status status = LP_OK;
    for (uint32_t count = sim_chance(100) ? 5000 : 1; count > 0 && status == LP_OK; count--) {
        status = lp_post(run.port, worker, &command);
        run.workers[worker].commands += status == LP_OK;
    }
    run.workers[worker].mail_full = status == LP_NO_RESOURCES;
    SIM_RULE(status == LP_OK || status == LP_NO_RESOURCES, "lp_post answered %s", lp_status_text(status));
}

/* Its wait will end, or has just ended: then its mail must be taken before the step ends, see run_step(). */
static bool command__is_awake(uint32_t worker) {
    const sim_port *port = sim_port_of(worker + 1);
    return port->first != NULL || port->wake_in_hand;
}

/* By another thread. */
void run_command_post(void) {
    uint32_t worker = sim_below(run.options.workers);
    uintptr_t thread = sim.thread;
    uint64_t injected = sim.injected;
    uint64_t commands = run.workers[worker].commands;
    bool wakes = sim_chance(100);
    sim.thread = 1000;
    run.posting = true;
    if (run.workers[worker].mail_full) {
        wakes = false;
    } else if (wakes) {
        (void)lp_wake(run.port, worker);
    } else if (sim_chance(20)) {
        command__nonsense(worker);
    } else {
        run_command_any(worker);
    }
    run.posting = false;
    sim.thread = thread;
    bool woken = wakes || run.workers[worker].commands > commands;
    SIM_RULE(!woken || sim.injected > injected || command__is_awake(worker), "a wake was lost (T76)");
}

/* By another thread, and it says nothing but that: it may come while a step has events in its hands. */
void run_command_wake(void) {
    uint32_t worker = sim_below(run.options.workers);
    uintptr_t thread = sim.thread;
    uint64_t injected = sim.injected;
    sim.thread = 1000;
    lp_status status = lp_wake(run.port, worker);
    sim.thread = thread;
    SIM_RULE(status == LP_OK || sim.injected > injected, "lp_wake answered %s", lp_status_text(status));
}
