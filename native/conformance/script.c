/* SPDX-License-Identifier: Apache-2.0 */
#include "script.h"

#include "script_socket.h"
#include "status.h"
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { AWAIT_MILLIS = 10000, QUIET_MILLIS = 60, END_MILLIS = 1000, BATCH = 16, MARK = 0xE0D };

/* In front of what the program sees, so that it can be found again. */
typedef struct script_block {
    struct script_block *next;
    size_t bytes;
} script_block;

script_state script;
static script_op *script_ops;
static script_block *script_blocks;
static uint32_t script_marks;

static void script__tell(const char *text) {
    size_t used = strlen(script.found);
    if (script.outcome == SCRIPT_PASS) {
        script.outcome = SCRIPT_DIFFERS;
    }
    (void)snprintf(script.found + used, sizeof script.found - used, "%s%s", used > 0 ? "; " : "", text);
}

bool expect(const char *what, uint64_t found, uint64_t expected) {
    return expect_either(what, found, expected, expected);
}

/* NTSTATUS values that stand for no code of Winsock are read as they are written. */
static const char *script__number(uint64_t value, char text[32]) {
    (void)snprintf(text, 32, value >= 0x80000000u ? "0x%llX" : "%llu", (unsigned long long)value);
    return text;
}

bool expect_either(const char *what, uint64_t found, uint64_t expected, uint64_t other) {
    char text[200];
    char number[32];
    if (found == expected || found == other) {
        return true;
    }
    int used = snprintf(text, sizeof text, "%s: %s instead of %llu", what, script__number(found, number),
                        (unsigned long long)expected);
    if (other != expected) {
        (void)snprintf(text + used, sizeof text - (size_t)used, " or %llu", (unsigned long long)other);
    }
    script__tell(text);
    return false;
}

bool expect_true(const char *statement, bool holds) {
    char text[200];
    if (!holds) {
        (void)snprintf(text, sizeof text, "not so: %s", statement);
        script__tell(text);
    }
    return holds;
}

bool expect_posted(const char *what, uint32_t answer) {
    return answer == 0 || expect(what, answer, SYS_PENDING);
}

void not_here(const char *reason) {
    script.outcome = SCRIPT_NOT_HERE;
    (void)snprintf(script.found, sizeof script.found, "%s", reason);
}

void *script_memory(size_t bytes) {
    script_block *block = calloc(1, sizeof *block + bytes);
    if (block == NULL) {
        fprintf(stderr, "out of memory\n");
        exit(2);
    }
    block->bytes = bytes;
    block->next = script_blocks;
    script_blocks = block;
    return block + 1;
}

script_op *script_op_new(void) {
    script_op *op = script_memory(sizeof *op);
    op->next = script_ops;
    script_ops = op;
    return op;
}

static void script__came(const sys_entry *entry) {
    script.taken++;
    if (entry->overlapped == NULL) {
        script_marks += entry->key == MARK;
        if (script.posted_count < SCRIPT_POSTED_MAX) {
            script.posted[script.posted_count++] = entry->key;
        }
        return;
    }
    script_op *op = (script_op *)(void *)entry->overlapped;
    expect_true("each operation brings one packet, and only where one is due", op->due && !op->came);
    op->came = true;
    op->key = entry->key;
    op->bytes = entry->bytes;
    op->status = (uint32_t)op->overlapped.internal;
    op->code = status_code_of_nt(op->status);
}

void script_take(uint32_t timeout_millis) {
    sys_entry entries[BATCH];
    uint32_t count = 0;
    uint32_t error = sys_port_wait(script.port, entries, BATCH, &count, timeout_millis);
    if (error == SYS_TIMED_OUT) {
        return;
    }
    if (expect("the wait", error, 0)) {
        for (uint32_t i = 0; i < count; i++) {
            script__came(&entries[i]);
        }
    }
}

static bool script__await(const script_op *op, uint32_t millis) {
    uint64_t until = sys_clock_millis() + millis;
    for (uint64_t now = sys_clock_millis(); !op->came && now < until; now = sys_clock_millis()) {
        script_take((uint32_t)(until - now));
    }
    return op->came;
}

bool script_await(script_op *op) {
    return expect_true("the packet came", script__await(op, AWAIT_MILLIS));
}

bool script_await_bytes(const char *what, script_op *op, uint32_t bytes) {
    return script_await(op) && expect(what, op->code, 0) && expect(what, op->bytes, bytes);
}

bool script_quiet(const char *what, script_op *op) {
    bool was_due = op->due;
    op->due = true; /* one that comes is told below */
    (void)script__await(op, QUIET_MILLIS);
    uint32_t marks = script_marks;
    if (expect("the post of a packet", sys_port_post(script.port, MARK), 0)) {
        uint64_t until = sys_clock_millis() + AWAIT_MILLIS;
        while (script_marks == marks && sys_clock_millis() < until) {
            script_take(AWAIT_MILLIS);
        }
    }
    op->due = was_due;
    return expect_true(what, !op->came);
}

static bool script__drain(void) {
    for (const script_op *op = script_ops; op != NULL; op = op->next) {
        if (op->due && !op->came && !script__await(op, END_MILLIS)) {
            return false;
        }
    }
    return true;
}

static void script__free(void) {
    while (script_blocks != NULL) {
        script_block *block = script_blocks;
        script_blocks = block->next;
        free(block);
    }
}

static void script__begin(void) {
    memset(&script, 0, sizeof script);
    script_marks = 0;
    if (expect("WSAStartup", sys_startup(&script.network), 0)) {
        (void)expect("CreateIoCompletionPort", sys_port_new(&script.port), 0);
    }
}

static void script__end(void) {
    script_socket_abort_all();
    bool drained = script__drain();
    script_file_close_all();
    if (drained) {
        script__free();
    } else {
        script_blocks = NULL; /* the kernel may still write to it */
        expect_true("what the kernel owned came back after the end", false);
    }
    script_ops = NULL;
    (void)expect("CloseHandle of the port", sys_port_delete(script.port), 0);
    (void)expect("WSACleanup", sys_cleanup(), 0);
}

void script_run(void (*run)(void)) {
    script__begin();
    if (script.outcome == SCRIPT_PASS) {
        run();
        script__end();
    }
}
