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
