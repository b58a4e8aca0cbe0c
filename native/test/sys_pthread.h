/* SPDX-License-Identifier: Apache-2.0 */
/* Threads of the system, behind sys_thread.h, where there is no Windows. */
#ifndef LP_TEST_SYS_PTHREAD_H
#define LP_TEST_SYS_PTHREAD_H

#include "sys_thread.h"

/* The next call of sys_thread_new() or sys_thread_bind() but so many fails with that code; 0 again then. */
void sys_pthread_fail(uint32_t after, uint32_t code);

/* Threads that were not joined. */
uint32_t sys_pthread_open(void);

/* What the last one was called, and bound to. */
const char *sys_pthread_last_name(void);
uint64_t sys_pthread_last_mask(void);

#endif
