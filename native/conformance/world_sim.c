/* SPDX-License-Identifier: Apache-2.0 */
#include "world.h"

#include "sim_event.h"
#include "sim_file.h"
#include "sim_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What Windows leaves open is tried both ways: when operations complete, within the call or after, and in what order.
 */
enum { ROUNDS = 12 };

void world_name(char *text, size_t size) {
    (void)snprintf(text, size, "the simulator, %u rounds each", world_rounds());
}

uint32_t world_rounds(void) {
    return ROUNDS;
}

/* Never what Windows does not do to a program that is short of nothing: partial sends and forgotten resets. */
void world_begin(uint32_t round) {
    static const uint32_t IMMEDIATE[] = {1000, 500, 900};
    static const uint32_t DELAYS[] = {0, 3, 20, 1};
    sim_knobs knobs = {
        .immediate = IMMEDIATE[round % 3],
        .within = round % 2 == 0 ? 0 : 400,
        .early = round % 5 == 4 ? 100 : 0,
        .delay_millis = DELAYS[round % 4],
        .batch_max = round % 7 == 6 ? 1 : 64,
        .pipe_bytes = 512 * 1024,
        .reuse_handles = round % 2 == 0,
        .may_skip = true,
        .may_transmit = true,
        .transmit_max = round % 3,
        .tolerant = true,
    };
    sim_world_begin(round + 1, &knobs);
}

void world_end(void) {
    sim_world_end();
}

void *world_event_new(void) {
    return sim_event_new();
}

bool world_event_is_set(void *event) {
    return sim_event_is_set(event);
}

void world_event_delete(void *event) {
    sim_event_delete(event);
}

uintptr_t world_file_new(uint64_t base, const char *bytes, uint32_t count) {
    char *own = malloc(count);
    memcpy(own, bytes, count);
    return sim_file_new(base, own, count);
}

void world_file_delete(uintptr_t file) {
    sim_file_close(file);
}
