/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks threads that are bound by themselves: the system runs them there and nowhere else, other threads are not
 * touched, and processors that are not there change nothing.
 */
#include "linkport_run.h"
#include "support.h"

enum { TURNS = 200 };

static GROUP_AFFINITY of_this_thread(void) {
    GROUP_AFFINITY affinity = {0};
    CHECK(GetThreadGroupAffinity(GetCurrentThread(), &affinity));
    return affinity;
}

static lp_affinity read_back(void) {
    lp_affinity affinity = {0};
    uint32_t code = 1;
    CHECK_EQUAL(lp_affinity_read(&affinity, &code), LP_OK);
    CHECK_EQUAL(code, 0);
    return affinity;
}

static DWORD WINAPI bind_and_run(void *argument) {
    uint32_t processor = (uint32_t)(uintptr_t)argument;
    lp_affinity affinity = {.mask = (uint64_t)1 << processor};
    CHECK_EQUAL(lp_affinity_set(&affinity, NULL), LP_OK);
    CHECK_EQUAL(of_this_thread().Mask, affinity.mask);
    CHECK_EQUAL(read_back().mask, affinity.mask);
    for (uint32_t i = 0; i < TURNS; i++) {
        CHECK_EQUAL(GetCurrentProcessorNumber(), processor);
        SwitchToThread();
    }
    return 0;
}

static DWORD WINAPI bind_to_nothing(void *argument) {
    GROUP_AFFINITY before = of_this_thread();
    lp_affinity absent = {.mask = (uint64_t)1 << GetActiveProcessorCount(0), .group = 0};
    lp_affinity far_away = {.mask = 1, .group = 70000};
    lp_affinity empty = {0};
    uint32_t code = 0;
    (void)argument;
    CHECK(GetActiveProcessorCount(0) < 64); /* else its group has no processor to miss */
    CHECK_EQUAL(lp_affinity_set(&absent, &code), LP_OS_ERROR);
    CHECK_EQUAL(code, ERROR_INVALID_PARAMETER);
    code = 0;
    CHECK_EQUAL(lp_affinity_set(&far_away, &code), LP_OS_ERROR);
    CHECK_EQUAL(code, ERROR_INVALID_PARAMETER);
    CHECK_EQUAL(lp_affinity_set(&empty, &code), LP_INVALID);
    CHECK_EQUAL(code, 0);
    CHECK_EQUAL(lp_affinity_set(NULL, NULL), LP_INVALID);
    CHECK_EQUAL(lp_affinity_read(NULL, NULL), LP_INVALID);
    CHECK_EQUAL(of_this_thread().Mask, before.Mask);
    return 0;
}

int main(void) {
    support_start();
    GROUP_AFFINITY before = of_this_thread();
    for (uint32_t i = 0; i < GetActiveProcessorCount(0); i++) {
        thread_join(thread_start(bind_and_run, (void *)(uintptr_t)i));
    }
    thread_join(thread_start(bind_to_nothing, NULL));
    CHECK_EQUAL(of_this_thread().Mask, before.Mask);
    return 0;
}
