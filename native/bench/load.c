/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load generator: it holds links to one server and does what lines on standard input say, each answered by a line.
 *   load --tcp-port N --links L --bytes B [--framed 1] [--server PID] [--suspend 1] [--also PID]
 *   closed MILLIS DEPTH        every link keeps DEPTH messages on their way
 *   open MILLIS RATE DEPTH     RATE messages in a second over all links, on schedule, DEPTH at a time
 *   one-way MILLIS             a stream, to a server that swallows it
 *   churn MILLIS AT-A-TIME     connections that come and go
 * The CPU time of process PID is part of each answer, and that of another one that works for it; suspended, the first
 * runs only while it is needed here.
 * It ends with its standard input; and with a complaint and status 1 if a byte is wrong or a server fails.
 */
#define _GNU_SOURCE
#include "clock.h"
#include "fail.h"
#include "load_run.h"
#include "options.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { LINKS_MAX = 100000, MESSAGE_BYTES_MAX = 16 << 20, NANOS_PER_MILLI = 1000000 };

static struct {
    load_links links;
    load_address address;
    pid_t server;
    pid_t also;
    bool suspends;
} load;

static void load__signal(int signal) {
    if (load.suspends && kill(load.server, signal) != 0) {
        fail_errno("the server's process");
    }
}

static cpu_time load__server_time(void) {
    cpu_time own = cpu_time_of(load.server), also = cpu_time_of(load.also);
    return (cpu_time){own.nanos + also.nanos, own.user_ticks + also.user_ticks, own.system_ticks + also.system_ticks};
}

static load_result load__do(const char *what, uint64_t nanos, uint32_t how, uint32_t depth) {
    if (strcmp(what, "closed") == 0) {
        return load_run_closed(&load.links, nanos, how);
    }
    if (strcmp(what, "open") == 0) {
        return load_run_open(&load.links, nanos, how, depth);
    }
    if (strcmp(what, "one-way") == 0) {
        return load_run_one_way(&load.links, nanos, load.address.tcp_port);
    }
    if (strcmp(what, "churn") == 0) {
        return load_run_churn(nanos, how, load.address.tcp_port);
    }
    fail("no such command");
}

static void load__command(const char *what, uint64_t nanos, uint32_t how, uint32_t depth) {
    histogram_clear(&load.links.latencies);
    load__signal(SIGCONT);
    cpu_time server = load__server_time(), own = cpu_time_of(getpid());
    uint64_t began = clock_nanos();
    load_result result = load__do(what, nanos, how, depth);
    uint64_t ended = clock_nanos();
    cpu_time server_after = load__server_time(), own_after = cpu_time_of(getpid());
    load__signal(SIGSTOP);
    printf("result messages=%" PRIu64 " bytes=%" PRIu64 " nanos=%" PRIu64 " cpu_nanos=%" PRIu64 " user_ticks=%" PRIu64
           " system_ticks=%" PRIu64 " load_cpu_nanos=%" PRIu64 " latencies=",
           result.messages, result.bytes, ended - began, server_after.nanos - server.nanos,
           server_after.user_ticks - server.user_ticks, server_after.system_ticks - server.system_ticks,
           own_after.nanos - own.nanos);
    histogram_print(&load.links.latencies, stdout);
    putchar('\n');
    fflush(stdout);
}

static void load__obey(void) {
    char line[256], what[16];
    while (fgets(line, sizeof line, stdin)) {
        uint64_t millis;
        uint32_t how = 0, depth = 1;
        if (sscanf(line, "%15s %" SCNu64 " %" SCNu32 " %" SCNu32, what, &millis, &how, &depth) < 2 || depth == 0) {
            fail("not a command");
        }
        load__command(what, millis * NANOS_PER_MILLI, how, depth);
    }
}

int main(int argc, char **argv) {
    static const char *const KNOWN[] = {"--tcp-port", "--links", "--bytes",  "--framed", "--server",
                                        "--suspend",  "--also",  "--source", NULL};
    options o = options_new(argc, argv, KNOWN);
    load.address.tcp_port = (uint16_t)options_number(&o, "--tcp-port", 0, 1, UINT16_MAX);
    load.address.source = (uint8_t)options_number(&o, "--source", 1, 1, 254);
    load.server = (pid_t)options_number(&o, "--server", 0, 1, INT32_MAX);
    load.also = (pid_t)options_number(&o, "--also", 0, 1, INT32_MAX);
    bool framed = options_number(&o, "--framed", 0, 0, 1);
    load.links.pattern = pattern_new(options_number(&o, "--bytes", 64, 1, MESSAGE_BYTES_MAX), framed);
    load.suspends = load.server && options_number(&o, "--suspend", 0, 0, 1);
    load__signal(SIGCONT);
    load_links_open(&load.links, (uint32_t)options_number(&o, "--links", 1, 0, LINKS_MAX), load.address);
    load__signal(SIGSTOP);
    char congestion[16];
    load_links_congestion(&load.links, congestion, sizeof congestion);
    printf("ready links=%" PRIu32 " congestion=%s\n", load.links.count, congestion);
    fflush(stdout);
    load__obey();
    return 0;
}
