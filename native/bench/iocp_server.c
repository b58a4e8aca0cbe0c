/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What raw C reaches over I/O completion ports: NAME --tcp-port N --mode echo|sink, the process that server_process.h
 * describes. One thread, one port, completions in batches; inline ones are gone on with at once, a few in a row; one
 * operation of a link at a time, in whose memory what came is sent back. Links are accepted by a pool of AcceptEx.
 */
#include <winsock2.h>

#include <mswsock.h>
#include <ws2tcpip.h>

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ACCEPTS = 64, ADDRESS_BYTES = sizeof(struct sockaddr_in) + 16, BATCH = 128, IN_A_ROW = 16, BYTES = 64 << 10 };

typedef enum link_state { LINK_ACCEPTS, LINK_RECEIVES, LINK_SENDS } link_state;

/* Its operation is the first member: a completion finds its link by it. */
typedef struct link {
    OVERLAPPED operation;
    link_state state;
    SOCKET socket;
    DWORD from; /* of what is sent */
    DWORD to;
    char bytes[BYTES];
} link;

static struct {
    HANDLE port;
    SOCKET listener;
    LPFN_ACCEPTEX accept;
    bool sink;
} server;

static void fail(const char *what, int error) {
    fprintf(stderr, "bench: %s: error %d\n", what, error);
    ExitProcess(1);
}

static void check(bool holds, const char *what) {
    if (!holds) {
        fail(what, (int)GetLastError());
    }
}

static void link__accept(link *l) {
    DWORD count = 0;
    memset(&l->operation, 0, sizeof l->operation);
    l->state = LINK_ACCEPTS;
    l->socket = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    check(l->socket != INVALID_SOCKET, "WSASocket");
    if (!server.accept(server.listener, l->socket, l->bytes, 0, ADDRESS_BYTES, ADDRESS_BYTES, &count, &l->operation)) {
        check(WSAGetLastError() == WSA_IO_PENDING, "AcceptEx");
    }
}

static void link__new(void) {
    link *l = calloc(1, sizeof *l);
    check(l != NULL, "calloc");
    link__accept(l);
}

static void link__end(link *l) {
    closesocket(l->socket);
    free(l);
}

/* Begins a receive, or a send of what is left. True if it is done already, with so many bytes, and no packet comes. */
static bool link__begin(link *l, DWORD *count_out) {
    WSABUF buffer = {BYTES, l->bytes};
    DWORD flags = 0;
    memset(&l->operation, 0, sizeof l->operation);
    if (l->state == LINK_SENDS) {
        buffer.buf += l->from;
        buffer.len = l->to - l->from;
        return WSASend(l->socket, &buffer, 1, count_out, 0, &l->operation, NULL) == 0;
    }
    return WSARecv(l->socket, &buffer, 1, count_out, &flags, &l->operation, NULL) == 0;
}

/* So many bytes have come or gone. False at the end of the link. */
static bool link__done(link *l, DWORD count) {
    if (l->state == LINK_RECEIVES) {
        l->from = 0;
        l->to = count;
        l->state = server.sink ? LINK_RECEIVES : LINK_SENDS;
        return count > 0;
    }
    l->from += count;
    if (l->from == l->to) {
        l->state = LINK_RECEIVES;
    }
    return true;
}

static void link__go(link *l) {
    for (int i = 0; i < IN_A_ROW; i++) {
        DWORD count = 0;
        if (!link__begin(l, &count)) {
            if (WSAGetLastError() != WSA_IO_PENDING) {
                link__end(l);
            }
            return;
        }
        if (!link__done(l, count)) {
            link__end(l);
            return;
        }
    }
    /* Others have their turn: it comes back as a receive or a send of nothing would. */
    check(PostQueuedCompletionStatus(server.port, 0, 1, &l->operation), "PostQueuedCompletionStatus");
}

static void link__accepted(link *l) {
    BOOL yes = TRUE;
    int updated = setsockopt(l->socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, (const char *)&server.listener,
                             sizeof server.listener);
    link__new();
    if (updated != 0) {
        link__end(l);
        return;
    }
    setsockopt(l->socket, IPPROTO_TCP, TCP_NODELAY, (const char *)&yes, sizeof yes);
    check(CreateIoCompletionPort((HANDLE)l->socket, server.port, 0, 0) != NULL, "CreateIoCompletionPort");
    check(SetFileCompletionNotificationModes((HANDLE)l->socket, FILE_SKIP_COMPLETION_PORT_ON_SUCCESS),
          "SetFileCompletionNotificationModes");
    l->state = LINK_RECEIVES;
    link__go(l);
}

static void server__completed(const OVERLAPPED_ENTRY *entry) {
    link *l = (link *)entry->lpOverlapped;
    bool failed = (LONG)(LONG_PTR)entry->lpOverlapped->Internal < 0;
    if (entry->lpCompletionKey == 1) { /* its turn, see link__go */
        link__go(l);
    } else if (l->state == LINK_ACCEPTS) {
        if (failed) { /* gone before it was accepted */
            closesocket(l->socket);
            link__accept(l);
        } else {
            link__accepted(l);
        }
    } else if (failed || !link__done(l, entry->dwNumberOfBytesTransferred)) {
        link__end(l);
    } else {
        link__go(l);
    }
}

static void server__listen(uint16_t tcp_port) {
    GUID accept_ex = WSAID_ACCEPTEX;
    DWORD count;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(tcp_port)};
    int size = sizeof address;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server.port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 1);
    check(server.port != NULL, "CreateIoCompletionPort");
    server.listener = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED);
    check(server.listener != INVALID_SOCKET, "WSASocket");
    check(bind(server.listener, (struct sockaddr *)&address, size) == 0, "bind");
    check(listen(server.listener, 4096) == 0, "listen");
    check(CreateIoCompletionPort((HANDLE)server.listener, server.port, 0, 0) != NULL, "CreateIoCompletionPort");
    check(WSAIoctl(server.listener, SIO_GET_EXTENSION_FUNCTION_POINTER, &accept_ex, sizeof accept_ex, &server.accept,
                   sizeof server.accept, &count, NULL, NULL) == 0,
          "AcceptEx");
    for (int i = 0; i < ACCEPTS; i++) {
        link__new();
    }
    check(getsockname(server.listener, (struct sockaddr *)&address, &size) == 0, "getsockname");
    printf("ready tcp_port=%u\n", ntohs(address.sin_port));
    fflush(stdout);
}

/* Its own thread: standard input cannot be waited for together with a port. */
static DWORD WINAPI server__answer(void *unused) {
    char line[64];
    (void)unused;
    while (fgets(line, sizeof line, stdin)) {
        if (strncmp(line, "stats", 5) == 0) {
            puts("stats allocated_bytes=0 gc_millis=0 gc_count=0");
        } else if (strncmp(line, "collect", 7) == 0) {
            puts("collected");
        }
        fflush(stdout);
    }
    ExitProcess(0);
}

static uint16_t server__options(int argc, char **argv) {
    unsigned long tcp_port = 0;
    for (int i = 1; i < argc; i += 2) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--tcp-port") == 0) {
            tcp_port = strtoul(value, NULL, 10);
        } else if (strcmp(argv[i], "--mode") == 0 && (strcmp(value, "echo") == 0 || strcmp(value, "sink") == 0)) {
            server.sink = strcmp(value, "sink") == 0;
        } else {
            fprintf(stderr, "bench: what is %s %s?\n", argv[i], value);
            ExitProcess(2);
        }
    }
    return (uint16_t)tcp_port;
}

int main(int argc, char **argv) {
    WSADATA winsock;
    uint16_t tcp_port = server__options(argc, argv);
    if (WSAStartup(MAKEWORD(2, 2), &winsock) != 0) {
        fail("WSAStartup", 0);
    }
    server__listen(tcp_port);
    check(CreateThread(NULL, 0, server__answer, NULL, 0, NULL) != NULL, "CreateThread");
    for (;;) {
        OVERLAPPED_ENTRY entries[BATCH];
        ULONG count = 0;
        check(GetQueuedCompletionStatusEx(server.port, entries, BATCH, &count, INFINITE, FALSE),
              "GetQueuedCompletionStatusEx");
        for (ULONG i = 0; i < count; i++) {
            server__completed(&entries[i]);
        }
    }
}
