/* SPDX-License-Identifier: Apache-2.0 */
#include "check_lock.h"
#include "sys_win.h"

static SRWLOCK lock = SRWLOCK_INIT;

void check_lock_acquire(void) {
    AcquireSRWLockExclusive(&lock);
}

void check_lock_release(void) {
    ReleaseSRWLockExclusive(&lock);
}
