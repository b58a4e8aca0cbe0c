/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the list of calls from several threads: each that was taken is run once, those of one thread in their order,
 * and none is taken once the list is closed, which it is only while empty.
 */
#include "calls.h"
#include "check.h"

#include <pthread.h>
#include <sched.h>

enum { POSTERS = 3, EACH = 60000, STOP_AT = 100000 };

typedef struct numbered {
    lp_call call;
    uint32_t poster, number;
} numbered;

static calls list;
static numbered all[POSTERS][EACH];
static uint32_t taken_by[POSTERS]; /* how many were taken from each poster, by its own count */

static void *post(void *argument) {
    numbered *own = argument;
    for (uint32_t i = 0; i < EACH; i++) {
        own[i].number = i;
        own[i].poster = (uint32_t)((numbered(*)[EACH])argument - all);
        if (!calls_post(&list, &own[i].call)) {
            break;
        }
        taken_by[own[i].poster]++;
    }
    return NULL;
}

static uint32_t serve(uint32_t *next) {
    uint32_t count = 0;
    for (lp_call *call = calls_take(&list); call != NULL; call = call->next) {
        const numbered *n = (const numbered *)(const void *)call;
        CHECK_EQUAL(n->number, next[n->poster]++);
        count++;
    }
    return count;
}

static void one_after_another(void) {
    CHECK(calls_take(&list) == NULL);
    CHECK(calls_post(&list, &all[0][0].call) && !calls_close(&list));
    CHECK(calls_take(&list) == &all[0][0].call && calls_take(&list) == NULL);
}

static void all_together(void) {
    pthread_t threads[POSTERS];
    uint32_t next[POSTERS] = {0};
    uint32_t count = 0;
    for (uint32_t i = 0; i < POSTERS; i++) {
        CHECK_EQUAL(pthread_create(&threads[i], NULL, post, all[i]), 0);
    }
    while (count < STOP_AT) {
        count += serve(next);
        sched_yield();
    }
    while (!calls_close(&list)) {
        count += serve(next);
    }
    for (uint32_t i = 0; i < POSTERS; i++) {
        CHECK_EQUAL(pthread_join(threads[i], NULL), 0);
        CHECK_EQUAL(next[i], taken_by[i]);
    }
    CHECK(calls_take(&list) == NULL && !calls_post(&list, &all[0][0].call) && count >= STOP_AT);
}

int main(void) {
    one_after_another();
    all_together();
    return 0;
}
