/* SPDX-License-Identifier: Apache-2.0 */
/* TransmitFile, and reading files for where it is not used. */
#include "rules.h"
#include "script.h"

#include <string.h>

enum { LARGE = 32 * 1024 * 1024 };

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyz";
#define FAR_AWAY ((uint64_t)5 << 30) /* more than 32 bits */

/* A pair, a file with the letters, and room for head and tail. */
typedef struct scene {
    sys_socket client, server;
    sys_file file;
    sys_around *around;
    script_op *op;
} scene;

static bool scene__open_at(scene *s, uint64_t base) {
    if (script.network.transmit_file == NULL && !script.network.may_transmit) {
        not_here("the network provider has no TransmitFile");
        return false;
    }
    s->around = script_memory(sizeof *s->around);
    s->op = script_op_new();
    s->file = script_file(base, LETTERS, 26);
    return s->file != 0 && script_pair(&s->client, &s->server);
}

static bool scene__open(scene *s) {
    return scene__open_at(s, 0);
}

static void scene__surround(scene *s, const char *head, const char *tail) {
    *s->around = (sys_around){head, (uint32_t)strlen(head), tail, (uint32_t)strlen(tail)};
}

static bool scene__transmit(scene *s, uint64_t offset, uint32_t length) {
    return expect_posted("TransmitFile", script_transmit(s->server, s->file, offset, length, s->around, s->op));
}

/* The client gets exactly that. */
static void arrives(const scene *s, const char *text) {
    char got[64] = {0};
    uint32_t count = 77;
    if (script_read_all(s->client, got, (uint32_t)strlen(text))) {
        expect_true("what came is what was sent", memcmp(got, text, strlen(text)) == 0);
        expect("a read of more", sys_receive_now(s->client, got, sizeof got, &count), SYS_WOULD_BLOCK);
    }
}

static void head_file_tail(void) {
    scene s;
    if (!scene__open(&s)) {
        return;
    }
    scene__surround(&s, "head:", ":tail");
    if (scene__transmit(&s, 2, 10) && script_await_bytes("the transmit", s.op, 20)) {
        expect("the key", s.op->key, KEY_SERVER);
        arrives(&s, "head:cdefghijkl:tail");
    }
}

static void file_alone(void) {
    scene s;
    if (scene__open(&s) && scene__transmit(&s, 0, 26) && script_await_bytes("the transmit", s.op, 26)) {
        arrives(&s, LETTERS);
    }
}

static void far_offset(void) {
    scene s;
    if (scene__open_at(&s, FAR_AWAY) && scene__transmit(&s, FAR_AWAY + 1, 5) &&
        script_await_bytes("the transmit", s.op, 5)) {
        arrives(&s, "bcdef");
    }
}

static void in_turn(void) {
    scene s;
    script_op *send = script_op_new();
    if (scene__open(&s) && scene__transmit(&s, 0, 3) && script_await_bytes("the transmit", s.op, 3) &&
        expect_posted("WSASend", script_send(s.server, "123", 3, send)) && script_await_bytes("the send", send, 3)) {
        s.op = script_op_new();
        if (scene__transmit(&s, 23, 3) && script_await_bytes("the second transmit", s.op, 3)) {
            arrives(&s, "abc123xyz");
        }
    }
}

static void skips(void) {
    scene s;
    if (!script.network.may_skip) {
        not_here("a layered provider is installed that has no IFS handles");
        return;
    }
    if (!scene__open(&s) || !script_skip(s.server) || !scene__transmit(&s, 0, 26)) {
        return;
    }
    if (s.op->due) {
        (void)script_await_bytes("the transmit", s.op, 26);
    } else {
        expect("OVERLAPPED.InternalHigh", s.op->overlapped.internal_high, 26);
        (void)script_quiet("no packet comes for what was done by the call", s.op);
    }
    arrives(&s, LETTERS);
}

static void too_short(void) {
    scene s;
    if (!scene__open(&s)) {
        return;
    }
    scene__surround(&s, "", "tail");
    uint32_t answer = script_transmit(s.server, s.file, 20, 10, s.around, s.op);
    if (s.op->due && script_await(s.op)) {
        answer = s.op->code;
    }
    expect_true("the transmit fails", answer != 0);
}

static void behind_end(void) {
    scene s;
    if (scene__open(&s)) {
        uint32_t answer = script_transmit(s.server, s.file, 1000, 10, s.around, s.op);
        if (s.op->due && script_await(s.op)) {
            answer = s.op->code;
        }
        expect_true("the transmit fails", answer != 0);
    }
}

static void refused_post(const scene *s, sys_socket socket, uint32_t code) {
    expect("TransmitFile", script_transmit(socket, s->file, 0, 26, s->around, s->op), code);
    if (!s->op->due) {
        (void)script_quiet("no packet comes", s->op);
    }
}

static void after_shutdown(void) {
    scene s;
    if (scene__open(&s) && expect("shutdown", sys_shutdown_send(s.server), 0)) {
        refused_post(&s, s.server, 10058);
    }
}

static void unconnected(void) {
    scene s;
    sys_socket socket = script_bound(SYS_FAMILY_V4);
    if (socket != SYS_NO_SOCKET && script_associate(socket, KEY_OTHER) && scene__open(&s)) {
        refused_post(&s, socket, 10057);
    }
}

/* A large file on its way to a client that does not read. */
static bool scene__stuck(scene *s) {
    char *bytes = script_memory(LARGE);
    if (!scene__open(s)) {
        return false;
    }
    s->file = script_file(0, bytes, LARGE);
    return s->file != 0 &&
           expect("TransmitFile", script_transmit(s->server, s->file, 0, LARGE, s->around, s->op), SYS_PENDING) &&
           script_quiet("the transmit waits while nobody reads", s->op);
}

static void pending_at_reset(void) {
    scene s;
    if (scene__stuck(&s) && expect("closesocket", script_abort(s.client), 0) && script_await(s.op)) {
        expect_either("the transmit", s.op->code, 10054, 10053);
    }
}

static void cancelled(void) {
    scene s;
    if (scene__stuck(&s)) {
        sys_socket_cancel(s.server, &s.op->overlapped);
        if (script_await(s.op)) {
            expect("the transmit", s.op->code, 995);
        }
    }
}

static void read_at_offset(void) {
    char got[8] = {0};
    uint32_t count = 77;
    uint64_t size = 0;
    sys_file file = script_file(0, LETTERS, 26);
    if (file == 0) {
        return;
    }
    expect("GetFileSizeEx", sys_file_size(file, &size), 0);
    expect("the size", size, 26);
    for (uint32_t offset = 20; offset > 0; offset -= 10) {
        expect("ReadFile", sys_file_read(file, offset, got, 4, &count), 0);
        expect("its count", count, 4);
        expect_true("it read where it was told to", memcmp(got, LETTERS + offset, 4) == 0);
    }
}

static void read_at_end(void) {
    char got[8] = {0};
    uint32_t count = 77;
    sys_file file = script_file(0, LETTERS, 26);
    if (file == 0) {
        return;
    }
    expect("ReadFile across the end", sys_file_read(file, 24, got, 8, &count), 0);
    expect("its count", count, 2);
    expect("ReadFile at the end", sys_file_read(file, 26, got, 8, &count), 0);
    expect("its count", count, 0);
    expect("ReadFile behind the end", sys_file_read(file, 100, got, 8, &count), 0);
    expect("its count", count, 0);
}

const rule RULES_FILES[] = {
    {180, "TransmitFile sends head, piece of the file and tail, with one packet for all bytes.",
     "TransmitFile, TRANSMIT_FILE_BUFFERS; T65", head_file_tail},
    {181, "TransmitFile without head and tail sends the piece of the file.", "TransmitFile", file_alone},
    {182, "The offset of TransmitFile has 64 bits.", "TransmitFile (lpOverlapped)", far_offset},
    {183, "Transmits and sends that follow one another arrive in that order.", "TransmitFile, WSASend; T65", in_turn},
    {184, "In skip mode a transmit done by the call brings no packet; InternalHigh has its bytes.",
     "SetFileCompletionNotificationModes; T13", skips},
    {185, "A transmit of more than the file has fails.", "lalinsky/zio #482; T65", too_short},
    {186, "A transmit from behind the file's end fails.", "TransmitFile (WSAEINVAL)", behind_end},
    {187, "A transmit after shutdown fails with 10058 and brings no packet.", "TransmitFile (WSAESHUTDOWN); T65",
     after_shutdown},
    {188, "A transmit on a socket that is not connected fails with 10057 and brings no packet.",
     "TransmitFile (WSAENOTCONN)", unconnected},
    {189, "A reset ends a pending transmit with 10054 or 10053.", "TransmitFile (WSAECONNRESET, WSAECONNABORTED)",
     pending_at_reset},
    {190, "A cancelled transmit comes back with 995.", "CancelIoEx; TransmitFile (WSA_OPERATION_ABORTED)", cancelled},
    {191, "ReadFile with an OVERLAPPED reads at its offset.", "ReadFile (lpOverlapped)", read_at_offset},
    {192, "ReadFile across the end reads what there is; at the end and behind it, nothing.", "ReadFile (remarks)",
     read_at_end},
    {0, 0, 0, 0},
};
