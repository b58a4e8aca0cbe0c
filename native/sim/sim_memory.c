/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE

#include "sim_memory.h"

#include "sim_world.h"

#include <string.h>
#include <sys/mman.h>

enum { PAGE = 4096, GRANULARITY = 64 * 1024, GUARD = 64 * 1024, MAGIC = 0x5EED };

/* In a page of its own in front of the region. */
typedef struct memory_head {
    char *from; /* what mmap() gave */
    size_t bytes;
    uint32_t magic;
} memory_head;

static uint32_t memory_regions;

static memory_head *memory__head(void *at) {
    memory_head *head = (memory_head *)(void *)((char *)at - PAGE);
    SIM_RULE(head->magic == MAGIC, "VirtualFree of what is no region");
    return head;
}

void *sys_reserve(size_t bytes) {
    if (sim_fault(SIM_RESERVE) != 0) {
        return NULL;
    }
    size_t all = PAGE + GRANULARITY + bytes + GUARD;
    char *from = mmap(NULL, all, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    SIM_RULE(from != MAP_FAILED, "the simulator has no memory");
    char *at = from + PAGE;
    at += -(uintptr_t)at % GRANULARITY; /* VirtualAlloc: regions begin where the allocation granularity allows */
    SIM_RULE(mprotect(at - PAGE, PAGE, PROT_READ | PROT_WRITE) == 0, "the simulator has no memory");
    *(memory_head *)(void *)(at - PAGE) = (memory_head){from, all, MAGIC};
    memory_regions++;
    return at;
}

uint32_t sys_commit(void *at, size_t bytes) {
    uint32_t error = sim_fault(SIM_COMMIT);
    uintptr_t from = (uintptr_t)at & ~(uintptr_t)(PAGE - 1);
    uintptr_t to = ((uintptr_t)at + bytes + PAGE - 1) & ~(uintptr_t)(PAGE - 1);
    if (error != 0) {
        return error;
    }
    SIM_RULE(mprotect((void *)from, to - from, PROT_READ | PROT_WRITE) == 0, "commit of what was not reserved");
    return 0;
}

uint32_t sys_release(void *at) {
    if (at == NULL) {
        return 0;
    }
    memory_head *head = memory__head(at);
    memory_regions--;
    SIM_RULE(munmap(head->from, head->bytes) == 0, "munmap failed");
    return sim_fault(SIM_RELEASE);
}

void sim_memory_check_none(void) {
    SIM_RULE(memory_regions == 0, "%u regions of memory were not given back", memory_regions);
}
