/* SPDX-License-Identifier: Apache-2.0 */
#include "sys_win.h"
#include "world.h"

#include <stdio.h>

typedef LONG(WINAPI *version_function)(OSVERSIONINFOW *);
typedef const char *(*wine_function)(void);

typedef void (*any_function)(void);

static any_function world__ntdll(const char *name) {
    HMODULE ntdll = GetModuleHandleW(L"ntdll.dll");
    return ntdll == NULL ? NULL : (any_function)GetProcAddress(ntdll, name);
}

/* RtlGetVersion tells the truth where GetVersionEx is told what the manifest says. */
void world_name(char *text, size_t size) {
    OSVERSIONINFOW version = {.dwOSVersionInfoSize = sizeof version};
    version_function get_version = (version_function)world__ntdll("RtlGetVersion");
    wine_function wine = (wine_function)world__ntdll("wine_get_version");
    if (get_version != NULL) {
        (void)get_version(&version);
    }
    int used = snprintf(text, size, "Windows %lu.%lu.%lu", version.dwMajorVersion, version.dwMinorVersion,
                        version.dwBuildNumber);
    if (wine != NULL) {
        (void)snprintf(text + used, size - (size_t)used, ", as Wine %s is it", wine());
    }
}

uint32_t world_rounds(void) {
    return 1;
}

void world_begin(uint32_t round) {
    (void)round;
}

void world_end(void) {}

void *world_event_new(void) {
    return CreateEventW(NULL, TRUE, FALSE, NULL);
}

bool world_event_is_set(void *event) {
    return WaitForSingleObject(event, 0) == WAIT_OBJECT_0;
}

void world_event_delete(void *event) {
    CloseHandle(event);
}

static HANDLE world__temporary(void) {
    WCHAR folder[MAX_PATH + 1];
    WCHAR path[MAX_PATH + 1];
    if (GetTempPathW(MAX_PATH + 1, folder) == 0 || GetTempFileNameW(folder, L"lpc", 0, path) == 0) {
        return INVALID_HANDLE_VALUE;
    }
    return CreateFileW(path, GENERIC_READ | GENERIC_WRITE | DELETE, 0, NULL, CREATE_ALWAYS,
                       FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
}

#ifndef FSCTL_SET_SPARSE
#define FSCTL_SET_SPARSE 0x900C4
#endif

static bool world__fill(HANDLE file, uint64_t base, const char *bytes, uint32_t count) {
    LARGE_INTEGER at = {.QuadPart = (LONGLONG)base};
    DWORD written = 0;
    if (base > 0 && !DeviceIoControl(file, FSCTL_SET_SPARSE, NULL, 0, NULL, 0, &written, NULL)) {
        return false; /* FAT: it would take all that room */
    }
    return SetFilePointerEx(file, at, NULL, FILE_BEGIN) && WriteFile(file, bytes, count, &written, NULL) &&
           written == count;
}

uintptr_t world_file_new(uint64_t base, const char *bytes, uint32_t count) {
    HANDLE file = world__temporary();
    if (file == INVALID_HANDLE_VALUE) {
        return 0;
    }
    if (!world__fill(file, base, bytes, count)) {
        CloseHandle(file);
        return 0;
    }
    return (uintptr_t)file;
}

void world_file_delete(uintptr_t file) {
    CloseHandle((HANDLE)file);
}
