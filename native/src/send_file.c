/* SPDX-License-Identifier: Apache-2.0 */
#include "send_file.h"

#include <string.h>

enum { FILES_MAX = 64 * 1024, BLOCKS_MAX = 4096 };

uint32_t send_files_init(send_files *files) {
    uint32_t error = slab_init(&files->files, sizeof(send_file), FILES_MAX);
    if (error != 0) {
        return error;
    }
    error = slab_init(&files->blocks, SEND_BLOCK_BYTES, BLOCKS_MAX);
    if (error != 0) {
        (void)slab_fini(&files->files); /* the first failure is the one to tell */
    }
    return error;
}

uint32_t send_files_fini(send_files *files) {
    uint32_t error = slab_fini(&files->files);
    uint32_t blocks_error = slab_fini(&files->blocks);
    return error != 0 ? error : blocks_error;
}

send_file *send_file_take(send_files *files, sys_file file, uint64_t offset, uint64_t length) {
    uint32_t place = slab_take(&files->files);
    if (place == SLAB_NONE) {
        return NULL;
    }
    send_file *f = slab_at(&files->files, place);
    memset(f, 0, sizeof *f);
    f->file = file;
    f->offset = offset;
    f->left = length;
    f->place = place;
    f->block = SLAB_NONE;
    return f;
}

static void file__give_block(send_files *files, send_file *f) {
    if (f->block != SLAB_NONE) {
        slab_give(&files->blocks, f->block);
        f->block = SLAB_NONE;
    }
}

void send_file_give(send_files *files, send_file *f) {
    file__give_block(files, f);
    slab_give(&files->files, f->place);
}

uint32_t send_file_check(const send_file *f) {
    uint64_t size = 0;
    uint32_t error = sys_file_size(f->file, &size);
    if (error != 0) {
        return error;
    }
    return f->offset <= size && f->left <= size - f->offset ? 0 : SYS_END_OF_FILE;
}

uint32_t send_file_read(send_files *files, send_file *f) {
    if (f->block != SLAB_NONE) {
        return 0;
    }
    uint32_t block = slab_take(&files->blocks);
    if (block == SLAB_NONE) {
        return SYS_NO_BUFFERS;
    }
    uint32_t size = f->left < SEND_BLOCK_BYTES ? (uint32_t)f->left : SEND_BLOCK_BYTES;
    uint32_t error = sys_file_read(f->file, f->offset, slab_at(&files->blocks, block), size, &f->length);
    if (error == 0 && f->length == 0) {
        error = SYS_END_OF_FILE;
    }
    if (error != 0) {
        slab_give(&files->blocks, block);
        return error;
    }
    f->block = block;
    f->from = 0;
    return 0;
}

char *send_file_bytes(const send_files *files, const send_file *f) {
    return f->block == SLAB_NONE ? NULL : (char *)slab_at(&files->blocks, f->block) + f->from;
}

void send_file_advance(send_files *files, send_file *f, uint64_t count) {
    f->offset += count;
    f->left -= count;
    if (f->block == SLAB_NONE) {
        return;
    }
    f->from += (uint32_t)count;
    f->length -= (uint32_t)count;
    if (f->length == 0) {
        file__give_block(files, f);
    }
}
