/* SPDX-License-Identifier: Apache-2.0 */
#include "support_file.h"

#include <wchar.h>

enum { PIECE = 64 * 1024 };

static HANDLE file__writable(const file_of *f, DWORD how) {
    HANDLE file =
        CreateFileW(f->path, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, how, FILE_ATTRIBUTE_NORMAL, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    return file;
}

void file_make(file_of *f, uint32_t stream, uint64_t size) {
    WCHAR folder[MAX_PATH + 1];
    uint8_t bytes[PIECE];
    f->stream = stream;
    CHECK(GetTempPathW(MAX_PATH + 1, folder) != 0);
    CHECK(GetTempFileNameW(folder, L"lp", 0, f->path) != 0);
    HANDLE file = file__writable(f, CREATE_ALWAYS);
    for (uint64_t at = 0; at < size; at += PIECE) {
        DWORD count = size - at < PIECE ? (DWORD)(size - at) : PIECE;
        DWORD written = 0;
        for (DWORD i = 0; i < count; i++) {
            bytes[i] = pattern(stream, at + i);
        }
        CHECK(WriteFile(file, bytes, count, &written, NULL) && written == count);
    }
    CHECK(CloseHandle(file));
}

void file_delete(const file_of *f) {
    CHECK(DeleteFileW(f->path));
}

HANDLE file_open(const file_of *f, DWORD flags) {
    HANDLE file =
        CreateFileW(f->path, GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, flags, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    return file;
}

void file_resize(const file_of *f, uint64_t size) {
    HANDLE file = file__writable(f, OPEN_EXISTING);
    LARGE_INTEGER end = {.QuadPart = (LONGLONG)size};
    CHECK(SetFilePointerEx(file, end, NULL, FILE_BEGIN) && SetEndOfFile(file));
    CHECK(CloseHandle(file));
}

bool file_server_edition(void) {
    WCHAR type[32];
    DWORD bytes = sizeof type;
    LSTATUS status = RegGetValueW(HKEY_LOCAL_MACHINE, L"System\\CurrentControlSet\\Control\\ProductOptions",
                                  L"ProductType", RRF_RT_REG_SZ, NULL, type, &bytes);
    CHECK_EQUAL(status, ERROR_SUCCESS);
    return wcscmp(type, L"WinNT") != 0;
}
