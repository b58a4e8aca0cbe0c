/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_event.h"

#include "sim_world.h"

enum { EVENTS_MAX = 8, HANDLE_BASE = 0x1000, HANDLE_STEP = 4 };

typedef struct sim_event {
    bool open;
    bool set;
} sim_event;

static sim_event events[EVENTS_MAX];

static sim_event *event__find(const void *handle) {
    uintptr_t index = (((uintptr_t)handle & ~(uintptr_t)1) - HANDLE_BASE) / HANDLE_STEP;
    return (uintptr_t)handle >= HANDLE_BASE && index < EVENTS_MAX && events[index].open ? &events[index] : NULL;
}

static sim_event *event__of(const void *handle) {
    sim_event *event = event__find(handle);
    SIM_RULE(event != NULL, "use of a closed event");
    return event;
}

void *sim_event_new(void) {
    for (uintptr_t i = 0; i < EVENTS_MAX; i++) {
        if (!events[i].open) {
            events[i] = (sim_event){.open = true};
            return (void *)(HANDLE_BASE + i * HANDLE_STEP);
        }
    }
    return NULL;
}

void sim_event_delete(void *event) {
    event__of(event)->open = false;
}

bool sim_event_is_set(void *event) {
    return event__of(event)->set;
}

bool sim_event_is_valid(const void *event) {
    return event == NULL || event__find(event) != NULL;
}

/* GetQueuedCompletionStatus (lpOverlapped), T7 */
bool sim_event_suppresses(const void *event) {
    return ((uintptr_t)event & 1) != 0;
}

void sim_event_reset(const void *event) {
    if (event != NULL) {
        event__of(event)->set = false;
    }
}

void sim_event_signal(const void *event) {
    if (event != NULL) {
        event__of(event)->set = true;
    }
}
