/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The life of the program, on a console or under the service control manager: reads the configuration, listens, waits
 * until it is asked to stop, drains.
 */
#ifndef HOST_H
#define HOST_H

#include "failure.h"
#include "journal.h"
#include "windows_headers.h"

/* How long after the drain deadline a stop is waited for before the process leaves without it. */
enum { HOST_OVERDUE_MILLIS = 15000 };

typedef struct host {
    const wchar_t *config_path;
    journal *journal;
    HANDLE stop;                     /* a manual-reset event: somebody wants the program to stop; at any time */
    void *context;                   /* of these, which run on the thread of host_run() */
    void (*starting)(void *context); /* every STATUS_TICK_MILLIS or more often, until it listens */
    void (*running)(void *context);  /* it listens */
    void (*stopping)(void *context); /* every STATUS_TICK_MILLIS or more often, while it drains */
} host;

/*
 * Answers when the program has stopped, or why it could not start. FAILURE_STOP_OVERDUE: threads of it still run, the
 * process has to end. The journal knows everything then.
 */
failure host_run(const host *h);

#endif
