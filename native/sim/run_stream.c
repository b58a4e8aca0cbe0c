/* SPDX-License-Identifier: Apache-2.0 */
/* The bytes that travel. */
#include "run.h"

void run_fill(char *memory, uint32_t count, uint16_t client_port, bool from_client, uint64_t at) {
    for (uint32_t i = 0; i < count; i++) {
        memory[i] = run_byte(client_port, from_client, at + i);
    }
}

void run_check_bytes(const char *memory, uint32_t count, uint16_t client_port, bool from_client, uint64_t at) {
    for (uint32_t i = 0; i < count; i++) {
        SIM_RULE(memory[i] == run_byte(client_port, from_client, at + i),
                 "connection %u: byte %llu from the %s is wrong", client_port, (unsigned long long)(at + i),
                 from_client ? "client" : "server");
    }
}

uint64_t run_checksum(const char *memory, uint32_t count) {
    uint64_t sum = 14695981039346656037u;
    for (uint32_t i = 0; i < count; i++) {
        sum = (sum ^ (uint8_t)memory[i]) * 1099511628211u;
    }
    return sum;
}
