/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads of the simulated Windows, behind sys_thread.h. There is one processor, and it belongs to whoever waits: a
 * thread does all of its work while it is joined.
 */
#ifndef SIM_THREAD_H
#define SIM_THREAD_H

#include "sys_thread.h"

/* Threads that were not joined. */
uint32_t sim_thread_count(void);

#endif
