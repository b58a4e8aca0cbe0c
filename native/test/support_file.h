/* SPDX-License-Identifier: Apache-2.0 */
/* Files of a known pattern, in the folder for temporary files. */
#ifndef LP_TEST_SUPPORT_FILE_H
#define LP_TEST_SUPPORT_FILE_H

#include "support.h"

typedef struct file_of {
    uint32_t stream; /* byte i is pattern(stream, i) */
    WCHAR path[MAX_PATH + 16];
} file_of;

void file_make(file_of *f, uint32_t stream, uint64_t size);
void file_delete(const file_of *f);

/* For reading; flags as CreateFileW takes them. Others may write meanwhile. */
HANDLE file_open(const file_of *f, DWORD flags);

/* Cuts it to that size, or lets it grow. */
void file_resize(const file_of *f, uint64_t size);

/* Whether this Windows is a server edition, by its registry: the way that the library does not go. */
bool file_server_edition(void);

#endif
