/* SPDX-License-Identifier: Apache-2.0 */
#include "system_text.h"

#include "windows_headers.h"

#include <stdio.h>
#include <string.h>

void system_utf8(const wchar_t *wide, char *text, size_t size) {
    if (WideCharToMultiByte(CP_UTF8, 0, wide, -1, text, (int)size, NULL, NULL) == 0) {
        text[size - 1] = '\0';
        if (GetLastError() != ERROR_INSUFFICIENT_BUFFER) {
            snprintf(text, size, "?");
        }
    }
}

void system_text(uint32_t code, char text[SYSTEM_TEXT_BYTES]) {
    WCHAR wide[SYSTEM_TEXT_BYTES / 4] = L"";
    char said[SYSTEM_TEXT_BYTES - 32];
    FormatMessageW(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0, wide,
                   (DWORD)(sizeof wide / sizeof wide[0]), NULL);
    wide[wcscspn(wide, L"\r\n")] = L'\0';
    system_utf8(wide, said, sizeof said);
    snprintf(text, SYSTEM_TEXT_BYTES, "%s (%lu)", said[0] != '\0' ? said : "error of the system", (unsigned long)code);
}
