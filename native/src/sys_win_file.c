/* SPDX-License-Identifier: Apache-2.0 */
#include "sys_win.h"

#include "sys.h"

_Static_assert(sizeof(sys_file) == sizeof(HANDLE), "HANDLE");
_Static_assert(SYS_BAD_HANDLE == ERROR_INVALID_HANDLE && SYS_BAD_PARAMETER == ERROR_INVALID_PARAMETER, "codes");

_Static_assert(sizeof(uint16_t) == sizeof(WCHAR), "WCHAR");

uint32_t sys_file_open(const uint16_t *path, sys_file *file_out) {
    HANDLE file = CreateFileW((const WCHAR *)path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
    bool opened = file != INVALID_HANDLE_VALUE;
    *file_out = opened ? (sys_file)file : 0;
    return opened ? 0 : GetLastError();
}

uint32_t sys_file_close(sys_file file) {
    return CloseHandle((HANDLE)file) ? 0 : GetLastError();
}

uint32_t sys_file_size(sys_file file, uint64_t *size_out) {
    LARGE_INTEGER size = {0};
    uint32_t error = GetFileSizeEx((HANDLE)file, &size) ? 0 : GetLastError();
    *size_out = (uint64_t)size.QuadPart;
    return error;
}

static uint32_t file__read(HANDLE file, OVERLAPPED *overlapped, void *memory, uint32_t size, DWORD *count_out) {
    if (!ReadFile(file, memory, size, NULL, overlapped) && GetLastError() != ERROR_IO_PENDING) {
        return GetLastError();
    }
    return GetOverlappedResult(file, overlapped, count_out, TRUE) ? 0 : GetLastError();
}

uint32_t sys_file_read(sys_file file, uint64_t offset, void *memory, uint32_t size, uint32_t *count_out) {
    /* Of its own: the handle's signal is everybody's who reads from it, and of a handle without overlapped use unused.
     */
    HANDLE event = CreateEventW(NULL, TRUE, FALSE, NULL);
    OVERLAPPED overlapped = {0};
    DWORD count = 0;
    *count_out = 0;
    if (event == NULL) {
        return GetLastError();
    }
    overlapped.Offset = (DWORD)offset;
    overlapped.OffsetHigh = (DWORD)(offset >> 32);
    /* The low bit: no packet, should the program have given the handle to a port (GetQueuedCompletionStatus). */
    overlapped.hEvent = (HANDLE)((uintptr_t)event | 1);
    uint32_t error = file__read((HANDLE)file, &overlapped, memory, size, &count);
    uint32_t close_error = CloseHandle(event) ? 0 : GetLastError();
    if (error == ERROR_HANDLE_EOF) {
        return close_error;
    }
    *count_out = error == 0 ? count : 0;
    return error != 0 ? error : close_error;
}
