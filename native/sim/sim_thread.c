/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_thread.h"

#include "sim_world.h"

enum { THREADS = 64, FIRST_ID = 1000 };

typedef struct sim_thread {
    const sys_thread_task *task;
    bool begun;
} sim_thread;

static sim_thread threads[THREADS];

static sim_thread *thread__of(sys_thread handle) {
    SIM_RULE(handle >= 1 && handle <= THREADS && threads[handle - 1].task != NULL, "a handle of no thread");
    return &threads[handle - 1];
}

uint32_t sim_thread_count(void) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < THREADS; i++) {
        count += threads[i].task != NULL;
    }
    return count;
}

uint32_t sys_thread_new(const sys_thread_task *task, sys_thread *thread_out) {
    uint32_t error = sim_fault(SIM_THREAD_NEW);
    for (uint32_t i = 0; error == 0 && i < THREADS; i++) {
        if (threads[i].task == NULL) {
            threads[i] = (sim_thread){task, false};
            *thread_out = i + 1;
            return 0;
        }
    }
    return error;
}

void sys_thread_name(sys_thread thread, const char *name) {
    (void)thread__of(thread);
    SIM_RULE(name[0] != '\0', "a thread without a name");
}

uint32_t sys_thread_bind(sys_thread thread, uint64_t mask, uint32_t group) {
    SIM_RULE(!thread__of(thread)->begun && mask != 0 && group == 0, "bound too late, or to nothing");
    return sim_fault(SIM_THREAD_BIND);
}

void sys_thread_begin(sys_thread thread) {
    SIM_RULE(!thread__of(thread)->begun, "begun twice");
    thread__of(thread)->begun = true;
}

uint32_t sys_thread_join(sys_thread thread) {
    sim_thread *t = thread__of(thread);
    uintptr_t caller = sim.thread;
    SIM_RULE(t->begun, "nobody lets it run, and somebody waits for it");
    sim.thread = FIRST_ID + thread;
    t->task->run(t->task->argument);
    sim.thread = caller;
    t->task = NULL;
    return sim_fault(SIM_THREAD_JOIN);
}
