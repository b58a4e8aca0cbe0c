/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "server_process.h"

#include "fail.h"
#include "options.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096 };

server_request server_request_new(int argc, char **argv) {
    static const char *const KNOWN[] = {"--tcp-port", "--mode", "--corrupt", "--file-calls", NULL};
    options o = options_new(argc, argv, KNOWN);
    const char *mode = options_word(&o, "--mode", "echo");
    server_request request = {.tcp_port = (uint16_t)options_number(&o, "--tcp-port", 0, 0, UINT16_MAX)};
    request.sink = strcmp(mode, "sink") == 0;
    request.corrupt = options_number(&o, "--corrupt", 0, 0, 1);
    request.file_calls = options_number(&o, "--file-calls", 0, 0, 1);
    if (!request.sink && strcmp(mode, "echo") != 0) {
        fail("--mode is neither echo nor sink");
    }
    return request;
}

int server_listen(const server_request *request) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    int on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(request->tcp_port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, (const struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0) {
        fail_errno("cannot listen");
    }
    return fd;
}

void server_ready(int listener) {
    struct sockaddr_in address = {0};
    socklen_t size = sizeof address;
    if (getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        fail_errno("getsockname");
    }
    printf("ready tcp_port=%u\n", (unsigned)ntohs(address.sin_port));
    fflush(stdout);
}

bool server_answer(void) {
    char text[256];
    ssize_t got = read(STDIN_FILENO, text, sizeof text);
    if (got < 0) {
        fail_errno("standard input");
    }
    for (ssize_t i = 0; i < got; i++) {
        if (text[i] == '\n') {
            puts("stats allocated_bytes=0 gc_millis=0 gc_count=0 compile_millis=0");
            fflush(stdout);
        }
    }
    return got > 0;
}

void server_socket(int fd) {
    int on = 1;
    if (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
        fail_errno("TCP_NODELAY");
    }
}
