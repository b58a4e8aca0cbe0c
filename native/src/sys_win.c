/* SPDX-License-Identifier: Apache-2.0 */
#include "sys_win.h"

#include "sys.h"

enum { TEXT_MAX = 256 };

_Static_assert(sizeof(sys_overlapped) == sizeof(OVERLAPPED), "OVERLAPPED");
_Static_assert(offsetof(sys_overlapped, internal_high) == offsetof(OVERLAPPED, InternalHigh), "OVERLAPPED");
_Static_assert(offsetof(sys_overlapped, event) == offsetof(OVERLAPPED, hEvent), "OVERLAPPED");
_Static_assert(sizeof(sys_entry) == sizeof(OVERLAPPED_ENTRY), "OVERLAPPED_ENTRY");
_Static_assert(offsetof(sys_entry, overlapped) == offsetof(OVERLAPPED_ENTRY, lpOverlapped), "OVERLAPPED_ENTRY");
_Static_assert(offsetof(sys_entry, internal) == offsetof(OVERLAPPED_ENTRY, Internal), "OVERLAPPED_ENTRY");
_Static_assert(offsetof(sys_entry, bytes) == offsetof(OVERLAPPED_ENTRY, dwNumberOfBytesTransferred), "entry");
_Static_assert(SYS_PENDING == WSA_IO_PENDING && SYS_TIMED_OUT == WAIT_TIMEOUT, "codes");

uint64_t sys_clock_millis(void) {
    LARGE_INTEGER frequency;
    LARGE_INTEGER count;
    /* Neither fails since Windows XP (QueryPerformanceCounter remarks). */
    QueryPerformanceFrequency(&frequency);
    QueryPerformanceCounter(&count);
    uint64_t f = (uint64_t)frequency.QuadPart;
    uint64_t c = (uint64_t)count.QuadPart;
    return c / f * 1000u + c % f * 1000u / f;
}

uintptr_t sys_thread_id(void) {
    return GetCurrentThreadId();
}

uint32_t sys_text(uint32_t code, char *buffer, uint32_t size) {
    wchar_t wide[TEXT_MAX];
    const DWORD HOW = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS | FORMAT_MESSAGE_MAX_WIDTH_MASK;
    DWORD length = FormatMessageW(HOW, NULL, code, 0, wide, TEXT_MAX, NULL);
    while (length > 0 && wide[length - 1] == L' ') { /* where the line would break */
        length--;
    }
    int bytes = length == 0 ? 0 : WideCharToMultiByte(CP_UTF8, 0, wide, (int)length, buffer, (int)size - 1, NULL, NULL);
    buffer[bytes] = '\0';
    return (uint32_t)bytes;
}

void *sys_reserve(size_t bytes) {
    return VirtualAlloc(NULL, bytes, MEM_RESERVE, PAGE_READWRITE);
}

uint32_t sys_commit(void *at, size_t bytes) {
    return VirtualAlloc(at, bytes, MEM_COMMIT, PAGE_READWRITE) != NULL ? 0 : GetLastError();
}

uint32_t sys_release(void *at) {
    return at == NULL || VirtualFree(at, 0, MEM_RELEASE) ? 0 : GetLastError();
}

uint32_t sys_port_new(sys_port *port_out) {
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    *port_out = (sys_port)port;
    return port != NULL ? 0 : GetLastError();
}

uint32_t sys_port_delete(sys_port port) {
    return CloseHandle((HANDLE)port) ? 0 : GetLastError();
}

uint32_t sys_port_add(sys_port port, sys_socket socket, uintptr_t key) {
    return CreateIoCompletionPort((HANDLE)socket, (HANDLE)port, key, 0) != NULL ? 0 : GetLastError();
}

uint32_t sys_port_post(sys_port port, uintptr_t key) {
    return PostQueuedCompletionStatus((HANDLE)port, 0, key, NULL) ? 0 : GetLastError();
}

uint32_t sys_port_wait(sys_port port, sys_entry *entries, uint32_t max, uint32_t *count_out, uint32_t timeout_millis) {
    ULONG count = 0;
    *count_out = 0;
    /* Not alertable: a foreign APC would re-enter Winsock (WSASend remarks). On FALSE the count is junk. */
    if (!GetQueuedCompletionStatusEx((HANDLE)port, (OVERLAPPED_ENTRY *)entries, max, &count, timeout_millis, FALSE)) {
        return GetLastError();
    }
    *count_out = count;
    return 0;
}
