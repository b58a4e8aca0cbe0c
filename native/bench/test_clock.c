/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the CPU time that the load generator reads of a server: against one that has used a known amount of it, part
 * of it in a thread that has ended, and that is stopped while it is looked at.
 */
#define _GNU_SOURCE
#include "../test/check.h"
#include "clock.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const uint64_t USED_NANOS = 200000000, MORE_NANOS = 50000000;

static void *use(void *nanos) {
    cpu_time now;
    do {
        now = cpu_time_of(getpid());
    } while (now.nanos < *(const uint64_t *)nanos);
    return NULL;
}

static void child(void) {
    uint64_t all = USED_NANOS, half = USED_NANOS / 2;
    pthread_t thread;
    CHECK(pthread_create(&thread, NULL, use, &half) == 0);
    pthread_join(thread, NULL);
    use(&all);
    raise(SIGSTOP);
    _exit(0);
}

int main(void) {
    int status = 0;
    struct timespec pause = {0, 20000000};
    pid_t process = fork();
    if (process == 0) {
        child();
    }
    CHECK(waitpid(process, &status, WUNTRACED) == process && WIFSTOPPED(status));
    cpu_time used = cpu_time_of(process);
    CHECK(used.nanos >= USED_NANOS && used.nanos < USED_NANOS + MORE_NANOS);
    CHECK(used.user_ticks + used.system_ticks > 0);
    nanosleep(&pause, NULL); /* not to wait for anything: what is stopped uses none of it */
    CHECK(cpu_time_of(process).nanos == used.nanos);
    CHECK(cpu_time_of(0).nanos == 0);
    kill(process, SIGCONT);
    CHECK(waitpid(process, &status, 0) == process && WIFEXITED(status) && WEXITSTATUS(status) == 0);
    return 0;
}
