/* SPDX-License-Identifier: Apache-2.0 */
/* The clock, thread ids, memory and files of sys.h where there is no Windows. All of it is real. */
#define _DEFAULT_SOURCE

#include "sys.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { HEADER_BYTES = 4096 };

uint64_t sys_clock_millis(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000u + (uint64_t)now.tv_nsec / 1000000u;
}

uintptr_t sys_thread_id(void) {
    static _Thread_local char self;
    return (uintptr_t)&self;
}

uint32_t sys_text(uint32_t code, char *buffer, uint32_t size) {
    int length = code == 87 ? snprintf(buffer, size, "The parameter is incorrect.") : 0;
    return (uint32_t)length;
}

/* Reserved means without access, as on Windows: what was not committed faults. The size stands in front. */
void *sys_reserve(size_t bytes) {
    char *at = mmap(NULL, bytes + HEADER_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (at == MAP_FAILED || mprotect(at, HEADER_BYTES, PROT_READ | PROT_WRITE) != 0) {
        return NULL;
    }
    memcpy(at, &bytes, sizeof bytes);
    return at + HEADER_BYTES;
}

uint32_t sys_commit(void *at, size_t bytes) {
    uintptr_t from = (uintptr_t)at & ~(uintptr_t)(HEADER_BYTES - 1);
    uintptr_t to = ((uintptr_t)at + bytes + HEADER_BYTES - 1) & ~(uintptr_t)(HEADER_BYTES - 1);
    return mprotect((void *)from, to - from, PROT_READ | PROT_WRITE) == 0 ? 0 : 8;
}

uint32_t sys_release(void *at) {
    size_t bytes = 0;
    if (at == NULL) {
        return 0;
    }
    memcpy(&bytes, (char *)at - HEADER_BYTES, sizeof bytes);
    return munmap((char *)at - HEADER_BYTES, bytes + HEADER_BYTES) == 0 ? 0 : 6;
}

uint32_t sys_file_size(sys_file file, uint64_t *size_out) {
    struct stat about;
    if (fstat((int)file, &about) != 0) {
        return (uint32_t)errno;
    }
    *size_out = (uint64_t)about.st_size;
    return 0;
}

uint32_t sys_file_read(sys_file file, uint64_t offset, void *memory, uint32_t size, uint32_t *count_out) {
    ssize_t count = pread((int)file, memory, size, (off_t)offset);
    *count_out = count < 0 ? 0 : (uint32_t)count;
    return count < 0 ? (uint32_t)errno : 0;
}
