/* SPDX-License-Identifier: Apache-2.0 */
#include "sys_thread.h"
#include "sys_win.h"

enum { NAME_MAX = 64 };

typedef HRESULT(WINAPI *describe_call)(HANDLE thread, const wchar_t *name);

static DWORD WINAPI thread__run(void *argument) {
    const sys_thread_task *task = argument;
    task->run(task->argument);
    return 0;
}

uint32_t sys_thread_new(const sys_thread_task *task, sys_thread *thread_out) {
    HANDLE thread = CreateThread(NULL, 0, thread__run, (void *)(uintptr_t)task, CREATE_SUSPENDED, NULL);
    *thread_out = (sys_thread)thread;
    return thread != NULL ? 0 : GetLastError();
}

/* Looked up: Windows 10 1607 and Server 2016 have it in KernelBase.dll only (SetThreadDescription, requirements). */
void sys_thread_name(sys_thread thread, const char *name) {
    wchar_t wide[NAME_MAX];
    HMODULE base = GetModuleHandleW(L"KernelBase.dll");
    FARPROC call = base == NULL ? NULL : GetProcAddress(base, "SetThreadDescription");
    if (call != NULL && MultiByteToWideChar(CP_UTF8, 0, name, -1, wide, NAME_MAX) > 0) {
        (void)((describe_call)(void (*)(void))call)((HANDLE)thread, wide);
    }
}

uint32_t sys_thread_bind(sys_thread thread, uint64_t mask, uint32_t group) {
    GROUP_AFFINITY affinity = {.Mask = (KAFFINITY)mask, .Group = (WORD)group};
    if (group > UINT16_MAX || affinity.Mask != mask) {
        return ERROR_INVALID_PARAMETER;
    }
    return SetThreadGroupAffinity((HANDLE)thread, &affinity, NULL) ? 0 : GetLastError();
}

sys_thread sys_thread_self(void) {
    return (sys_thread)GetCurrentThread();
}

uint32_t sys_thread_bound(sys_thread thread, uint64_t *mask_out, uint32_t *group_out) {
    GROUP_AFFINITY affinity = {0};
    if (!GetThreadGroupAffinity((HANDLE)thread, &affinity)) {
        return GetLastError();
    }
    *mask_out = affinity.Mask;
    *group_out = affinity.Group;
    return 0;
}

void sys_thread_begin(sys_thread thread) {
    (void)ResumeThread((HANDLE)thread); /* fails for want of a right only, and its creator has them all */
}

uint32_t sys_thread_join(sys_thread thread) {
    DWORD waited = WaitForSingleObject((HANDLE)thread, INFINITE);
    DWORD error = waited == WAIT_OBJECT_0 ? 0 : GetLastError();
    return CloseHandle((HANDLE)thread) ? error : GetLastError();
}
