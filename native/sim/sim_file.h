/* SPDX-License-Identifier: Apache-2.0 */
/* Files of the program, by handle. They may be cut while they are sent, and reading them may fail. */
#ifndef SIM_FILE_H
#define SIM_FILE_H

#include "sim_world.h"

typedef struct sim_file {
    bool open;
    bool broken;   /* a read fails: ERROR_IO_DEVICE */
    uint64_t base; /* before it, nobody looks: what is there is not what is sent */
    uint64_t size;
    char *bytes;        /* from base on */
    uint32_t transmits; /* under way */
} sim_file;

void sim_file_begin(void);
void sim_file_check_none(void);

/* A file of base + count bytes. The bytes are malloc()ed and its own from here on. */
sys_file sim_file_new(uint64_t base, char *bytes, uint32_t count);
void sim_file_cut(sys_file file, uint64_t size);
void sim_file_break(sys_file file);

/* CloseHandle: not while the kernel sends from it. */
void sim_file_close(sys_file file);

/* The open file of a handle, or the run fails: what the program closed is not the core's any more. */
sim_file *sim_file_of(sys_file file, const char *call);

/* Copies what there is from the offset on; how much. */
uint32_t sim_file_copy(const sim_file *f, uint64_t offset, char *memory, uint32_t size);

#endif
