/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes that travel: pseudo-random words, so that no piece of a stream looks like another. */
#include "run.h"

#include "sim_bytes.h"

#include <string.h>

enum { STREAM_WORD = 8, STREAM_PIECE = 512 };

static uint64_t stream__word(uint64_t key, uint64_t number) {
    uint64_t z = (number + 1) * 0x9E3779B97F4A7C15u ^ key;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9u;
    return z ^ z >> 31;
}

static uint64_t stream__key(uint16_t client_port, bool from_client) {
    return (uint64_t)client_port << 20 ^ (from_client ? 0x5555555555u : 0);
}

/* At most one word; how much. */
static uint32_t stream__edge(char *memory, uint32_t count, uint64_t key, uint64_t at) {
    uint64_t word = stream__word(key, at / STREAM_WORD);
    uint32_t skip = (uint32_t)(at % STREAM_WORD);
    uint32_t most = STREAM_WORD - skip;
    count = count < most ? count : most;
    memcpy(memory, (const char *)&word + skip, count);
    return count;
}

void run_fill(char *memory, uint32_t count, uint16_t client_port, bool from_client, uint64_t at) {
    uint64_t key = stream__key(client_port, from_client);
    uint32_t done = stream__edge(memory, count, key, at);
    for (uint64_t number = (at + done) / STREAM_WORD; done + STREAM_WORD <= count; number++) {
        uint64_t word = stream__word(key, number);
        memcpy(memory + done, &word, sizeof word);
        done += STREAM_WORD;
    }
    if (done < count) {
        (void)stream__edge(memory + done, count - done, key, at + done);
    }
}

/* The first byte that differs; there is one. */
static void stream__fail(const char *memory, const char *expected, uint16_t client_port, bool from_client,
                         uint64_t at) {
    while (*memory == *expected) {
        memory++;
        expected++;
        at++;
    }
    sim_fail("connection %u: byte %llu from the %s is wrong", client_port, (unsigned long long)at,
             from_client ? "client" : "server");
}

void run_check_bytes(const char *memory, uint32_t count, uint16_t client_port, bool from_client, uint64_t at) {
    char expected[STREAM_PIECE];
    while (count > 0) {
        uint32_t piece = count < STREAM_PIECE ? count : STREAM_PIECE;
        run_fill(expected, piece, client_port, from_client, at);
        if (memcmp(memory, expected, piece) != 0) {
            stream__fail(memory, expected, client_port, from_client, at);
        }
        memory += piece;
        at += piece;
        count -= piece;
    }
}

uint64_t run_checksum(const char *memory, uint32_t count) {
    return sim_bytes_sum(SIM_BYTES_SEED, memory, count);
}
