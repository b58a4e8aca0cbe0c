/* SPDX-License-Identifier: Apache-2.0 */
#include "service.h"

#include "host.h"
#include "status.h"

/* There is one: the callbacks of the manager carry nothing of ours before the handler is registered. */
static struct service {
    const wchar_t *name;
    const wchar_t *config_path;
    HANDLE stop;
    status status;
} service__self;

/* On the thread of service_serve(). Says "stop pending" before the sender of the control gets its answer. */
static DWORD WINAPI service__control(DWORD control, DWORD type, void *data, void *context) {
    struct service *s = context;
    (void)type, (void)data;
    switch (control) {
    case SERVICE_CONTROL_STOP:
    case SERVICE_CONTROL_SHUTDOWN:
    case SERVICE_CONTROL_PRESHUTDOWN:
        status_stopping(&s->status);
        SetEvent(s->stop);
        return NO_ERROR;
    case SERVICE_CONTROL_INTERROGATE:
        status_repeat(&s->status);
        return NO_ERROR;
    default:
        return ERROR_CALL_NOT_IMPLEMENTED;
    }
}

static void service__tick(void *context) {
    status_tick(context);
}

static void service__running(void *context) {
    status_running(context);
}

static void service__stopping(void *context) {
    status_stopping(context);
    status_tick(context);
}

/* On a thread of the manager's making. The process may end as soon as "stopped" is said. */
static void WINAPI service__main(DWORD argc, LPWSTR *argv) {
    struct service *s = &service__self;
    journal log;
    (void)argc, (void)argv;
    SERVICE_STATUS_HANDLE handle = RegisterServiceCtrlHandlerExW(s->name, service__control, s);
    if (handle == NULL) {
        return; /* the manager sees the process end */
    }
    status_init(&s->status, handle);
    journal_open(&log, s->name);
    host h = {s->config_path, &log, s->stop, &s->status, service__tick, service__running, service__stopping};
    failure why = host_run(&h);
    journal_close(&log);
    status_stopped(&s->status, why);
}

DWORD service_serve(const wchar_t *name, const wchar_t *config_path) {
    struct service *s = &service__self;
    WCHAR own_process[] = L""; /* the name is ignored for a process with one service */
    SERVICE_TABLE_ENTRYW table[] = {{own_process, service__main}, {NULL, NULL}};
    s->name = name;
    s->config_path = config_path;
    s->stop = CreateEventW(NULL, TRUE, FALSE, NULL);
    if (s->stop == NULL) {
        return GetLastError();
    }
    DWORD code = StartServiceCtrlDispatcherW(table) ? NO_ERROR : GetLastError();
    CloseHandle(s->stop);
    return code;
}
