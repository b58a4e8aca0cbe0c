/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the service control manager is told. States go one way only: start pending, running, stop pending, stopped;
 * checkpoints grow while one is pending; nothing is said after "stopped". Any thread.
 */
#ifndef STATUS_H
#define STATUS_H

#include "failure.h"
#include "windows_headers.h"

/* A pending state is confirmed at least every STATUS_TICK_MILLIS; the manager is told to expect that within the hint.
 */
enum { STATUS_TICK_MILLIS = 500, STATUS_HINT_MILLIS = 10000 };

/* Zeroed to begin with: nothing was said yet, and status_init() says the first. */
typedef struct status {
    SRWLOCK lock;
    SERVICE_STATUS_HANDLE handle;
    SERVICE_STATUS now;
} status;

/* Says "start pending". */
void status_init(status *s, SERVICE_STATUS_HANDLE handle);

/* Still pending, and getting on: the next checkpoint. Nothing if no state is pending. */
void status_tick(status *s);

/* From "start pending" only: a stop that came first stays. */
void status_running(status *s);

/* Nothing if it is said already. */
void status_stopping(status *s);

/* The last; the process may end now. */
void status_stopped(status *s, failure why);

/* Once more what was said last. */
void status_repeat(status *s);

#endif
