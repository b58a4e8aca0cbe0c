/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file in a send queue: which bytes of it are still to go, and what one call needs that must outlive it. Owner thread
 * only. The handle is the program's: it is neither closed nor kept.
 */
#ifndef LP_SEND_FILE_H
#define LP_SEND_FILE_H

#include "slab.h"

enum { SEND_BLOCK_BYTES = 64 * 1024, SEND_TRANSMIT_BYTES = 1024 * 1024 };

/* Where the files of all queues of a worker come from. */
typedef struct send_files {
    slab files;
    slab blocks; /* to read into. Not the chunks: peers that read slowly would take the memory to receive with */
} send_files;

typedef struct send_file {
    sys_file file;
    uint64_t offset; /* of the first byte that is not sent */
    uint64_t left;
    uint32_t place;  /* among the files */
    uint32_t length; /* what the call under way has of it, or what the block has */
    uint32_t block;  /* SLAB_NONE without */
    uint32_t from;   /* where in the block the next byte is */
    bool reads;      /* is read and sent, not transmitted */
    bool checked;
    sys_around around; /* the kernel's, while a call is under way */
} send_file;

/* 0 or the system's code; on failure nothing is left behind. Zeroed files may be passed to fini. */
uint32_t send_files_init(send_files *files);
uint32_t send_files_fini(send_files *files);

/* NULL if files are used up. */
send_file *send_file_take(send_files *files, sys_file file, uint64_t offset, uint64_t length);
void send_file_give(send_files *files, send_file *f);

/* Whether the file has all that is to go: 0, SYS_END_OF_FILE, or the system's code. */
uint32_t send_file_check(const send_file *f);

/*
 * Has bytes of it in a block, if it has none. 0 or the system's code: SYS_NO_BUFFERS without a block, SYS_END_OF_FILE
 * if the file has become too short.
 */
uint32_t send_file_read(send_files *files, send_file *f);

/* The first of `length` bytes that were read, or NULL. */
char *send_file_bytes(const send_files *files, const send_file *f);

/* How much the TransmitFile under way is to send. */
static inline uint32_t send_file_asked(const send_file *f) {
    return f->around.head_length + f->length + f->around.tail_length;
}

/* The first bytes are sent. */
void send_file_advance(send_files *files, send_file *f, uint64_t count);

#endif
