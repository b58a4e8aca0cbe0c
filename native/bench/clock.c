/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "clock.h"

#include "fail.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const uint64_t NANOS = 1000000000;

static uint64_t clock__nanos(clockid_t id) {
    struct timespec t;
    if (clock_gettime(id, &t) != 0) {
        fail_errno("clock_gettime");
    }
    return (uint64_t)t.tv_sec * NANOS + (uint64_t)t.tv_nsec;
}

uint64_t clock_nanos(void) {
    return clock__nanos(CLOCK_MONOTONIC);
}

/* The 14th and 15th field of /proc/PID/stat; the second is a name in brackets, which may hold anything. */
static void cpu__ticks(pid_t process, cpu_time *out) {
    char path[64], text[1024];
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)process);
    FILE *file = fopen(path, "r");
    if (!file) {
        fail_errno(path);
    }
    size_t size = fread(text, 1, sizeof text - 1, file);
    fclose(file);
    text[size] = 0;
    const char *after_name = strrchr(text, ')');
    if (!after_name || sscanf(after_name + 1, " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %" SCNu64 " %" SCNu64,
                              &out->user_ticks, &out->system_ticks) != 2) {
        fail(path);
    }
}

cpu_time cpu_time_of(pid_t process) {
    cpu_time result = {0, 0, 0};
    clockid_t id;
    if (process == 0) {
        return result;
    }
    if (clock_getcpuclockid(process, &id) != 0) {
        fail("the server's process is gone");
    }
    result.nanos = clock__nanos(id);
    cpu__ticks(process, &result);
    return result;
}
