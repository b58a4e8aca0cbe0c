/* SPDX-License-Identifier: Apache-2.0 */
/* Files that the program sends: their bytes continue the stream, and nothing else in the file does. */
#include "run.h"

#include "sim_file.h"

#include <stdlib.h>
#include <string.h>

enum { FILE_MARGIN = 300, FILE_LARGE = 2500000 };

static uint32_t file__size(void) {
    uint32_t few = run.profile.send_bytes < 400 ? run.profile.send_bytes : 400;
    if (run.profile.send_bytes > 100000 && sim_chance(60)) {
        return 1000000 + sim_below(FILE_LARGE); /* more than one TransmitFile takes */
    }
    return 1 + sim_below(sim_chance(500) ? run.profile.send_bytes : few);
}

/* It cannot be sent whole, and never counts as sent. */
static void file__spoil(run_block *block, lp_command *command) {
    block->spoilt = true;
    switch (sim_below(4)) {
    case 0:
        sim_file_cut(block->file, command->file.offset + sim_below((uint32_t)command->file.length));
        break;
    case 1:
        sim_file_break(block->file);
        break;
    case 2:
        command->data = 0;
        break;
    default:
        command->file.offset = (uint64_t)INT64_MAX - sim_below((uint32_t)command->file.length);
        break;
    }
}

void run_file_queue(run_link *l, lp_command *command) {
    uint32_t size = file__size();
    uint32_t before = sim_below(FILE_MARGIN);
    uint32_t after = sim_below(FILE_MARGIN);
    uint64_t base = sim_chance(200) ? (uint64_t)sim_below(9) << 31 : 0;
    char *bytes = malloc((size_t)before + size + after);
    memset(bytes, 0xBD, before);
    run_fill(bytes + before, size, l->client_port, l->client, l->queued);
    memset(bytes + before + size, 0xBE, after);
    uint64_t start = l->queued;
    l->queued += size;
    run_block *block = &l->blocks[l->block_count++];
    *block = (run_block){.file = sim_file_new(base, bytes, before + size + after), .start = start, .end = l->queued};
    command->data = block->file;
    command->file = (lp_file_range){base + before, size};
    block->file_end = command->file.offset + size;
    if (sim_chance(20)) {
        l->spoilt = true;
        file__spoil(block, command);
    }
}

/* Cuts a file that is being sent, or waits for it: it is sent whole, or the link ends. */
static void file__cut(run_link *l) {
    for (uint32_t i = 0; i < l->block_count; i++) {
        const run_block *block = &l->blocks[i];
        if (block->file != 0) {
            sim_file_cut(block->file, block->file_end - 1 - sim_below(FILE_MARGIN) % block->file_end);
            l->spoilt = true;
            return;
        }
    }
}

void run_file_cut_any(void) {
    run_link *l = run.link_count == 0 ? NULL : &run.links[sim_below(run.link_count)];
    if (l != NULL && l->open) {
        file__cut(l);
    }
}

void run_file_check_read(const run_link *l, uint64_t read) {
    for (uint32_t i = 0; i < l->block_count; i++) {
        const run_block *block = &l->blocks[i];
        SIM_RULE(!block->spoilt || read <= block->start,
                 "a peer got the beginning of a file that cannot be sent whole");
    }
}

void run_block_free(const run_block *block) {
    if (block->file != 0) {
        sim_file_close(block->file);
    }
    free(block->memory);
}
