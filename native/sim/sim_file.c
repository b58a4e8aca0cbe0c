/* SPDX-License-Identifier: Apache-2.0 */
#include "sim_file.h"

#include <stdlib.h>
#include <string.h>

enum { FILES_MAX = 1024, HANDLE_STEP = 4, IO_DEVICE = 1117 };

static sim_file files[FILES_MAX];
static uint32_t files_used;

void sim_file_begin(void) {
    files_used = 0;
}

void sim_file_check_none(void) {
    for (uint32_t i = 0; i < files_used; i++) {
        SIM_RULE(!files[i].open, "file %u was not closed", i);
    }
}

/* The first handle that is free: a core that uses one too long hits another's file. */
sys_file sim_file_new(uint64_t base, char *bytes, uint32_t count) {
    uint32_t index = 0;
    while (index < files_used && files[index].open) {
        index++;
    }
    SIM_RULE(index < FILES_MAX, "the simulator has too few files");
    files_used = index == files_used ? files_used + 1 : files_used;
    files[index] = (sim_file){.open = true, .base = base, .size = base + count, .bytes = bytes};
    return (sys_file)(index + 1) * HANDLE_STEP;
}

static sim_file *file__find(sys_file file) {
    size_t index = file / HANDLE_STEP - 1;
    return file >= HANDLE_STEP && file % HANDLE_STEP == 0 && index < files_used && files[index].open ? &files[index]
                                                                                                     : NULL;
}

sim_file *sim_file_of(sys_file file, const char *call) {
    sim_file *f = file__find(file);
    SIM_RULE(f != NULL, "%s on the closed file %zu", call, (size_t)file);
    return f;
}

void sim_file_cut(sys_file file, uint64_t size) {
    sim_file *f = sim_file_of(file, "SetEndOfFile");
    f->size = size < f->size ? size : f->size;
}

void sim_file_break(sys_file file) {
    sim_file_of(file, "break")->broken = true;
}

void sim_file_close(sys_file file) {
    sim_file *f = sim_file_of(file, "CloseHandle");
    SIM_RULE(f->transmits == 0, "the program closed a file that is still being sent (T65)");
    f->open = false;
    free(f->bytes);
}

uint32_t sim_file_copy(const sim_file *f, uint64_t offset, char *memory, uint32_t size) {
    uint64_t left = offset < f->size ? f->size - offset : 0;
    uint32_t count = size < left ? size : (uint32_t)left;
    if (offset >= f->base) {
        memcpy(memory, f->bytes + (offset - f->base), count);
    } else {
        memset(memory, 0xBA, count);
    }
    return count;
}

uint32_t sys_file_size(sys_file file, uint64_t *size_out) {
    uint32_t error = sim_fault(SIM_FILE_SIZE);
    *size_out = 0;
    if (error == 0) {
        *size_out = sim_file_of(file, "GetFileSizeEx")->size;
    }
    return error;
}

/* ReadFile: less than was asked for at the end, and nothing behind it. */
uint32_t sys_file_read(sys_file file, uint64_t offset, void *memory, uint32_t size, uint32_t *count_out) {
    uint32_t error = sim_fault(SIM_FILE_READ);
    const sim_file *f = sim_file_of(file, "ReadFile");
    SIM_RULE(size > 0, "a read of nothing");
    *count_out = 0;
    if (error != 0 || f->broken) {
        return error != 0 ? error : IO_DEVICE;
    }
    *count_out = sim_file_copy(f, offset, memory, sim_chance(sim.knobs.short_read) ? sim_part(size) : size);
    return 0;
}
