/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks install and uninstall: everything is set as documented, and quoted; each call of the system that fails, one
 * after the other, leaves nothing behind and is told; someone who is no administrator is told so at each of them;
 * another service of the name is not touched; a service that does not stop is not waited for without end.
 */
#include "check.h"
#include "host.h"
#include "install.h"
#include "scm.h"
#include "status.h"

#include <string.h>

enum { DRAIN_MILLIS = 12345, CALLS_OF_INSTALL = 10, CALLS_OF_UNINSTALL = 6 };

static const install wanted = {L"Echo-1", L"C:\\Some Folder\\echo.conf", DRAIN_MILLIS};

static install_result try_install(void) {
    return install_service(&wanted);
}

static install_result try_uninstall(void) {
    return uninstall_service(L"Echo-1");
}

static void check_settings(void) {
    WCHAR program[SCM_TEXT], image[2 * SCM_TEXT];
    GetModuleFileNameW(NULL, program, SCM_TEXT);
    _snwprintf(image, 2 * SCM_TEXT, L"\"%ls\" service --name \"Echo-1\" --config \"C:\\Some Folder\\echo.conf\"",
               program);
    CHECK(wcscmp(scm_now.image, image) == 0);
    CHECK(wcscmp(scm_now.name, L"Echo-1") == 0);
    CHECK(wcscmp(scm_now.account, L"NT AUTHORITY\\LocalService") == 0);
    CHECK_EQUAL(scm_now.start_type, SERVICE_AUTO_START);
    CHECK(scm_now.described);
    CHECK_EQUAL(scm_now.preshutdown_millis, DRAIN_MILLIS + HOST_OVERDUE_MILLIS + STATUS_HINT_MILLIS);
    CHECK_EQUAL(scm_now.action_count, 3);
    CHECK_EQUAL(scm_now.actions[0].Type, SC_ACTION_RESTART);
    CHECK_EQUAL(scm_now.actions[0].Delay, 5000);
    CHECK_EQUAL(scm_now.actions[1].Type, SC_ACTION_RESTART);
    CHECK_EQUAL(scm_now.actions[2].Type, SC_ACTION_NONE);
    CHECK_EQUAL(scm_now.action_reset_seconds, 86400);
    CHECK(wcscmp(scm_now.source_file, program) == 0);
    CHECK_EQUAL(scm_now.source_types, EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE);
}

static void installs(void) {
    scm_reset();
    CHECK_EQUAL(try_install(), INSTALL_DONE);
    check_settings();
    CHECK(scm_now.exists && scm_now.source && scm_now.delayed && scm_now.recovers_from_exit_codes);
    CHECK_EQUAL(scm_now.handles, 0);
    CHECK_EQUAL(scm_now.calls, CALLS_OF_INSTALL);
}

static void installs_where_little_is_known(void) {
    scm_reset();
    scm_now.know_few = true;
    CHECK_EQUAL(try_install(), INSTALL_DONE);
    check_settings();
    CHECK(scm_now.exists && scm_now.source && !scm_now.delayed);
}

/* All of it or nothing. */
static void each_call_fails(DWORD code, install_result result) {
    for (uint32_t k = 1; k <= CALLS_OF_INSTALL; k++) {
        scm_reset();
        scm_now.fail_at = k;
        scm_now.fail_code = code;
        CHECK_EQUAL(try_install(), result);
        CHECK(!scm_now.exists);
        CHECK(!scm_now.source);
        CHECK_EQUAL(scm_now.handles, 0);
    }
}

static void is_there_already(void) {
    scm_reset();
    scm_now.exists = scm_now.source = true;
    CHECK_EQUAL(try_install(), INSTALL_EXISTS);
    CHECK(scm_now.exists && scm_now.source && !scm_now.deleted);
    CHECK_EQUAL(scm_now.handles, 0);
}

static void installed(DWORD state) {
    scm_reset();
    scm_now.exists = scm_now.source = true;
    scm_now.steps[0].dwCurrentState = state;
    scm_now.step_count = 1;
}

static void uninstalls(void) {
    installed(SERVICE_STOPPED);
    CHECK_EQUAL(try_uninstall(), INSTALL_DONE);
    CHECK(!scm_now.exists && !scm_now.source);
    CHECK_EQUAL(scm_now.controls_sent, 1);
    CHECK_EQUAL(scm_now.handles, 0);
    CHECK_EQUAL(scm_now.calls, CALLS_OF_UNINSTALL);
    installed(SERVICE_STOPPED);
    scm_now.control_code = ERROR_SERVICE_NOT_ACTIVE;
    CHECK_EQUAL(try_uninstall(), INSTALL_DONE);
    CHECK(!scm_now.exists);
}

static void is_not_there(void) {
    scm_reset();
    CHECK_EQUAL(try_uninstall(), INSTALL_MISSING);
    CHECK_EQUAL(scm_now.handles, 0);
}

/* A stop takes what it takes, as long as it gets on. */
static void waits_for_the_stop(DWORD control_code) {
    installed(SERVICE_STOP_PENDING);
    scm_now.control_code = control_code;
    scm_now.step_count = 8;
    for (DWORD i = 0; i < 8; i++) {
        scm_now.steps[i].dwCurrentState = i < 7 ? SERVICE_STOP_PENDING : SERVICE_STOPPED;
        scm_now.steps[i].dwCheckPoint = i + 1;
    }
    CHECK_EQUAL(try_uninstall(), INSTALL_DONE);
    CHECK(!scm_now.exists);
    CHECK_EQUAL(scm_now.step_count, 1);
}

static void gives_up_waiting(void) {
    installed(SERVICE_STOP_PENDING);
    scm_now.steps[0].dwWaitHint = 5000;
    CHECK_EQUAL(try_uninstall(), INSTALL_FAILED);
    CHECK(scm_now.exists && scm_now.source);
    CHECK(scm_now.clock_ahead_millis >= 5000 + STATUS_HINT_MILLIS);
    CHECK(scm_now.clock_ahead_millis <= 5200 + STATUS_HINT_MILLIS);
    CHECK_EQUAL(scm_now.handles, 0);
}

static void each_call_of_uninstall_fails(DWORD code, install_result result) {
    for (uint32_t k = 1; k <= CALLS_OF_UNINSTALL; k++) {
        installed(SERVICE_STOPPED);
        scm_now.fail_at = k;
        scm_now.fail_code = code;
        CHECK_EQUAL(try_uninstall(), result);
        CHECK(scm_now.exists || scm_now.deleted);
        CHECK(scm_now.exists == (k < CALLS_OF_UNINSTALL)); /* the last: the event source */
        CHECK_EQUAL(scm_now.handles, 0);
    }
}

int main(void) {
    installs();
    installs_where_little_is_known();
    each_call_fails(ERROR_NOT_ENOUGH_MEMORY, INSTALL_FAILED);
    each_call_fails(ERROR_ACCESS_DENIED, INSTALL_ACCESS_DENIED);
    each_call_fails(ERROR_SERVICE_MARKED_FOR_DELETE, INSTALL_FAILED);
    is_there_already();
    uninstalls();
    is_not_there();
    waits_for_the_stop(NO_ERROR);
    waits_for_the_stop(ERROR_SERVICE_CANNOT_ACCEPT_CTRL);
    gives_up_waiting();
    each_call_of_uninstall_fails(ERROR_NOT_ENOUGH_MEMORY, INSTALL_FAILED);
    each_call_of_uninstall_fails(ERROR_ACCESS_DENIED, INSTALL_ACCESS_DENIED);
    return 0;
}
