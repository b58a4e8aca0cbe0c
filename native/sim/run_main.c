/* SPDX-License-Identifier: Apache-2.0 */
/* sim_run: seeded runs, or calls that fail by plan in each of many. See ci/sim. */
#define _DEFAULT_SOURCE

#include "run_fault.h"
#include "run_jobs.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* A run takes milliseconds; one that takes so long will not end. */
enum { MAIN_RUN_SECONDS = 120 };

typedef struct main_options {
    uint64_t first;
    uint64_t seeds;
    uint64_t jobs;
    uint64_t pairs;
    const char *profile;
    bool faults;
    bool verbose;
    sim_fault_plan plans[SIM_FAULTS]; /* of a replay */
} main_options;

static main_options options = {.first = 1, .seeds = 1000, .jobs = 1};

/* What runs now, for the report of a failure. */
static const run_profile *current;
static sim_fault_plan current_plans[SIM_FAULTS];

void run_report(void) {
    if (current == NULL || !run_jobs_may_report()) {
        return;
    }
    fprintf(stderr, "sim: failed: profile %s, seed %llu\n", current->name, (unsigned long long)sim.seed);
    fprintf(stderr, "replay: ci/sim --seeds 1 --first %llu --profile %s", (unsigned long long)sim.seed, current->name);
    if (options.faults || options.pairs > 0) {
        fprintf(stderr, " --faults --fail-at %llu --fail-with %u", (unsigned long long)current_plans[0].at,
                current_plans[0].with);
    }
    if (current_plans[1].at != 0) {
        fprintf(stderr, " --and-fail-at %llu --and-fail-with %u", (unsigned long long)current_plans[1].at,
                current_plans[1].with);
    }
    fprintf(stderr, "\n");
    fflush(stderr); /* what follows reads memory that may be the broken one */
    run_print_traces();
    fflush(stderr);
}

static void main__late(int signal) {
    (void)signal;
    sim_fail("the run does not end");
}

static uint64_t main__run(uint64_t seed, const run_profile *profile, const sim_fault_plan *plans) {
    current = profile;
    memcpy(current_plans, plans, sizeof current_plans);
    if (options.verbose) {
        printf("seed %llu %s %llu %u %llu %u\n", (unsigned long long)seed, profile->name,
               (unsigned long long)plans[0].at, plans[0].with, (unsigned long long)plans[1].at, plans[1].with);
        fflush(stdout);
    }
    (void)alarm(MAIN_RUN_SECONDS);
    return run_case(seed, profile, plans);
}

static const run_profile *main__profile(uint64_t seed) {
    uint64_t count = 0;
    while (RUN_PROFILES[count].name != NULL) {
        if (options.profile != NULL && strcmp(options.profile, RUN_PROFILES[count].name) == 0) {
            return &RUN_PROFILES[count];
        }
        count++;
    }
    return options.profile != NULL ? NULL : &RUN_PROFILES[seed % count];
}

static uint64_t main__faults_of(uint64_t seed, const run_profile *profile) {
    run_profile short_one = run_fault_profile(profile);
    if (options.plans[0].at != 0) {
        (void)main__run(seed, &short_one, options.plans);
        return 1;
    }
    return options.pairs > 0 ? run_fault_pairs(seed, &short_one, options.pairs, main__run)
                             : run_fault_each(seed, &short_one, main__run);
}

static void main__seed(uint64_t seed, run_totals *totals) {
    if (options.faults || options.pairs > 0) {
        totals->injected += main__faults_of(seed, main__profile(seed));
    } else {
        (void)main__run(seed, main__profile(seed), options.plans);
    }
    current = NULL;
    totals->calls += sim.calls;
    sim.calls = 0;
}

static bool main__number(const char *name, const char *value) {
    static const struct {
        const char *name;
        uint64_t *long_to;
        uint32_t *to;
    } NUMBERS[] = {
        {"--seeds", &options.seeds, NULL},
        {"--first", &options.first, NULL},
        {"--jobs", &options.jobs, NULL},
        {"--pairs", &options.pairs, NULL},
        {"--fail-at", &options.plans[0].at, NULL},
        {"--fail-with", NULL, &options.plans[0].with},
        {"--and-fail-at", &options.plans[1].at, NULL},
        {"--and-fail-with", NULL, &options.plans[1].with},
    };
    char *end = NULL;
    uint64_t number = strtoull(value, &end, 10);
    for (size_t i = 0; i < sizeof NUMBERS / sizeof *NUMBERS; i++) {
        if (strcmp(name, NUMBERS[i].name) == 0) {
            if (NUMBERS[i].long_to != NULL) {
                *NUMBERS[i].long_to = number;
            } else {
                *NUMBERS[i].to = (uint32_t)number;
            }
            return end != value && *end == 0;
        }
    }
    return false;
}

static bool main__parse(int count, char **words) {
    for (int i = 1; i < count; i++) {
        if (strcmp(words[i], "--faults") == 0) {
            options.faults = true;
        } else if (strcmp(words[i], "--verbose") == 0) {
            options.verbose = true;
        } else if (i + 1 == count) {
            return false;
        } else if (strcmp(words[i], "--profile") == 0) {
            options.profile = words[++i];
        } else {
            const char *name = words[i++];
            if (!main__number(name, words[i])) {
                return false;
            }
        }
    }
    return main__profile(0) != NULL && options.jobs > 0;
}

static double main__seconds(void) {
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (!main__parse(count, words)) {
        fprintf(stderr, "usage: sim_run [--seeds N] [--first S] [--profile P] [--jobs N] [--verbose]\n"
                        "               [--faults | --pairs N] [--fail-at K --fail-with W]"
                        " [--and-fail-at K --and-fail-with W]\n");
        return 2;
    }
    sim.on_failure = run_report;
    (void)signal(SIGALRM, main__late);
    double start = main__seconds();
    run_totals totals;
    if (!run_jobs((uint32_t)options.jobs, options.first, options.seeds, main__seed, &totals)) {
        return 1;
    }
    double seconds = main__seconds() - start;
    if (totals.injected > 0) {
        printf("sim: faults injected=%llu\n", (unsigned long long)totals.injected);
    }
    printf("sim: seeds=%llu failures=0 calls=%llu calls_per_second=%.0f\n", (unsigned long long)options.seeds,
           (unsigned long long)totals.calls, (double)totals.calls / (seconds > 0 ? seconds : 1));
    return 0;
}
