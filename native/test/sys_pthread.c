/* SPDX-License-Identifier: Apache-2.0 */
#include "sys_pthread.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct posix_thread {
    pthread_t thread;
    const sys_thread_task *task;
    pthread_mutex_t lock;
    pthread_cond_t begun;
    bool begins;
} posix_thread;

static _Atomic(uint32_t) open_count;
static uint32_t calls_to_failure;
static uint32_t failure;
static char last_name[64];
static uint64_t last_mask;

void sys_pthread_fail(uint32_t after, uint32_t code) {
    calls_to_failure = after;
    failure = code;
}

static uint32_t thread__fails(void) {
    uint32_t code = calls_to_failure == 0 ? failure : 0;
    if (code != 0) {
        failure = 0;
    } else if (calls_to_failure > 0) {
        calls_to_failure--;
    }
    return code;
}

uint32_t sys_pthread_open(void) {
    return atomic_load(&open_count);
}

const char *sys_pthread_last_name(void) {
    return last_name;
}

uint64_t sys_pthread_last_mask(void) {
    return last_mask;
}

static void *thread__run(void *argument) {
    posix_thread *t = argument;
    pthread_mutex_lock(&t->lock);
    while (!t->begins) {
        pthread_cond_wait(&t->begun, &t->lock);
    }
    pthread_mutex_unlock(&t->lock);
    t->task->run(t->task->argument);
    return NULL;
}

uint32_t sys_thread_new(const sys_thread_task *task, sys_thread *thread_out) {
    uint32_t error = thread__fails();
    posix_thread *t = error != 0 ? NULL : calloc(1, sizeof *t);
    *thread_out = (sys_thread)t;
    if (t == NULL) {
        return error != 0 ? error : 8;
    }
    t->task = task;
    pthread_mutex_init(&t->lock, NULL);
    pthread_cond_init(&t->begun, NULL);
    if (pthread_create(&t->thread, NULL, thread__run, t) != 0) {
        free(t);
        return 8;
    }
    atomic_fetch_add(&open_count, 1);
    return 0;
}

void sys_thread_name(sys_thread thread, const char *name) {
    (void)thread;
    (void)snprintf(last_name, sizeof last_name, "%s", name);
}

uint32_t sys_thread_bind(sys_thread thread, uint64_t mask, uint32_t group) {
    (void)thread;
    (void)group;
    last_mask = mask;
    return thread__fails();
}

void sys_thread_begin(sys_thread thread) {
    posix_thread *t = (posix_thread *)thread;
    pthread_mutex_lock(&t->lock);
    t->begins = true;
    pthread_cond_signal(&t->begun);
    pthread_mutex_unlock(&t->lock);
}

uint32_t sys_thread_join(sys_thread thread) {
    posix_thread *t = (posix_thread *)thread;
    uint32_t error = pthread_join(t->thread, NULL) == 0 ? 0 : 6;
    pthread_mutex_destroy(&t->lock);
    pthread_cond_destroy(&t->begun);
    free(t);
    atomic_fetch_sub(&open_count, 1);
    return error;
}
