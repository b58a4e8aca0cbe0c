/* SPDX-License-Identifier: Apache-2.0 */
#include "scm.h"

#include "check.h"
#include "scm_door.h"

#include <string.h>

enum { AWAIT_MILLIS = 60000 };

scm scm_now;

/* A handle of which only the number matters. */
static char scm__handle;

void scm_reset(void) {
    memset(&scm_now, 0, sizeof scm_now);
}

/* True: this call fails, as the test wants. */
static bool scm__fails(void) {
    if (++scm_now.calls != scm_now.fail_at) {
        return false;
    }
    SetLastError(scm_now.fail_code);
    return true;
}

static void *scm__open(void) {
    scm_now.handles++;
    return &scm__handle;
}

static void scm__copy(WCHAR to[SCM_TEXT], const WCHAR *from) {
    CHECK(wcslen(from) < SCM_TEXT);
    wcscpy(to, from);
}

/* The database. */

SC_HANDLE scm_OpenSCManagerW(LPCWSTR machine, LPCWSTR database, DWORD access) {
    CHECK(machine == NULL && database == NULL && access != 0);
    return scm__fails() ? NULL : scm__open();
}

SC_HANDLE scm_CreateServiceW(SC_HANDLE manager, LPCWSTR name, LPCWSTR display, DWORD access, DWORD type, DWORD start,
                             DWORD error, LPCWSTR image, LPCWSTR group, LPDWORD tag, LPCWSTR needs, LPCWSTR account,
                             LPCWSTR password) {
    CHECK(manager != NULL && display != NULL && type == SERVICE_WIN32_OWN_PROCESS && error == SERVICE_ERROR_NORMAL);
    CHECK(group == NULL && tag == NULL && needs == NULL && password == NULL);
    CHECK((access & DELETE) != 0 && (access & SERVICE_START) != 0); /* to take it back; for recovery by a restart */
    if (scm__fails()) {
        return NULL;
    }
    if (scm_now.exists) {
        SetLastError(ERROR_SERVICE_EXISTS);
        return NULL;
    }
    scm_now.exists = true;
    scm_now.start_type = start;
    scm__copy(scm_now.name, name);
    scm__copy(scm_now.image, image);
    scm__copy(scm_now.account, account);
    return scm__open();
}

SC_HANDLE scm_OpenServiceW(SC_HANDLE manager, LPCWSTR name, DWORD access) {
    CHECK(manager != NULL && name != NULL && access != 0);
    if (scm__fails()) {
        return NULL;
    }
    if (!scm_now.exists) {
        SetLastError(ERROR_SERVICE_DOES_NOT_EXIST);
        return NULL;
    }
    return scm__open();
}

static void scm__set_actions(const SERVICE_FAILURE_ACTIONSW *value) {
    CHECK(value->cActions <= 8);
    memcpy(scm_now.actions, value->lpsaActions, value->cActions * sizeof(SC_ACTION));
    scm_now.action_count = value->cActions;
    scm_now.action_reset_seconds = value->dwResetPeriod;
}

static bool scm__set(DWORD level, LPVOID value) {
    bool new_to_wine = level == SERVICE_CONFIG_DELAYED_AUTO_START_INFO || level == SERVICE_CONFIG_FAILURE_ACTIONS_FLAG;
    if (new_to_wine && scm_now.know_few) {
        return false;
    }
    switch (level) {
    case SERVICE_CONFIG_DESCRIPTION:
        scm_now.described = ((SERVICE_DESCRIPTIONW *)value)->lpDescription[0] != L'\0';
        return true;
    case SERVICE_CONFIG_FAILURE_ACTIONS:
        scm__set_actions(value);
        return true;
    case SERVICE_CONFIG_FAILURE_ACTIONS_FLAG:
        scm_now.recovers_from_exit_codes = ((SERVICE_FAILURE_ACTIONS_FLAG *)value)->fFailureActionsOnNonCrashFailures;
        return true;
    case SERVICE_CONFIG_DELAYED_AUTO_START_INFO:
        scm_now.delayed = ((SERVICE_DELAYED_AUTO_START_INFO *)value)->fDelayedAutostart;
        return true;
    case SERVICE_CONFIG_PRESHUTDOWN_INFO:
        scm_now.preshutdown_millis = ((SERVICE_PRESHUTDOWN_INFO *)value)->dwPreshutdownTimeout;
        return true;
    default:
        return false;
    }
}

BOOL scm_ChangeServiceConfig2W(SC_HANDLE service, DWORD level, LPVOID value) {
    CHECK(service != NULL);
    if (scm__fails()) {
        return FALSE;
    }
    if (!scm__set(level, value)) {
        SetLastError(ERROR_INVALID_LEVEL);
        return FALSE;
    }
    return TRUE;
}

BOOL scm_DeleteService(SC_HANDLE service) {
    CHECK(service != NULL);
    if (scm__fails()) {
        return FALSE;
    }
    scm_now.exists = false;
    scm_now.deleted = true;
    return TRUE;
}

BOOL scm_CloseServiceHandle(SC_HANDLE handle) {
    CHECK(handle != NULL);
    scm_now.handles--;
    return TRUE;
}

BOOL scm_ControlService(SC_HANDLE service, DWORD control, LPSERVICE_STATUS status_out) {
    CHECK(service != NULL && control == SERVICE_CONTROL_STOP && status_out != NULL);
    scm_now.controls_sent++;
    if (scm__fails()) {
        return FALSE;
    }
    SetLastError(scm_now.control_code);
    return scm_now.control_code == NO_ERROR;
}

BOOL scm_QueryServiceStatus(SC_HANDLE service, LPSERVICE_STATUS status_out) {
    CHECK(service != NULL && scm_now.step_count > 0);
    if (scm__fails()) {
        return FALSE;
    }
    *status_out = scm_now.steps[0];
    if (scm_now.step_count > 1) {
        memmove(scm_now.steps, scm_now.steps + 1, --scm_now.step_count * sizeof scm_now.steps[0]);
    }
    return TRUE;
}

/* The service's side. */

SERVICE_STATUS_HANDLE scm_RegisterServiceCtrlHandlerExW(LPCWSTR name, LPHANDLER_FUNCTION_EX handler, LPVOID context) {
    CHECK(name != NULL && handler != NULL);
    AcquireSRWLockExclusive(&scm_now.lock);
    scm_now.handler = handler;
    scm_now.handler_context = context;
    ReleaseSRWLockExclusive(&scm_now.lock);
    return (SERVICE_STATUS_HANDLE)(void *)&scm__handle;
}

BOOL scm_SetServiceStatus(SERVICE_STATUS_HANDLE handle, LPSERVICE_STATUS status) {
    CHECK(handle == (SERVICE_STATUS_HANDLE)(void *)&scm__handle);
    AcquireSRWLockExclusive(&scm_now.lock);
    CHECK(scm_now.status_count < SCM_STATUSES_MAX);
    scm_now.status_threads[scm_now.status_count] = GetCurrentThreadId();
    scm_now.statuses[scm_now.status_count++] = *status;
    uint32_t nth = scm_now.status_count;
    WakeAllConditionVariable(&scm_now.changed);
    ReleaseSRWLockExclusive(&scm_now.lock);
    if (scm_now.on_status != NULL) {
        scm_now.on_status(nth);
    }
    return TRUE;
}

static DWORD WINAPI scm__service_thread(void *start) {
    WCHAR name[] = L"service";
    LPWSTR arguments[] = {name, NULL};
    ((const SERVICE_TABLE_ENTRYW *)start)->lpServiceProc(1, arguments);
    return 0;
}

BOOL scm_StartServiceCtrlDispatcherW(const SERVICE_TABLE_ENTRYW *table) {
    if (scm__fails()) {
        return FALSE;
    }
    HANDLE thread = CreateThread(NULL, 0, scm__service_thread, (void *)(uintptr_t)table, 0, NULL);
    CHECK(thread != NULL);
    WaitForSingleObject(thread, INFINITE);
    CloseHandle(thread);
    return TRUE;
}

uint32_t scm_await(DWORD state) {
    uint32_t i = 0;
    uint64_t deadline = GetTickCount64() + AWAIT_MILLIS;
    AcquireSRWLockExclusive(&scm_now.lock);
    for (;; i++) {
        while (i == scm_now.status_count) {
            CHECK(GetTickCount64() < deadline);
            SleepConditionVariableSRW(&scm_now.changed, &scm_now.lock, 1000, 0);
        }
        if (scm_now.statuses[i].dwCurrentState == state) {
            ReleaseSRWLockExclusive(&scm_now.lock);
            return i + 1;
        }
    }
}

DWORD scm_send(DWORD control) {
    AcquireSRWLockExclusive(&scm_now.lock);
    LPHANDLER_FUNCTION_EX handler = scm_now.handler;
    void *context = scm_now.handler_context;
    scm_now.interrogations += control == SERVICE_CONTROL_INTERROGATE;
    ReleaseSRWLockExclusive(&scm_now.lock);
    CHECK(handler != NULL);
    return handler(control, 0, NULL, context);
}

/* The event log and its source. */

HANDLE scm_RegisterEventSourceW(LPCWSTR machine, LPCWSTR source) {
    CHECK(machine == NULL && source != NULL);
    return scm__open();
}

/* What the Event Viewer makes of it, by the texts in this program. */
static void scm__check_text(DWORD id, LPCWSTR text) {
    WCHAR shown[2 * SCM_TEXT];
    DWORD_PTR inserts[] = {(DWORD_PTR)text};
    DWORD size = FormatMessageW(FORMAT_MESSAGE_FROM_HMODULE | FORMAT_MESSAGE_ARGUMENT_ARRAY, NULL, id, 0, shown,
                                2 * SCM_TEXT, (va_list *)(void *)inserts);
    CHECK(size > wcslen(text) + 4);
    const WCHAR *found = wcsstr(shown, text);
    CHECK(found != NULL && found - shown > 2 && wcsncmp(found - 2, L": ", 2) == 0);
}

BOOL scm_ReportEventW(HANDLE log, WORD type, WORD category, DWORD id, PSID user, WORD strings, DWORD data_bytes,
                      LPCWSTR *texts, LPVOID data) {
    CHECK(log != NULL && category == 0 && user == NULL && strings == 1 && data_bytes == 0 && data == NULL);
    scm__check_text(id, texts[0]);
    AcquireSRWLockExclusive(&scm_now.lock);
    CHECK(scm_now.event_count < SCM_EVENTS_MAX);
    scm_now.events[scm_now.event_count].type = type;
    scm_now.events[scm_now.event_count].id = id;
    scm__copy(scm_now.events[scm_now.event_count++].text, texts[0]);
    ReleaseSRWLockExclusive(&scm_now.lock);
    return TRUE;
}

BOOL scm_DeregisterEventSource(HANDLE log) {
    return scm_CloseServiceHandle(log);
}

bool scm_has_event(WORD type, const wchar_t *begin) {
    bool found = false;
    AcquireSRWLockExclusive(&scm_now.lock);
    for (uint32_t i = 0; i < scm_now.event_count; i++) {
        found |= scm_now.events[i].type == type && wcsncmp(scm_now.events[i].text, begin, wcslen(begin)) == 0;
    }
    ReleaseSRWLockExclusive(&scm_now.lock);
    return found;
}

LSTATUS scm_RegCreateKeyExW(HKEY root, LPCWSTR path, DWORD reserved, LPWSTR class_name, DWORD options, REGSAM access,
                            const SECURITY_ATTRIBUTES *security, PHKEY key_out, LPDWORD what_out) {
    CHECK(root == HKEY_LOCAL_MACHINE && reserved == 0 && class_name == NULL && security == NULL && what_out == NULL);
    CHECK(options == REG_OPTION_NON_VOLATILE && access == KEY_SET_VALUE);
    CHECK(wcscmp(path, L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\Echo-1") == 0);
    if (scm__fails()) {
        return (LSTATUS)scm_now.fail_code;
    }
    scm_now.source = true;
    *key_out = (HKEY)scm__open();
    return ERROR_SUCCESS;
}

LSTATUS scm_RegSetValueExW(HKEY key, LPCWSTR name, DWORD reserved, DWORD type, const BYTE *data, DWORD bytes) {
    CHECK(key != NULL && reserved == 0);
    if (scm__fails()) {
        return (LSTATUS)scm_now.fail_code;
    }
    if (wcscmp(name, L"EventMessageFile") == 0) {
        CHECK(type == REG_EXPAND_SZ && bytes <= sizeof scm_now.source_file);
        memcpy(scm_now.source_file, data, bytes);
    } else {
        CHECK(wcscmp(name, L"TypesSupported") == 0 && type == REG_DWORD && bytes == sizeof scm_now.source_types);
        memcpy(&scm_now.source_types, data, bytes);
    }
    return ERROR_SUCCESS;
}

LSTATUS scm_RegCloseKey(HKEY key) {
    return scm_CloseServiceHandle((SC_HANDLE)(void *)key) ? ERROR_SUCCESS : ERROR_INVALID_HANDLE;
}

LSTATUS scm_RegDeleteKeyW(HKEY root, LPCWSTR path) {
    CHECK(root == HKEY_LOCAL_MACHINE && path != NULL);
    if (scm__fails()) {
        return (LSTATUS)scm_now.fail_code;
    }
    if (!scm_now.source) {
        return ERROR_FILE_NOT_FOUND;
    }
    scm_now.source = false;
    return ERROR_SUCCESS;
}

/* The clock, and linkport. */

ULONGLONG scm_GetTickCount64(void) {
    scm_now.clock_ahead_millis += scm_now.clock_leap_millis;
    return GetTickCount64() + scm_now.clock_ahead_millis;
}

void scm_Sleep(DWORD millis) {
    scm_now.clock_ahead_millis += millis;
}

lp_status scm_lp_create(const lp_options *options, lp_port **port_out, uint32_t *os_code_out) {
    *os_code_out = ERROR_NOT_ENOUGH_MEMORY;
    return scm_now.create_fails != LP_OK ? scm_now.create_fails : lp_create(options, port_out, os_code_out);
}

lp_status scm_lp_run_start(lp_port *port, const lp_run_options *options, lp_run **run_out, uint32_t *os_code_out) {
    *os_code_out = ERROR_MAX_THRDS_REACHED;
    return scm_now.run_fails != LP_OK ? scm_now.run_fails : lp_run_start(port, options, run_out, os_code_out);
}

lp_status scm_lp_listen(lp_port *port, uint32_t worker, const lp_address *address, const lp_listen_options *options,
                        lp_listener *listener_out, lp_address *bound_out, uint32_t *os_code_out) {
    *os_code_out = WSAEACCES;
    return scm_now.listen_fails != LP_OK
               ? scm_now.listen_fails
               : lp_listen(port, worker, address, options, listener_out, bound_out, os_code_out);
}

lp_status scm_lp_stop(lp_port *port, uint32_t drain_millis) {
    scm_now.port = port;
    return scm_now.stop_hangs ? LP_OK : lp_stop(port, drain_millis);
}
