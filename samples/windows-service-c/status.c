/* SPDX-License-Identifier: Apache-2.0 */
#include "status.h"

enum { STATUS_UNSAID = 0 };

/*
 * STOP is taken while starting too: the handler needs nothing that the start has yet to make. Microsoft advises against
 * it for handlers that do.
 */
static DWORD status__controls(DWORD state) {
    switch (state) {
    case SERVICE_START_PENDING:
    case SERVICE_RUNNING:
        return SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN | SERVICE_ACCEPT_PRESHUTDOWN;
    default:
        return 0;
    }
}

static BOOL status__pending(const status *s) {
    return s->now.dwCurrentState == SERVICE_START_PENDING || s->now.dwCurrentState == SERVICE_STOP_PENDING;
}

/* Under the lock. That the manager does not hear it changes nothing here: it asks again, or kills the process. */
static void status__say(status *s, DWORD state) {
    BOOL same = s->now.dwCurrentState == state;
    s->now.dwCurrentState = state;
    s->now.dwControlsAccepted = status__controls(state);
    s->now.dwCheckPoint = status__pending(s) ? (same ? s->now.dwCheckPoint + 1 : 1) : 0;
    s->now.dwWaitHint = status__pending(s) ? STATUS_HINT_MILLIS : 0;
    SetServiceStatus(s->handle, &s->now);
}

void status_init(status *s, SERVICE_STATUS_HANDLE handle) {
    AcquireSRWLockExclusive(&s->lock);
    s->handle = handle;
    s->now = (SERVICE_STATUS){.dwServiceType = SERVICE_WIN32_OWN_PROCESS};
    status__say(s, SERVICE_START_PENDING);
    ReleaseSRWLockExclusive(&s->lock);
}

void status_tick(status *s) {
    AcquireSRWLockExclusive(&s->lock);
    if (status__pending(s)) {
        status__say(s, s->now.dwCurrentState);
    }
    ReleaseSRWLockExclusive(&s->lock);
}

void status_running(status *s) {
    AcquireSRWLockExclusive(&s->lock);
    if (s->now.dwCurrentState == SERVICE_START_PENDING) {
        status__say(s, SERVICE_RUNNING);
    }
    ReleaseSRWLockExclusive(&s->lock);
}

void status_stopping(status *s) {
    AcquireSRWLockExclusive(&s->lock);
    if (s->now.dwCurrentState == SERVICE_START_PENDING || s->now.dwCurrentState == SERVICE_RUNNING) {
        status__say(s, SERVICE_STOP_PENDING);
    }
    ReleaseSRWLockExclusive(&s->lock);
}

void status_stopped(status *s, failure why) {
    AcquireSRWLockExclusive(&s->lock);
    if (s->now.dwCurrentState != SERVICE_STOPPED) {
        s->now.dwWin32ExitCode = why == FAILURE_NONE ? NO_ERROR : ERROR_SERVICE_SPECIFIC_ERROR;
        s->now.dwServiceSpecificExitCode = (DWORD)why;
        status__say(s, SERVICE_STOPPED);
    }
    ReleaseSRWLockExclusive(&s->lock);
}

void status_repeat(status *s) {
    AcquireSRWLockExclusive(&s->lock);
    if (s->now.dwCurrentState != STATUS_UNSAID && s->now.dwCurrentState != SERVICE_STOPPED) {
        SetServiceStatus(s->handle, &s->now);
    }
    ReleaseSRWLockExclusive(&s->lock);
}
