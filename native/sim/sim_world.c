/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_world.h"

#include "sim_end.h"
#include "sim_file.h"
#include "sim_memory.h"
#include "sim_place.h"
#include "sim_port.h"
#include "sim_socket.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

sim_world sim;

enum { ERRORS_MAX = 5, SHORT_MILLIS = 60 };

/* The errors a call can give, from the table of its documentation page. scarce: by chance, when things are short. */
typedef struct sim_errors {
    uint32_t scarce;
    uint32_t codes[ERRORS_MAX];
} sim_errors;

static const sim_errors ERRORS[SIM_CALLS] = {
    [SIM_RESERVE] = {0, {8}},
    [SIM_COMMIT] = {1455, {1455}},
    [SIM_RELEASE] = {0, {487}},
    [SIM_STARTUP] = {0, {10091, 10067}},
    [SIM_CLEANUP] = {0, {10050}},
    [SIM_PORT_NEW] = {0, {8}},
    [SIM_PORT_DELETE] = {0, {6}},
    [SIM_PORT_ADD] = {8, {8, 87}},
    [SIM_PORT_POST] = {8, {8, 1450}}, /* T75 */
    [SIM_PORT_WAIT] = {0, {1450}},
    [SIM_SOCKET_NEW] = {10024, {10024, 10055, 10050}}, /* T88 */
    [SIM_SOCKET_CLOSE] = {0, {10050}},
    [SIM_BIND] = {10055, {10055, 10048, 10049, 10013}}, /* T46 */
    [SIM_LISTEN] = {10055, {10055, 10048}},
    [SIM_NAME] = {10055, {10055, 10050}},
    [SIM_SOCKET_ERROR] = {0, {10050}},
    [SIM_SET_NONBLOCKING] = {0, {10050}},
    [SIM_SET_SKIP] = {0, {87}},
    [SIM_SET_OPTION] = {0, {10042}},
    [SIM_SET_ABORT] = {0, {10054}},
    [SIM_SHUTDOWN] = {0, {10054, 10053}},
    [SIM_ACCEPT] = {10055, {10055, 10054}}, /* T36 */
    [SIM_ACCEPT_UPDATE] = {0, {10057, 10055}},
    [SIM_CONNECT] = {10055, {10055, 10051, 10048}},
    [SIM_CONNECT_UPDATE] = {0, {10057, 10055}},
    [SIM_RECEIVE] = {10055, {10055, 10054, 10053}}, /* T31 */
    [SIM_RECEIVE_NOW] = {10055, {10055, 10054, 10053}},
    [SIM_SEND] = {10055, {10055, 10035, 10054, 10053, 10022}}, /* T31 */
    [SIM_TRANSMIT] = {10055, {10055, 10045, 10054}},
    [SIM_FILE_SIZE] = {0, {1117, 6}},
    [SIM_FILE_READ] = {1455, {1117, 1455}},
    [SIM_THREAD_NEW] = {8, {8, 1455}},
    [SIM_THREAD_BIND] = {0, {87}},
    [SIM_THREAD_JOIN] = {0, {6}},
};

void sim_world_begin(uint64_t seed, const sim_knobs *knobs) {
    void (*on_failure)(void) = sim.on_failure;
    uint64_t calls = sim.calls;
    memset(&sim, 0, sizeof sim);
    sim.on_failure = on_failure;
    sim.calls = calls;
    sim.knobs = *knobs;
    sim.seed = seed;
    sim.dice = seed * 2 + 1;
    sim.now = sim_below(1u << 30);
    sim.thread = 1000;
    sim.lacks_v6 = sim_chance(100) && !knobs->tolerant;
    sim.next_port = 49152; /* Default dynamic port range */
    sim_socket_begin();
    sim_place_begin();
    sim_file_begin();
}

void sim_world_end(void) {
    sim_socket_check_none();
    sim_port_check_none();
    sim_memory_check_none();
    sim_file_check_none();
    SIM_RULE(sim.startups == 0, "%u WSAStartup without WSACleanup (T80)", sim.startups);
    sim_conn_free_all();
}

void sim_fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fflush(stdout);
    fprintf(stderr, "sim: ");
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "\n");
    va_end(arguments);
    if (sim.on_failure != NULL) {
        sim.on_failure();
    }
    fflush(stderr);
    _Exit(1);
}

/* splitmix64 */
uint64_t sim_dice(void) {
    uint64_t z = (sim.dice += 0x9E3779B97F4A7C15u);
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

uint32_t sim_below(uint32_t below) {
    return (uint32_t)(sim_dice() >> 32) % below;
}

uint32_t sim_between(uint32_t from, uint32_t to) {
    return from + sim_below(to - from + 1);
}

bool sim_chance(uint32_t per_mille) {
    return per_mille > 0 && sim_below(1000) < per_mille;
}

uint32_t sim_part(uint32_t size) {
    uint32_t most = sim.knobs.crumb_bytes != 0 && sim.knobs.crumb_bytes < size ? sim.knobs.crumb_bytes : size;
    return 1 + sim_below(most);
}

static uint32_t fault__planned(sim_call call) {
    const uint32_t *codes = ERRORS[call].codes;
    uint32_t count = 1;
    while (count < ERRORS_MAX && codes[count] != 0) {
        count++;
    }
    for (uint32_t i = 0; i < SIM_FAULTS; i++) {
        if (sim.plans[i].at == sim.fallible) {
            sim.plan_errors = count;
            return codes[sim.plans[i].with % count];
        }
    }
    return 0;
}

static bool fault__is_short(sim_call call) {
    if (ERRORS[call].scarce == 0 || sim.knobs.scarce == 0) {
        return false;
    }
    if (sim_chance(sim.knobs.scarce / 4)) {
        sim.short_until[call] = sim.now + 1 + sim_below(SHORT_MILLIS);
    }
    return sim.now < sim.short_until[call] || sim_chance(sim.knobs.scarce);
}

uint32_t sim_fault(sim_call call) {
    sim.calls++;
    sim.fallible++;
    uint32_t error = fault__planned(call);
    if (error == 0 && fault__is_short(call)) {
        error = ERRORS[call].scarce;
    }
    sim.injected += error != 0;
    sim.failed[call] += error != 0;
    if (sim.on_call != NULL) {
        sim.on_call(call);
    }
    return error;
}

uint64_t sys_clock_millis(void) {
    sim.calls++;
    sim.now += sim_chance(20);
    return sim.now;
}

uintptr_t sys_thread_id(void) {
    sim.calls++;
    return sim.thread;
}

uint32_t sys_text(uint32_t code, char *buffer, uint32_t size) {
    int length = code == 87 ? snprintf(buffer, size, "The parameter is incorrect.") : 0;
    return (uint32_t)length;
}

uint32_t sys_startup(sys_network *network_out) {
    uint32_t error = sim_fault(SIM_STARTUP);
    if (error != 0) {
        return error;
    }
    memset(network_out, 0, sizeof *network_out);
    network_out->may_skip = sim.knobs.may_skip;         /* T14 */
    network_out->may_transmit = sim.knobs.may_transmit; /* T65 */
    network_out->has_v4 = !sim.lacks_v4;
    network_out->has_v6 = !sim.lacks_v6;
    sim.startups++;
    return 0;
}

uint32_t sys_cleanup(void) {
    SIM_MISUSE(sim.startups > 0, 10093, "WSACleanup without WSAStartup (T80)"); /* WSACleanup */
    sim.startups--;
    return sim_fault(SIM_CLEANUP);
}
