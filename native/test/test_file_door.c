/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the file calls of the door, and the library's own way to it: reads at an offset, at and behind the end,
 * through handles with and without overlapped use; and TransmitFile with head, offset and tail, in both skip modes,
 * with the right count each time.
 */
#include "support_file.h"
#include "sys.h"

#include <string.h>

enum { BYTES = 3 * 1024 * 1024, OFFSET = 12345, HEAD = 700, TAIL = 300 };

typedef struct pair {
    SOCKET server;
    SOCKET client;
} pair;

static pair connected(void) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int size = sizeof address;
    SOCKET listener = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    CHECK_EQUAL(bind(listener, (struct sockaddr *)&address, size), 0);
    CHECK_EQUAL(listen(listener, 1), 0);
    CHECK_EQUAL(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    pair p = {.client = client_connect(ntohs(address.sin_port))};
    p.server = accept(listener, NULL, NULL);
    CHECK(p.server != INVALID_SOCKET);
    CHECK_EQUAL(closesocket(listener), 0);
    return p;
}

static void reads(const file_of *f, DWORD flags) {
    uint8_t bytes[5000];
    uint32_t count = 1;
    uint64_t size = 0;
    HANDLE file = file_open(f, flags);
    CHECK_EQUAL(sys_file_size((sys_file)file, &size), 0);
    CHECK_EQUAL(size, BYTES);
    CHECK_EQUAL(sys_file_read((sys_file)file, OFFSET, bytes, sizeof bytes, &count), 0);
    CHECK_EQUAL(count, sizeof bytes);
    for (uint32_t i = 0; i < count; i++) {
        CHECK_EQUAL(bytes[i], pattern(f->stream, OFFSET + i));
    }
    CHECK_EQUAL(sys_file_read((sys_file)file, BYTES - 10, bytes, sizeof bytes, &count), 0);
    CHECK_EQUAL(count, 10);
    CHECK_EQUAL(bytes[9], pattern(f->stream, BYTES - 1));
    CHECK_EQUAL(sys_file_read((sys_file)file, BYTES, bytes, sizeof bytes, &count), 0);
    CHECK_EQUAL(count, 0);
    CHECK_EQUAL(sys_file_read((sys_file)file, (uint64_t)7 << 32, bytes, sizeof bytes, &count), 0);
    CHECK_EQUAL(count, 0);
    CHECK(CloseHandle(file));
    CHECK(sys_file_read((sys_file)file, 0, bytes, sizeof bytes, &count) != 0);
    CHECK(sys_file_size((sys_file)file, &size) != 0);
}

/* As a program without handles of its own: the library opens, and everyone else may go on using the file. */
static void opens(const file_of *f) {
    uint64_t file = 1;
    uint64_t size = 0;
    uint32_t code = 0;
    uint8_t byte = 0;
    uint32_t count = 0;
    CHECK_EQUAL(lp_file_open((const uint16_t *)f->path, &file, &code), LP_OK);
    CHECK(file != 0 && code == 0);
    CHECK_EQUAL(lp_file_size(file, &size, NULL), LP_OK);
    CHECK_EQUAL(size, BYTES);
    CHECK_EQUAL(sys_file_read((sys_file)file, OFFSET, &byte, 1, &count), 0);
    CHECK(count == 1 && byte == pattern(f->stream, OFFSET));
    file_resize(f, BYTES);
    CHECK_EQUAL(lp_file_close(file, &code), LP_OK);
    CHECK_EQUAL(lp_file_size(file, &size, &code), LP_OS_ERROR);
    CHECK_EQUAL(code, SYS_BAD_HANDLE);
    CHECK_EQUAL(lp_file_close(file, &code), LP_OS_ERROR);
    CHECK_EQUAL(lp_file_close(0, NULL), LP_INVALID);
    CHECK_EQUAL(lp_file_size(0, &size, NULL), LP_INVALID);
    CHECK_EQUAL(lp_file_open(NULL, &file, NULL), LP_INVALID);
    file = 1;
    CHECK_EQUAL(lp_file_open((const uint16_t *)L"linkport-is-not-there", &file, &code), LP_OS_ERROR);
    CHECK(file == 0 && code == ERROR_FILE_NOT_FOUND);
}

static DWORD WINAPI receives(void *argument) {
    const pair *p = argument;
    uint8_t *bytes = malloc(HEAD + BYTES + TAIL);
    uint32_t middle = BYTES - OFFSET;
    CHECK(bytes != NULL);
    client_receive(p->client, bytes, HEAD + middle + TAIL);
    for (uint32_t i = 0; i < HEAD + middle + TAIL; i++) {
        uint8_t expected = i < HEAD            ? pattern(1, i)
                           : i < HEAD + middle ? pattern(2, OFFSET + i - HEAD)
                                               : pattern(3, i - HEAD - middle);
        CHECK_EQUAL(bytes[i], expected);
    }
    free(bytes);
    return 0;
}

static void transmits(const sys_network *network, const file_of *f, bool skip) {
    uint8_t head[HEAD];
    uint8_t tail[TAIL];
    sys_port port = 0;
    pair p = connected();
    for (uint32_t i = 0; i < HEAD; i++) {
        head[i] = pattern(1, i);
    }
    for (uint32_t i = 0; i < TAIL; i++) {
        tail[i] = pattern(3, i);
    }
    CHECK_EQUAL(sys_port_new(&port), 0);
    CHECK_EQUAL(sys_port_add(port, p.server, 9), 0);
    CHECK_EQUAL(skip ? sys_set_skip(p.server) : 0, 0);
    HANDLE thread = thread_start(receives, &p);
    HANDLE file = file_open(f, FILE_FLAG_SEQUENTIAL_SCAN);
    sys_around around = {head, HEAD, tail, TAIL};
    sys_overlapped overlapped = {.offset = OFFSET};
    sys_entry entry = {0};
    uint32_t sent = 0;
    uint32_t count = 0;
    uint32_t error = sys_transmit(network, p.server, (sys_file)file, BYTES - OFFSET, &around, &sent, &overlapped);
    if (error == SYS_PENDING || (error == 0 && !skip)) {
        CHECK_EQUAL(sys_port_wait(port, &entry, 1, &count, RIG_WAIT_MILLIS), 0);
        CHECK(count == 1 && entry.overlapped == &overlapped && overlapped.internal == 0);
        sent = entry.bytes;
    } else {
        CHECK_EQUAL(error, 0);
    }
    CHECK_EQUAL(sent, HEAD + BYTES - OFFSET + TAIL);
    thread_join(thread);
    CHECK_EQUAL(sys_port_wait(port, &entry, 1, &count, 0), SYS_TIMED_OUT);
    CHECK(CloseHandle(file));
    CHECK_EQUAL(sys_socket_close(p.server), 0);
    client_close(p.client);
    CHECK_EQUAL(sys_port_delete(port), 0);
}

int main(void) {
    file_of f;
    sys_network network;
    support_start();
    CHECK_EQUAL(sys_startup(&network), 0);
    CHECK(network.transmit_file != NULL);
    CHECK_EQUAL(network.may_transmit, file_server_edition());
    file_make(&f, 2, BYTES);
    reads(&f, 0);
    reads(&f, FILE_FLAG_OVERLAPPED);
    opens(&f);
    transmits(&network, &f, false);
    transmits(&network, &f, true);
    file_delete(&f);
    CHECK_EQUAL(sys_cleanup(), 0);
    return 0;
}
