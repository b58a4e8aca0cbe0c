/* SPDX-License-Identifier: Apache-2.0 */
#include "config_file.h"

#include "system_text.h"
#include "windows_headers.h"

#include <stdio.h>
#include <stdlib.h>

enum { NAME_BYTES = 512 };

static bool config_file__refuse(const char *name, char error[CONFIG_ERROR_BYTES]) {
    char text[SYSTEM_TEXT_BYTES];
    system_text(GetLastError(), text);
    snprintf(error, CONFIG_ERROR_BYTES, "%s: cannot be read: %s", name, text);
    return false;
}

/* At most max bytes. */
static bool config_file__load(HANDLE file, char *text, DWORD max, DWORD *size_out) {
    DWORD n;
    *size_out = 0;
    while (*size_out < max) {
        if (!ReadFile(file, text + *size_out, max - *size_out, &n, NULL)) {
            return false;
        }
        if (n == 0) {
            return true;
        }
        *size_out += n;
    }
    return true;
}

bool config_file_read(config *c, const wchar_t *path, char error[CONFIG_ERROR_BYTES]) {
    static const DWORD max = CONFIG_FILE_BYTES_MAX + 1;
    char name[NAME_BYTES];
    DWORD size;
    system_utf8(path, name, sizeof name);
    HANDLE file = CreateFileW(path, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        return config_file__refuse(name, error);
    }
    char *text = malloc(max);
    bool loaded = text != NULL && config_file__load(file, text, max, &size);
    bool good = loaded ? size < max : config_file__refuse(name, error);
    if (loaded && !good) {
        snprintf(error, CONFIG_ERROR_BYTES, "%s: is longer than %d bytes; permitted: 0 to %d", name,
                 CONFIG_FILE_BYTES_MAX, CONFIG_FILE_BYTES_MAX);
    }
    good = good && config_parse(c, text, size, name, error);
    free(text);
    CloseHandle(file);
    return good;
}
