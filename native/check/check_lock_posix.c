/* SPDX-License-Identifier: Apache-2.0 */
#include "check_lock.h"

#include <pthread.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

void check_lock_acquire(void) {
    pthread_mutex_lock(&lock);
}

void check_lock_release(void) {
    pthread_mutex_unlock(&lock);
}
