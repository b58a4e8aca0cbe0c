/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the life under the service control manager: a control at any moment, STOP, SHUTDOWN, PRESHUTDOWN, twice and
 * while starting; every failure of the start; a stop that the system holds up. Whatever comes, states go one way,
 * checkpoints grow, hints are given, "stopped" is said once and last, with the exit code that is documented; each entry
 * of the event log has its text in the program.
 */
#include "check.h"
#include "host.h"
#include "scm.h"
#include "service.h"
#include "status.h"

#include <string.h>

#define SCENARIO_MILLIS 60000

static WCHAR config_path[MAX_PATH];

static void configure(const char *text) {
    DWORD written;
    HANDLE file = CreateFileW(config_path, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, text, (DWORD)strlen(text), &written, NULL) && written == strlen(text));
    CloseHandle(file);
}

static DWORD WINAPI serve(void *unused) {
    (void)unused;
    return service_serve(L"Echo-1", config_path);
}

static HANDLE begin(const char *text) {
    configure(text);
    HANDLE thread = CreateThread(NULL, 0, serve, NULL, 0, NULL);
    CHECK(thread != NULL);
    return thread;
}

static int state_rank(DWORD state) {
    switch (state) {
    case SERVICE_START_PENDING:
        return 1;
    case SERVICE_RUNNING:
        return 2;
    case SERVICE_STOP_PENDING:
        return 3;
    case SERVICE_STOPPED:
        return 4;
    default:
        FAIL("state %lu", state);
    }
}

/* An INTERROGATE repeats what was said: as often may the same be said again. */
static void check_one(const SERVICE_STATUS *last, const SERVICE_STATUS *now) {
    bool pending = now->dwCurrentState == SERVICE_START_PENDING || now->dwCurrentState == SERVICE_STOP_PENDING;
    DWORD all = SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN | SERVICE_ACCEPT_PRESHUTDOWN;
    if (last != NULL && memcmp(last, now, sizeof *now) == 0 && now->dwCurrentState != SERVICE_STOPPED &&
        scm_now.interrogations > 0) {
        scm_now.interrogations--;
        return;
    }
    bool same = last != NULL && last->dwCurrentState == now->dwCurrentState;
    CHECK(last == NULL || state_rank(now->dwCurrentState) >= state_rank(last->dwCurrentState));
    CHECK(!same || pending);
    CHECK_EQUAL(now->dwServiceType, SERVICE_WIN32_OWN_PROCESS);
    CHECK_EQUAL(now->dwCheckPoint, !pending ? 0 : same ? last->dwCheckPoint + 1 : 1);
    CHECK_EQUAL(now->dwWaitHint, pending ? STATUS_HINT_MILLIS : 0);
    CHECK_EQUAL(now->dwControlsAccepted, state_rank(now->dwCurrentState) <= 2 ? all : 0);
}

/* Waits for the end, and judges all that was said. */
static void end(HANDLE thread, DWORD exit_code, DWORD specific) {
    DWORD code = 1;
    CHECK(WaitForSingleObject(thread, SCENARIO_MILLIS) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == NO_ERROR);
    CloseHandle(thread);
    CHECK(scm_now.status_count > 0);
    CHECK_EQUAL(scm_now.statuses[0].dwCurrentState, SERVICE_START_PENDING);
    for (uint32_t i = 0; i < scm_now.status_count; i++) {
        check_one(i == 0 ? NULL : &scm_now.statuses[i - 1], &scm_now.statuses[i]);
    }
    const SERVICE_STATUS *last = &scm_now.statuses[scm_now.status_count - 1];
    CHECK_EQUAL(last->dwCurrentState, SERVICE_STOPPED);
    CHECK_EQUAL(last->dwWin32ExitCode, exit_code);
    CHECK_EQUAL(last->dwServiceSpecificExitCode, specific);
    CHECK_EQUAL(scm_now.handles, 0);
}

static const char READY[] = "tcp_port = 0\n";

static void one_life(DWORD control) {
    scm_reset();
    HANDLE thread = begin(READY);
    scm_await(SERVICE_RUNNING);
    CHECK(scm_has_event(EVENTLOG_INFORMATION_TYPE, L"127.0.0.1:"));
    CHECK_EQUAL(scm_send(SERVICE_CONTROL_INTERROGATE), NO_ERROR);
    CHECK_EQUAL(scm_send(SERVICE_CONTROL_PAUSE), ERROR_CALL_NOT_IMPLEMENTED);
    CHECK_EQUAL(scm_send(control), NO_ERROR);
    uint32_t said = scm_await(SERVICE_STOP_PENDING); /* by the handler, before it returned */
    CHECK_EQUAL(scm_now.status_threads[said - 1], GetCurrentThreadId());
    CHECK_EQUAL(scm_send(SERVICE_CONTROL_STOP), NO_ERROR);
    CHECK_EQUAL(scm_send(control), NO_ERROR);
    end(thread, NO_ERROR, 0);
    CHECK(scm_has_event(EVENTLOG_INFORMATION_TYPE, L"links drain"));
    CHECK(scm_has_event(EVENTLOG_INFORMATION_TYPE, L"links 0, "));
}

/* A control arrives while the k-th state is being reported. */
static struct {
    uint32_t at;
    DWORD control;
    HANDLE go;
} meanwhile;

static void on_status(uint32_t nth) {
    if (nth == meanwhile.at) {
        SetEvent(meanwhile.go);
    }
}

static DWORD WINAPI send_meanwhile(void *unused) {
    (void)unused;
    if (WaitForSingleObject(meanwhile.go, SCENARIO_MILLIS) == WAIT_OBJECT_0) {
        scm_send(meanwhile.control);
    }
    return 0;
}

static void control_at(uint32_t k, DWORD control) {
    scm_reset();
    scm_now.on_status = on_status;
    meanwhile.at = k;
    meanwhile.control = control;
    meanwhile.go = CreateEventW(NULL, TRUE, FALSE, NULL);
    HANDLE sender = CreateThread(NULL, 0, send_meanwhile, NULL, 0, NULL);
    HANDLE thread = begin(READY);
    if (control == SERVICE_CONTROL_INTERROGATE || k > 4) {
        scm_await(SERVICE_RUNNING);
        SetEvent(meanwhile.go);
        CHECK(WaitForSingleObject(sender, SCENARIO_MILLIS) == WAIT_OBJECT_0);
        scm_send(SERVICE_CONTROL_STOP);
    }
    end(thread, NO_ERROR, 0);
    CHECK(WaitForSingleObject(sender, SCENARIO_MILLIS) == WAIT_OBJECT_0);
    CloseHandle(sender);
    CloseHandle(meanwhile.go);
}

static void controls_at_any_moment(void) {
    static const DWORD controls[] = {SERVICE_CONTROL_STOP, SERVICE_CONTROL_SHUTDOWN, SERVICE_CONTROL_PRESHUTDOWN,
                                     SERVICE_CONTROL_INTERROGATE};
    for (uint32_t k = 1; k <= 6; k++) {
        for (uint32_t i = 0; i < sizeof controls / sizeof controls[0]; i++) {
            control_at(k, controls[i]);
        }
    }
}

static void start_fails(const char *text, DWORD specific, const wchar_t *event) {
    scm_reset();
    end(begin(text), ERROR_SERVICE_SPECIFIC_ERROR, specific);
    CHECK(scm_has_event(EVENTLOG_ERROR_TYPE, event));
    CHECK_EQUAL(scm_now.statuses[scm_now.status_count - 2].dwCurrentState, SERVICE_START_PENDING);
}

static void starts_that_fail(void) {
    WCHAR event[2 * MAX_PATH];
    start_fails("address = 192.0.2.1\n", 3, L"192.0.2.1:7007: this machine has no such address: ");
    swprintf(event, 2 * MAX_PATH, L"%ls:1: tcp_port is 'x'; permitted: 0 to 65535", config_path);
    start_fails("tcp_port = x\n", 1, event);
    start_fails("address = 192.0.2.1\nstart_millis = 1000\n", 3, L"192.0.2.1:7007: this machine");
    CHECK(scm_has_event(EVENTLOG_WARNING_TYPE, L"192.0.2.1:7007: this machine"));
    CHECK(scm_now.status_count > 5); /* it went on telling that it waits */
}

static void no_configuration(void) {
    WCHAR event[2 * MAX_PATH];
    scm_reset();
    swprintf(event, 2 * MAX_PATH, L"%ls: cannot be read: ", config_path);
    HANDLE thread = begin(READY);
    scm_await(SERVICE_RUNNING);
    scm_send(SERVICE_CONTROL_STOP);
    end(thread, NO_ERROR, 0);
    CHECK(DeleteFileW(config_path));
    scm_reset();
    end(CreateThread(NULL, 0, serve, NULL, 0, NULL), ERROR_SERVICE_SPECIFIC_ERROR, 1);
    CHECK(scm_has_event(EVENTLOG_ERROR_TYPE, event));
}

/* What linkport.dll answers, and what the manager is told. */
static void linkport_fails(void) {
    static const struct {
        lp_status create, run, listen;
        DWORD specific;
    } cases[] = {{LP_NO_MEMORY, LP_OK, LP_OK, 5},    {LP_OS_ERROR, LP_OK, LP_OK, 6},
                 {LP_OK, LP_NO_RESOURCES, LP_OK, 5}, {LP_OK, LP_OK, LP_ADDRESS_IN_USE, 2},
                 {LP_OK, LP_OK, LP_UNSUPPORTED, 3},  {LP_OK, LP_OK, LP_ACCESS_DENIED, 4},
                 {LP_OK, LP_OK, LP_NO_RESOURCES, 5}, {LP_OK, LP_OK, LP_OS_ERROR, 6}};
    for (uint32_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        scm_reset();
        scm_now.create_fails = cases[i].create;
        scm_now.run_fails = cases[i].run;
        scm_now.listen_fails = cases[i].listen;
        end(begin(READY), ERROR_SERVICE_SPECIFIC_ERROR, cases[i].specific);
        CHECK(scm_has_event(EVENTLOG_ERROR_TYPE, L"127.0.0.1:0: "));
    }
}

static void stopped_while_it_waits(void) {
    scm_reset();
    scm_now.listen_fails = LP_ADDRESS_IN_USE;
    HANDLE thread = begin("tcp_port = 0\nstart_millis = 600000\n");
    while (scm_now.event_count == 0) {
        Sleep(1);
    }
    CHECK_EQUAL(scm_send(SERVICE_CONTROL_STOP), NO_ERROR);
    end(thread, NO_ERROR, 0);
    for (uint32_t i = 0; i < scm_now.status_count; i++) {
        CHECK(scm_now.statuses[i].dwCurrentState != SERVICE_RUNNING);
    }
    CHECK(scm_has_event(EVENTLOG_INFORMATION_TYPE, L"it did not listen yet"));
}

/* The kernel keeps an operation: the process leaves without it, and the manager knows. */
static void stop_is_overdue(void) {
    scm_reset();
    scm_now.stop_hangs = true;
    HANDLE thread = begin("tcp_port = 0\ndrain_millis = 0\n");
    scm_await(SERVICE_RUNNING);
    scm_now.clock_leap_millis = 4000;
    CHECK_EQUAL(scm_send(SERVICE_CONTROL_PRESHUTDOWN), NO_ERROR);
    end(thread, ERROR_SERVICE_SPECIFIC_ERROR, 7);
    CHECK(scm_has_event(EVENTLOG_ERROR_TYPE, L"15000 ms after the drain deadline"));
}

static void not_from_the_manager(void) {
    scm_reset();
    scm_now.fail_at = 1;
    scm_now.fail_code = ERROR_FAILED_SERVICE_CONTROLLER_CONNECT;
    CHECK_EQUAL(service_serve(L"Echo-1", config_path), ERROR_FAILED_SERVICE_CONTROLLER_CONNECT);
    CHECK_EQUAL(scm_now.status_count, 0);
}

int main(void) {
    WCHAR folder[MAX_PATH];
    CHECK(GetTempPathW(MAX_PATH, folder) != 0);
    CHECK(GetTempFileNameW(folder, L"lps", 0, config_path) != 0);
    one_life(SERVICE_CONTROL_STOP);
    one_life(SERVICE_CONTROL_SHUTDOWN);
    one_life(SERVICE_CONTROL_PRESHUTDOWN);
    controls_at_any_moment();
    starts_that_fail();
    no_configuration();
    linkport_fails();
    stopped_while_it_waits();
    not_from_the_manager();
    stop_is_overdue(); /* last: its workers are still there */
    DeleteFileW(config_path);
    return 0;
}
