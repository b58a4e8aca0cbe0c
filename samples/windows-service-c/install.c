/* SPDX-License-Identifier: Apache-2.0 */
#include "install.h"

#include "host.h"
#include "journal.h"
#include "status.h"
#include "system_text.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_CHARACTERS = 32768, RESTART_SOON_MILLIS = 5000, RESTART_LATER_MILLIS = 60000, DAY_SECONDS = 86400 };

static const WCHAR DESCRIPTION[] = L"Echoes what a link says and passes on lines that begin with \"all \": a sample "
                                   L"of Linkport.";
static const WCHAR ACCOUNT[] = L"NT AUTHORITY\\LocalService";

/* Says what did not work; what to do about it where that is known. */
static install_result install__refuse(const char *what, DWORD code) {
    char text[SYSTEM_TEXT_BYTES];
    system_text(code, text);
    fprintf(stderr, "%s: %s\n", what, text);
    switch (code) {
    case ERROR_ACCESS_DENIED:
        fprintf(stderr, "start it from a prompt that runs as administrator\n");
        return INSTALL_ACCESS_DENIED;
    case ERROR_SERVICE_EXISTS:
        fprintf(stderr, "it is installed already; uninstall it first\n");
        return INSTALL_EXISTS;
    case ERROR_SERVICE_DOES_NOT_EXIST:
        fprintf(stderr, "it is not installed\n");
        return INSTALL_MISSING;
    case ERROR_SERVICE_MARKED_FOR_DELETE:
        fprintf(stderr, "it is being removed; close what shows it, the Services window among others\n");
        return INSTALL_FAILED;
    default:
        return INSTALL_FAILED;
    }
}

/* The command line of the service. Quoted, or "C:\Program Files\..." would be tried as "C:\Program.exe" first. */
static bool install__image(const install *i, WCHAR *image, size_t max) {
    WCHAR program[PATH_CHARACTERS];
    DWORD n = GetModuleFileNameW(NULL, program, PATH_CHARACTERS);
    if (n == 0 || n == PATH_CHARACTERS) {
        return false;
    }
    int used =
        _snwprintf(image, max, L"\"%ls\" service --name \"%ls\" --config \"%ls\"", program, i->name, i->config_path);
    return used > 0 && (size_t)used < max;
}

/* Wine 8 knows some of these settings only; every Windows that is supported knows all. */
static bool install__unknown_here(DWORD code) {
    return code == ERROR_INVALID_LEVEL || code == ERROR_CALL_NOT_IMPLEMENTED;
}

static DWORD install__set(SC_HANDLE service, DWORD level, void *value, const char *what) {
    if (ChangeServiceConfig2W(service, level, value)) {
        return NO_ERROR;
    }
    DWORD code = GetLastError();
    if (install__unknown_here(code)) {
        fprintf(stderr, "this system does not know: %s\n", what);
        return NO_ERROR;
    }
    fprintf(stderr, "cannot set: %s\n", what);
    return code;
}

/* Two restarts and then none for a day: what fails for good is no load on the machine, and stands in the event log. */
static DWORD install__set_recovery(SC_HANDLE service) {
    SC_ACTION actions[] = {
        {SC_ACTION_RESTART, RESTART_SOON_MILLIS}, {SC_ACTION_RESTART, RESTART_LATER_MILLIS}, {SC_ACTION_NONE, 0}};
    SERVICE_FAILURE_ACTIONSW recovery = {.dwResetPeriod = DAY_SECONDS, .cActions = 3, .lpsaActions = actions};
    /* Also when it stops by itself with an exit code, not only when the process dies. */
    SERVICE_FAILURE_ACTIONS_FLAG flag = {TRUE};
    DWORD code = install__set(service, SERVICE_CONFIG_FAILURE_ACTIONS, &recovery, "recovery actions");
    return code != NO_ERROR
               ? code
               : install__set(service, SERVICE_CONFIG_FAILURE_ACTIONS_FLAG, &flag, "recovery after an exit code");
}

static DWORD install__set_all(SC_HANDLE service, const install *i) {
    WCHAR description[sizeof DESCRIPTION / sizeof DESCRIPTION[0]];
    memcpy(description, DESCRIPTION, sizeof DESCRIPTION);
    SERVICE_DESCRIPTIONW text = {description};
    SERVICE_DELAYED_AUTO_START_INFO delayed = {TRUE};
    SERVICE_PRESHUTDOWN_INFO preshutdown = {i->drain_millis + HOST_OVERDUE_MILLIS + STATUS_HINT_MILLIS};
    DWORD code = install__set(service, SERVICE_CONFIG_DESCRIPTION, &text, "description");
    if (code == NO_ERROR) {
        code = install__set(service, SERVICE_CONFIG_DELAYED_AUTO_START_INFO, &delayed, "delayed automatic start");
    }
    if (code == NO_ERROR) {
        code =
            install__set(service, SERVICE_CONFIG_PRESHUTDOWN_INFO, &preshutdown, "time before the system shuts down");
    }
    return code != NO_ERROR ? code : install__set_recovery(service);
}

static DWORD install__add_source(const install *i) {
    WCHAR program[PATH_CHARACTERS];
    DWORD n = GetModuleFileNameW(NULL, program, PATH_CHARACTERS);
    DWORD code = n == 0 || n == PATH_CHARACTERS ? GetLastError() : journal_source_add(i->name, program);
    if (code != NO_ERROR) {
        fprintf(stderr, "cannot register the source of the event log\n");
    }
    return code;
}

static install_result install__create(SC_HANDLE manager, const install *i, const WCHAR *image) {
    SC_HANDLE service = CreateServiceW(manager, i->name, i->name, SERVICE_CHANGE_CONFIG | SERVICE_START | DELETE,
                                       SERVICE_WIN32_OWN_PROCESS, SERVICE_AUTO_START, SERVICE_ERROR_NORMAL, image, NULL,
                                       NULL, NULL, ACCOUNT, NULL);
    if (service == NULL) {
        return install__refuse("cannot create the service", GetLastError());
    }
    DWORD code = install__set_all(service, i);
    if (code == NO_ERROR) {
        code = install__add_source(i);
    }
    if (code != NO_ERROR) {
        DeleteService(service);
        journal_source_remove(i->name);
    }
    CloseServiceHandle(service);
    return code == NO_ERROR ? INSTALL_DONE : install__refuse("cannot install the service", code);
}

install_result install_service(const install *i) {
    WCHAR *image = malloc(PATH_CHARACTERS * sizeof *image);
    if (image == NULL || !install__image(i, image, PATH_CHARACTERS)) {
        free(image);
        return install__refuse("the path of this program", ERROR_FILENAME_EXCED_RANGE);
    }
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CREATE_SERVICE);
    install_result result = manager != NULL
                                ? install__create(manager, i, image)
                                : install__refuse("cannot open the service control manager", GetLastError());
    if (manager != NULL) {
        CloseServiceHandle(manager);
    }
    free(image);
    return result;
}

/* Waits as long as the service gets on: a checkpoint has to grow within the hint. */
static DWORD install__await_stopped(SC_HANDLE service) {
    SERVICE_STATUS seen = {0}, now;
    uint64_t since = GetTickCount64();
    for (;;) {
        if (!QueryServiceStatus(service, &now)) {
            return GetLastError();
        }
        if (now.dwCurrentState == SERVICE_STOPPED) {
            return NO_ERROR;
        }
        if (now.dwCheckPoint != seen.dwCheckPoint || now.dwCurrentState != seen.dwCurrentState) {
            seen = now;
            since = GetTickCount64();
        }
        if (GetTickCount64() - since > STATUS_HINT_MILLIS + now.dwWaitHint) {
            return ERROR_SERVICE_REQUEST_TIMEOUT;
        }
        Sleep(100); /* the manager offers nothing that ends a wait on every Windows, and on Wine */
    }
}

static DWORD install__stop(SC_HANDLE service) {
    SERVICE_STATUS answer;
    if (ControlService(service, SERVICE_CONTROL_STOP, &answer)) {
        return install__await_stopped(service);
    }
    switch (GetLastError()) {
    case ERROR_SERVICE_NOT_ACTIVE:
        return NO_ERROR;
    case ERROR_SERVICE_CANNOT_ACCEPT_CTRL: /* it is on its way */
        return install__await_stopped(service);
    default:
        return GetLastError();
    }
}

static install_result install__remove(SC_HANDLE service, const wchar_t *name) {
    DWORD code = install__stop(service);
    if (code != NO_ERROR) {
        return install__refuse("cannot stop the service", code);
    }
    if (!DeleteService(service)) {
        return install__refuse("cannot remove the service", GetLastError());
    }
    code = journal_source_remove(name);
    return code == NO_ERROR ? INSTALL_DONE : install__refuse("cannot remove the source of the event log", code);
}

install_result uninstall_service(const wchar_t *name) {
    SC_HANDLE manager = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    if (manager == NULL) {
        return install__refuse("cannot open the service control manager", GetLastError());
    }
    SC_HANDLE service = OpenServiceW(manager, name, SERVICE_STOP | SERVICE_QUERY_STATUS | DELETE);
    install_result result =
        service != NULL ? install__remove(service, name) : install__refuse("cannot open the service", GetLastError());
    if (service != NULL) {
        CloseServiceHandle(service);
    }
    CloseServiceHandle(manager);
    return result;
}
