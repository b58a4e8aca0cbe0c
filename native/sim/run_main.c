/* SPDX-License-Identifier: Apache-2.0 */
/* sim_run: seeded runs, or one failing call in each of many. See ci/sim. */
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Short runs for single faults: each of these seeds, once for every call that can fail. */
enum { FAULT_ROUNDS = 12, FAULT_ERRORS = 2 };

typedef struct main_options {
    uint64_t first;
    uint64_t seeds;
    const char *profile;
    bool faults;
    bool verbose;
    uint64_t fail_at; /* of a replay */
    uint32_t fail_with;
} main_options;

static main_options options = {.first = 1, .seeds = 1000};

/* What runs now, for the report of a failure. */
static const run_profile *current;
static uint64_t current_fail_at;
static uint32_t current_fail_with;
static bool reported;

static void main__report(void) {
    if (reported || current == NULL) {
        return;
    }
    reported = true;
    fprintf(stderr, "sim: failed: profile %s, seed %llu\n", current->name, (unsigned long long)sim.seed);
    fprintf(stderr, "replay: ci/sim --seeds 1 --first %llu --profile %s", (unsigned long long)sim.seed, current->name);
    if (options.faults) {
        fprintf(stderr, " --faults --fail-at %llu --fail-with %u", (unsigned long long)current_fail_at,
                current_fail_with);
    }
    fprintf(stderr, "\n");
    fflush(stderr);
}

/* The sanitizers call it, where they are part of the program. */
void __asan_on_error(void);
void __asan_on_error(void) {
    main__report();
}

/* Memory of a few runs is kept from reuse; more of it would only be cold. */
const char *__asan_default_options(void);
const char *__asan_default_options(void) {
    return "quarantine_size_mb=16:malloc_context_size=6";
}

static uint64_t main__run(uint64_t seed, const run_profile *profile, uint64_t fail_at, uint32_t fail_with) {
    current = profile;
    current_fail_at = fail_at;
    current_fail_with = fail_with;
    if (options.verbose) {
        printf("seed %llu %s %llu %u\n", (unsigned long long)seed, profile->name, (unsigned long long)fail_at,
               fail_with);
        fflush(stdout);
    }
    return run_case(seed, profile, fail_at, fail_with);
}

static const run_profile *main__profile(uint64_t seed) {
    uint64_t count = 0;
    while (RUN_PROFILES[count].name != NULL) {
        if (options.profile != NULL && strcmp(options.profile, RUN_PROFILES[count].name) == 0) {
            return &RUN_PROFILES[count];
        }
        count++;
    }
    if (options.profile != NULL) {
        fprintf(stderr, "sim_run: no profile '%s'\n", options.profile);
        exit(2);
    }
    return &RUN_PROFILES[seed % count];
}

static uint64_t main__faults_of(uint64_t seed) {
    run_profile profile = *main__profile(seed);
    uint64_t injected = 0;
    profile.rounds = FAULT_ROUNDS;
    profile.knobs.scarce = 0;
    if (options.fail_at != 0) {
        (void)main__run(seed, &profile, options.fail_at, options.fail_with);
        return 1;
    }
    for (uint32_t with = 0; with < FAULT_ERRORS; with++) {
        uint64_t calls = main__run(seed, &profile, 0, 0);
        for (uint64_t k = 1; k <= calls; k++) {
            (void)main__run(seed, &profile, k, with);
            injected++;
        }
    }
    return injected;
}

static bool main__parse(int count, char **words) {
    for (int i = 1; i < count; i++) {
        const char *value = i + 1 < count ? words[i + 1] : NULL;
        if (strcmp(words[i], "--faults") == 0) {
            options.faults = true;
        } else if (strcmp(words[i], "--verbose") == 0) {
            options.verbose = true;
        } else if (value == NULL) {
            return false;
        } else if (strcmp(words[i], "--seeds") == 0) {
            options.seeds = strtoull(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--first") == 0) {
            options.first = strtoull(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--profile") == 0) {
            options.profile = words[++i];
        } else if (strcmp(words[i], "--fail-at") == 0) {
            options.fail_at = strtoull(words[++i], NULL, 10);
        } else if (strcmp(words[i], "--fail-with") == 0) {
            options.fail_with = (uint32_t)strtoul(words[++i], NULL, 10);
        } else {
            return false;
        }
    }
    return true;
}

static double main__seconds(void) {
    struct timespec now;
    timespec_get(&now, TIME_UTC);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (!main__parse(count, words)) {
        fprintf(stderr, "usage: sim_run [--seeds N] [--first S] [--profile P] [--faults] [--verbose]\n");
        return 2;
    }
    sim.on_failure = main__report;
    double start = main__seconds();
    uint64_t injected = 0;
    for (uint64_t seed = options.first; seed < options.first + options.seeds; seed++) {
        if (options.faults) {
            injected += main__faults_of(seed);
        } else {
            (void)main__run(seed, main__profile(seed), 0, 0);
        }
    }
    double seconds = main__seconds() - start;
    if (options.faults) {
        printf("sim: faults injected=%llu\n", (unsigned long long)injected);
    }
    printf("sim: seeds=%llu failures=0 calls=%llu calls_per_second=%.0f\n", (unsigned long long)options.seeds,
           (unsigned long long)sim.calls, (double)sim.calls / (seconds > 0 ? seconds : 1));
    return 0;
}
