/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A service control manager, a registry and an event log for tests: they remember what they were told, and each of
 * their calls can be made to fail. scm_door.h puts them where those of Windows are. One program at a time.
 */
#ifndef SCM_H
#define SCM_H

#include "linkport.h"
#include "windows_headers.h"

#include <stdbool.h>
#include <stdint.h>

enum { SCM_STATUSES_MAX = 4096, SCM_EVENTS_MAX = 64, SCM_TEXT = 1024, SCM_NEVER = 0 };

typedef struct scm {
    /* What the test sets. */
    uint32_t fail_at; /* the call that fails, from 1 on; SCM_NEVER: none */
    DWORD fail_code;
    bool know_few;           /* as Wine 8: ERROR_INVALID_LEVEL for some settings */
    SERVICE_STATUS steps[8]; /* what QueryServiceStatus() answers, one after the other, the last for ever */
    uint32_t step_count;
    DWORD control_code; /* what ControlService() fails with; 0: it does not */
    void (*on_status)(uint32_t nth);
    lp_status create_fails, run_fails, listen_fails; /* of linkport; LP_OK: they do not */
    bool stop_hangs;                                 /* lp_stop() does nothing */
    uint64_t clock_leap_millis;                      /* the clock runs ahead by that at each look */

    /* What it saw. */
    uint32_t calls;
    int handles; /* open */
    bool exists; /* the service; set: it did before */
    bool deleted;
    WCHAR name[SCM_TEXT], image[SCM_TEXT], account[SCM_TEXT];
    DWORD start_type, preshutdown_millis;
    bool delayed, recovers_from_exit_codes, described;
    SC_ACTION actions[8];
    uint32_t action_count, action_reset_seconds;
    bool source; /* the event source is registered */
    WCHAR source_file[SCM_TEXT];
    DWORD source_types;
    uint32_t controls_sent;

    SRWLOCK lock; /* over the rest; the condition is signalled at each change */
    CONDITION_VARIABLE changed;
    SERVICE_STATUS statuses[SCM_STATUSES_MAX];
    DWORD status_threads[SCM_STATUSES_MAX]; /* who reported it */
    uint32_t status_count;
    LPHANDLER_FUNCTION_EX handler;
    void *handler_context;
    uint32_t interrogations; /* of scm_send() */
    struct {
        WORD type;
        DWORD id;
        WCHAR text[SCM_TEXT];
    } events[SCM_EVENTS_MAX];
    uint32_t event_count;
    uint64_t clock_ahead_millis;
    lp_port *port;
} scm;

extern scm scm_now;

/* As before the first test. */
void scm_reset(void);

/* Waits, at most a minute, until that state was reported; answers the number of reports up to it. */
uint32_t scm_await(DWORD state);

/* What the manager does when somebody wants something of the service: answers as the handler does. */
DWORD scm_send(DWORD control);

/* Was there an entry of that type that begins like this? */
bool scm_has_event(WORD type, const wchar_t *begin);

#endif
