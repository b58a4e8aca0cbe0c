/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE

#include "run_jobs.h"

#include "sim_world.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { JOBS_MAX = 256 };

/* What the processes share. */
typedef struct jobs_board {
    _Atomic(uint64_t) taken; /* seeds */
    _Atomic(uint64_t) calls;
    _Atomic(uint64_t) injected;
    atomic_flag reported;
} jobs_board;

static jobs_board *board;
static pid_t jobs_pids[JOBS_MAX];

bool run_jobs_may_report(void) {
    return board == NULL || !atomic_flag_test_and_set(&board->reported);
}

static void jobs__work(uint64_t first, uint64_t seeds, void (*one)(uint64_t seed, run_totals *totals)) {
    run_totals totals = {0};
    for (uint64_t i; (i = atomic_fetch_add(&board->taken, 1)) < seeds;) {
        one(first + i, &totals);
    }
    atomic_fetch_add(&board->calls, totals.calls);
    atomic_fetch_add(&board->injected, totals.injected);
}

/* Waits for all. The first that fails ends the others. */
static bool jobs__wait(uint32_t jobs) {
    bool good = true;
    int status = 0;
    for (pid_t pid; (pid = wait(&status)) > 0;) {
        bool failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0;
        for (uint32_t i = 0; i < jobs; i++) {
            jobs_pids[i] = jobs_pids[i] == pid ? 0 : jobs_pids[i];
            if (failed && good && jobs_pids[i] != 0) {
                (void)kill(jobs_pids[i], SIGTERM);
            }
        }
        good = good && !failed;
    }
    return good;
}

bool run_jobs(uint32_t jobs, uint64_t first, uint64_t seeds, void (*one)(uint64_t seed, run_totals *totals),
              run_totals *totals_out) {
    bool good = true;
    void *shared = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    SIM_RULE(shared != MAP_FAILED && jobs <= JOBS_MAX, "no memory for %u jobs", jobs);
    board = shared;                /* zeroes are its initial state */
    if (jobs == 1 || seeds == 1) { /* a debugger likes one process */
        jobs__work(first, seeds, one);
    } else {
        fflush(stdout);
        for (uint32_t i = 0; i < jobs; i++) {
            jobs_pids[i] = fork();
            SIM_RULE(jobs_pids[i] >= 0, "fork failed");
            if (jobs_pids[i] == 0) {
                jobs__work(first, seeds, one);
                exit(0); /* with the leak check */
            }
        }
        good = jobs__wait(jobs);
    }
    *totals_out = (run_totals){atomic_load(&board->calls), atomic_load(&board->injected)};
    return good;
}
