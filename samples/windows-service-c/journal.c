/* SPDX-License-Identifier: Apache-2.0 */
#include "journal.h"

#include "messages.h"
#include "windows_headers.h"

#include <stdarg.h>
#include <stdio.h>

enum { TEXT_BYTES = 2048, KEY_CHARACTERS = 512 };

static const struct journal__kind {
    WORD type;
    DWORD id;
    const char *label;
} journal__kinds[] = {
    [JOURNAL_LISTENING] = {EVENTLOG_INFORMATION_TYPE, MESSAGE_LISTENING, "listening"},
    [JOURNAL_STOPPING] = {EVENTLOG_INFORMATION_TYPE, MESSAGE_STOPPING, "stopping"},
    [JOURNAL_STOPPED] = {EVENTLOG_INFORMATION_TYPE, MESSAGE_STOPPED, "stopped"},
    [JOURNAL_START_WAITS] = {EVENTLOG_WARNING_TYPE, MESSAGE_START_WAITS, "the start waits"},
    [JOURNAL_CUT_OFF] = {EVENTLOG_WARNING_TYPE, MESSAGE_CUT_OFF, "the drain deadline passed"},
    [JOURNAL_START_FAILED] = {EVENTLOG_ERROR_TYPE, MESSAGE_START_FAILED, "the start failed"},
    [JOURNAL_STOP_OVERDUE] = {EVENTLOG_ERROR_TYPE, MESSAGE_STOP_OVERDUE, "the stop is overdue"},
};

void journal_open(journal *j, const wchar_t *source) {
    j->log = source != NULL ? RegisterEventSourceW(NULL, source) : NULL;
}

void journal_close(journal *j) {
    if (j->log != NULL) {
        DeregisterEventSource(j->log);
    }
    j->log = NULL;
}

static void journal__report(HANDLE log, const struct journal__kind *kind, const char *text) {
    WCHAR wide[TEXT_BYTES];
    const WCHAR *strings[] = {wide};
    if (MultiByteToWideChar(CP_UTF8, 0, text, -1, wide, TEXT_BYTES) > 0) {
        ReportEventW(log, kind->type, 0, kind->id, NULL, 1, 0, strings, NULL);
    }
}

void journal_write(journal *j, journal_entry entry, const char *format, ...) {
    char text[TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (j->log != NULL) {
        journal__report(j->log, &journal__kinds[entry], text);
    } else {
        fprintf(stderr, "%s: %s\n", journal__kinds[entry].label, text);
        fflush(stderr);
    }
}

static void journal__key(WCHAR key[KEY_CHARACTERS], const wchar_t *source) {
    _snwprintf(key, KEY_CHARACTERS - 1, L"SYSTEM\\CurrentControlSet\\Services\\EventLog\\Application\\%ls", source);
    key[KEY_CHARACTERS - 1] = L'\0';
}

unsigned long journal_source_add(const wchar_t *source, const wchar_t *program) {
    WCHAR path[KEY_CHARACTERS];
    DWORD types = EVENTLOG_ERROR_TYPE | EVENTLOG_WARNING_TYPE | EVENTLOG_INFORMATION_TYPE;
    HKEY key;
    journal__key(path, source);
    LSTATUS status =
        RegCreateKeyExW(HKEY_LOCAL_MACHINE, path, 0, NULL, REG_OPTION_NON_VOLATILE, KEY_SET_VALUE, NULL, &key, NULL);
    if (status != ERROR_SUCCESS) {
        return (unsigned long)status;
    }
    DWORD bytes = (DWORD)((wcslen(program) + 1) * sizeof(WCHAR));
    status = RegSetValueExW(key, L"EventMessageFile", 0, REG_EXPAND_SZ, (const BYTE *)program, bytes);
    if (status == ERROR_SUCCESS) {
        status = RegSetValueExW(key, L"TypesSupported", 0, REG_DWORD, (const BYTE *)&types, sizeof types);
    }
    RegCloseKey(key);
    return (unsigned long)status;
}

unsigned long journal_source_remove(const wchar_t *source) {
    WCHAR path[KEY_CHARACTERS];
    journal__key(path, source);
    LSTATUS status = RegDeleteKeyW(HKEY_LOCAL_MACHINE, path);
    return status == ERROR_FILE_NOT_FOUND ? ERROR_SUCCESS : (unsigned long)status;
}
