/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The door to the threads of the system: apart from sys.h, because a core that others step has none. Behind it stands
 * sys_win_thread.c. Calls answer 0 or the system's error code.
 */
#ifndef LP_SYS_THREAD_H
#define LP_SYS_THREAD_H

#include <stdint.h>

typedef uintptr_t sys_thread; /* 0 is none */

/* What a thread does. It outlives the thread. */
typedef struct sys_thread_task {
    void (*run)(void *argument);
    void *argument;
} sys_thread_task;

/* A thread that does nothing until sys_thread_begin(). */
uint32_t sys_thread_new(const sys_thread_task *task, sys_thread *thread_out);

/* For debuggers, in UTF-8. A system without names for threads loses nothing else. */
void sys_thread_name(sys_thread thread, const char *name);

/* Lets it run on these processors of a group only. */
uint32_t sys_thread_bind(sys_thread thread, uint64_t mask, uint32_t group);

/* The calling one, which is neither begun nor joined through this handle. */
sys_thread sys_thread_self(void);

/* Where it may run. */
uint32_t sys_thread_bound(sys_thread thread, uint64_t *mask_out, uint32_t *group_out);

/* Once for each; of a new one it cannot fail. */
void sys_thread_begin(sys_thread thread);

/* Waits for its end, and forgets it. */
uint32_t sys_thread_join(sys_thread thread);

#endif
