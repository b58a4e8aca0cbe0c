/* SPDX-License-Identifier: Apache-2.0 */
/* From lp_create() to lp_destroy(). */
#include "run.h"

#include "sim_place.h"

#include <stdlib.h>
#include <string.h>

run_state run;

enum { STOP_STEPS_MAX = 30000, SPINS_MAX = 4 };

/* The weather for files: the system sends them, two at a time or as many as there are, or it is not to. */
static void case__files(void) {
    sim.knobs.may_transmit = sim.knobs.may_transmit && sim_chance(800);
    sim.knobs.lacks_transmit = sim_chance(100);
    sim.knobs.transmit_max = sim_chance(300) ? 2 : 0;
    run.options.flags |= sim_chance(150) ? LP_NEVER_TRANSMIT : 0;
}

static void case__create(void) {
    memset(&run.options, 0, sizeof run.options);
    run.options.size = sizeof run.options;
    run.options.workers = 1 + sim_below(RUN_WORKERS);
    run.options.max_links = 1 + sim_below(run.profile.max_links);
    run.options.chunk_bytes = 1024u << sim_below(4);
    run.options.chunk_count = sim_chance(300) ? 2 : 2 + sim_below(30);
    run.options.flags = sim_chance(400) ? LP_NEVER_SKIP : 0;
    case__files();
    for (uint32_t i = 0, count = sim_chance(300) ? run.options.workers : 0; i < count; i++) {
        run.borrowed[run.borrowed_count++] = malloc((size_t)run.options.chunk_bytes * run.options.chunk_count);
    }
    run.options.chunk_memory = run.borrowed_count > 0 ? run.borrowed : NULL;
    uint32_t code = 0;
    lp_status status = lp_create(&run.options, &run.port, &code);
    SIM_RULE(status == LP_OK || (run.port == NULL && sim.injected > 0), "lp_create answered %s, code %u",
             lp_status_text(status), code);
    if ((run.options.flags & LP_NEVER_TRANSMIT) != 0) {
        sim.knobs.may_transmit = false; /* from here on it would break a rule */
    }
}

/*
 * A step that had time, reported nothing and moved nothing must have waited: all the more if the one before it did no
 * better and time has stood still since its end. Else a deadline may have come meanwhile, between steps or within one,
 * and is looked at without a wait.
 */
static void case__check_spin(run_worker *w, bool idle) {
    w->spins = idle && sim.now == w->spun_at ? w->spins + 1 : idle;
    w->spun_at = sim.now;
    SIM_RULE(w->spins < SPINS_MAX, "the worker spins: %u steps in a row neither waited nor did anything", w->spins);
}

static void case__event(uint32_t worker, const lp_event *event) {
    run_worker *w = &run.workers[worker];
    SIM_RULE(!w->stopped, "an event after STOPPED");
    w->events++;
    if (event->kind == LP_EVENT_LISTENER_CLOSED) {
        SIM_RULE(event->cookie < run.listener_count && !run.listeners[event->cookie].ended, "LISTENER_CLOSED again");
        SIM_RULE(run.listeners[event->cookie].closing || run.stopping || sim.failed[SIM_PORT_ADD] > 0,
                 "LISTENER_CLOSED without being asked to");
        run.listeners[event->cookie].ended = true;
    } else if (event->kind == LP_EVENT_STOP_OVERDUE) {
        run_stop_overdue(worker, event);
    } else if (event->kind == LP_EVENT_STOPPED) {
        SIM_RULE(run.stopping, "STOPPED without being asked to");
        w->stopped = true;
    } else {
        run_link_event(worker, event);
    }
}

static void case__mail_is_taken(uint32_t worker) {
    for (uint32_t i = 0; i < run.link_count; i++) {
        if (LP_LINK_WORKER(run.links[i].id) == worker) {
            run.links[i].mailed = false;
        }
    }
}

uint32_t run_step(uint32_t worker, uint32_t event_max, uint32_t timeout_millis) {
    run_worker *w = &run.workers[worker];
    lp_event events[RUN_EVENTS];
    uint64_t waited = sim.waited;
    uint64_t progress = sim.progress;
    uint32_t commands = run.command_count;
    run.command_count = 0;
    run.step++;
    sim.thread = worker + 1;
    w->mail_full = w->mail_full && event_max == 0;
    w->stepping = true;
    w->steps += event_max > 0;
    w->step_from = sim.now;
    uint64_t busy_from = sim.now - sim.slept;
    int32_t count = lp_step(run.port, worker, run.commands, commands, events, event_max, timeout_millis);
    w->stepping = false;
    uint64_t busy = sim.now - sim.slept - busy_from;
    w->longest = busy > w->longest ? busy : w->longest;
    sim.thread = 1000;
    SIM_RULE(count >= 0 && (uint32_t)count <= event_max, "lp_step answered %d", count);
    run_check_balance(worker);
    run_check_mail(worker, event_max > 0);
    run_inside_check_busy(worker);
    if (event_max == 0) {
        return 0;
    }
    w->lent_count = 0;
    for (int32_t i = 0; i < count; i++) {
        case__event(worker, &events[i]);
    }
    run_stop_check(worker, (uint32_t)count < event_max);
    bool had_time = timeout_millis > 0 && commands == 0;
    if ((uint32_t)count < event_max && !w->stopped) {
        run_deadline_step(worker);
    }
    run_idle_step(worker, (uint32_t)count < event_max && !w->stopped);
    case__check_spin(w, had_time && count == 0 && sim.waited == waited && sim.progress == progress);
    return (uint32_t)count;
}

static uint32_t case__timeout(void) {
    uint32_t kind = sim_below(10);
    return kind < 5 ? 0 : kind < 8 ? sim_below(20) : kind < 9 ? sim_below(1500) : LP_FOREVER;
}

/* Links that were mailed before the step, not while it waits: those that come later may miss it. */
static void case__any_step(void) {
    uint32_t worker = sim_below(run.options.workers);
    uint32_t event_max = sim_chance(30) ? 0 : 1 + sim_below(run.profile.event_max);
    while (run.command_count < RUN_COMMANDS - 16 && sim_chance(run.profile.commands)) {
        run_command_any(worker);
    }
    if (event_max > 0) {
        case__mail_is_taken(worker);
    }
    (void)run_step(worker, event_max, case__timeout());
}

static void case__idle(void) {
    if (sim_chance(500)) {
        run_peer_act();
    }
    if (sim_chance(100)) {
        run_command_post();
    }
}

/* In the middle of a step of another worker, which may have events in its hands that nobody has seen. */
static void case__step_within(void) {
    uint32_t worker = sim_below(run.options.workers);
    run_worker *w = &run.workers[worker];
    if (!w->stepping && !w->stopped) {
        case__mail_is_taken(worker);
        (void)run_step(worker, 1 + sim_below(run.profile.event_max), 0);
    }
}

static void case__other_thread(sim_call call) {
    uintptr_t thread = sim.thread;
    (void)call;
    if (run.port != NULL && !run.posting && !run.calling && sim_chance(4)) {
        if (sim_chance(500)) {
            run_command_wake();
        } else {
            case__step_within();
        }
    }
    sim.thread = thread;
}

/* A completion may be handled before the call returns, so what counts it must count it by then (T5). */
static void case__posted(sys_port port, uint32_t owned) {
    lp_stats s;
    SIM_RULE(lp_stats_read(run.port, (uint32_t)port - 1, &s, sizeof s) == LP_OK, "lp_stats_read failed");
    SIM_RULE(s.operations_now >= owned, "the kernel owns %u operations, %llu are counted (T5)", owned,
             (unsigned long long)s.operations_now);
}

static void case__check_owner(void) {
    lp_event event;
    uint32_t worker = sim_below(run.options.workers);
    if (run.workers[worker].events > 0) {
        int32_t status = lp_step(run.port, worker, NULL, 0, &event, 1, 0);
        SIM_RULE(status == -LP_WRONG_THREAD, "a step by a foreign thread answered %d", status);
    }
}

/* None of these changes anything. */
static void case__refusals(void) {
    lp_command command = {.kind = LP_COMMAND_RESUME};
    lp_address address = sim_address_v4(127, 0);
    lp_listen_options options = {.size = sizeof options, .accept_depth = 1, .backlog = 1};
    lp_listener id = 0;
    lp_event event;
    SIM_RULE(lp_post(run.port, 0, &command) == LP_STOPPING, "lp_post to a worker that has stopped");
    SIM_RULE(lp_listen(run.port, 0, &address, &options, &id, &address, NULL) == LP_STOPPING, "lp_listen at the end");
    SIM_RULE(lp_step(run.port, 0, NULL, 0, &event, 1, 0) == -LP_WRONG_THREAD, "lp_step by a foreign thread");
    sim.thread = 1;
    SIM_RULE(lp_step(run.port, 0, NULL, 0, &event, 1, 0) == -LP_STOPPING, "lp_step after STOPPED");
    sim.thread = 1000;
}

static void case__age(void) {
    if (sim_chance(5)) {
        run_inside_age(sim_below(run.options.workers));
    }
}

static void case__rounds(void) {
    uint32_t rounds = 1 + sim_below(run.profile.rounds);
    run_listen();
    for (uint32_t i = 0; i < rounds; i++) {
        case__any_step();
        case__age();
        run_peer_act();
        if (sim_chance(150)) {
            run_command_post();
        }
        if (sim_chance(15)) {
            run_listen();
        }
        if (sim_chance(8)) {
            run_listener_close_any();
        }
        if (sim_chance(20)) {
            run_file_cut_any();
        }
        if (sim_chance(10)) {
            case__check_owner();
            SIM_RULE(lp_destroy(run.port) == LP_BUSY, "lp_destroy while workers run");
        }
    }
}

static void case__give_back(void) {
    for (uint32_t i = 0; i < run.options.workers; i++) {
        run_command_release_all(i);
        while (run.command_count > 0) {
            (void)run_step(i, 0, 0);
            run_command_release_all(i);
        }
    }
}

static bool case__has_stopped(void) {
    for (uint32_t i = 0; i < run.options.workers; i++) {
        if (!run.workers[i].stopped) {
            return false;
        }
    }
    return true;
}

static void case__begin_stop(void) {
    uint32_t drain = sim_chance(300) ? 0 : sim_below(3000);
    run.stop_at = sim.now + drain;
    if (sim_chance(700)) {
        run.stopping = true;
        for (uint32_t i = 0; i < run.options.workers; i++) {
            run_stop_begins(i, run.stop_at);
        }
        SIM_RULE(lp_stop(run.port, drain) == LP_OK, "lp_stop failed");
        return;
    }
    for (uint32_t i = 0; i < run.options.workers; i++) {
        (void)run_step(i, run.profile.event_max, 0); /* takes the mail, which would come too late after the stop */
        run.stopping = true;
        memset(&run.commands[0], 0, sizeof run.commands[0]);
        run.commands[0].kind = LP_COMMAND_STOP;
        run.commands[0].millis = drain;
        run.command_count = 1;
        run.workers[i].commands++;
        run_stop_begins(i, sim.now + drain);
        (void)run_step(i, 0, 0);
    }
}

static void case__stop(void) {
    sim.on_idle = run_peer_act;
    sim.on_call = case__other_thread;
    case__give_back();
    if (sim_chance(100)) { /* some driver does not let go */
        sim.knobs.late = 300;
        sim.knobs.late_millis = 40000;
    }
    case__begin_stop();
    for (uint32_t steps = 0; !case__has_stopped(); steps++) {
        uint32_t worker = sim_below(run.options.workers);
        SIM_RULE(steps < STOP_STEPS_MAX, "not every worker has stopped after %u steps", steps);
        if (run.workers[worker].stopped) {
            continue;
        }
        (void)run_step(worker, 1 + sim_below(run.profile.event_max), case__timeout());
        if (sim_chance(300)) {
            run_peer_act();
        }
    }
}

static void case__destroy(void) {
    sim.on_call = NULL;
    case__refusals();
    run_check_stats();
    run_inside_check();
    uint64_t injected = sim.injected;
    lp_port *port = run.port;
    run.port = NULL; /* nobody reads its trace any more */
    lp_status status = lp_destroy(port);
    SIM_RULE(status == LP_OK || sim.injected > injected, "lp_destroy answered %s", lp_status_text(status));
}

uint64_t run_case(uint64_t seed, const run_profile *profile, const sim_fault_plan *plans) {
    memset(&run, 0, offsetof(run_state, links)); /* links, connects and peers are set as they come */
    run.stop_at = UINT64_MAX;
    run.profile = *profile;
    sim_world_begin(seed, &profile->knobs);
    memcpy(sim.plans, plans, sizeof sim.plans);
    sim.on_idle = case__idle;
    sim.on_call = case__other_thread;
    sim.on_sleep = run_inside_check_sleep;
    sim.on_post = case__posted;
    sim_place_open(RUN_PLACE);
    case__create();
    if (run.port != NULL) {
        case__rounds();
        if (sim_chance(500)) {
            run_settle();
        }
        case__stop();
        case__destroy();
    }
    for (uint32_t i = 0; i < run.borrowed_count; i++) {
        free(run.borrowed[i]);
    }
    uint64_t fallible = sim.fallible;
    sim_world_end();
    return fallible;
}
