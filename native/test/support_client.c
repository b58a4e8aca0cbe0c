/* SPDX-License-Identifier: Apache-2.0 */
#include "support.h"

#include <string.h>

lp_address loopback(uint16_t tcp_port) {
    return (lp_address){.family = 4, .tcp_port = tcp_port, .bytes = {127, 0, 0, 1}};
}

static struct sockaddr_in client__address(uint16_t tcp_port) {
    struct sockaddr_in address;
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(tcp_port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

SOCKET client_connect(uint16_t tcp_port) {
    struct sockaddr_in address = client__address(tcp_port);
    SOCKET client = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (client == INVALID_SOCKET || connect(client, (struct sockaddr *)&address, sizeof address) != 0) {
        FAIL("connect: %d", WSAGetLastError());
    }
    DWORD millis = RIG_WAIT_MILLIS;
    CHECK_EQUAL(setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, (const char *)&millis, sizeof millis), 0);
    return client;
}

void client_send(SOCKET client, const void *data, size_t size) {
    const char *at = data;
    while (size > 0) {
        int part = size > 1024 * 1024 ? 1024 * 1024 : (int)size;
        int count = send(client, at, part, 0);
        if (count <= 0) {
            FAIL("send: %d", WSAGetLastError());
        }
        at += count;
        size -= (size_t)count;
    }
}

void client_receive(SOCKET client, void *data, size_t size) {
    char *at = data;
    while (size > 0) {
        int part = size > 1024 * 1024 ? 1024 * 1024 : (int)size;
        int count = recv(client, at, part, 0);
        if (count <= 0) {
            FAIL("received %d, error %d, %llu bytes short", count, WSAGetLastError(), (unsigned long long)size);
        }
        at += count;
        size -= (size_t)count;
    }
}

void client_expect_end(SOCKET client) {
    char byte;
    int count = recv(client, &byte, 1, 0);
    if (count != 0) {
        FAIL("expected the end, received %d, error %d", count, WSAGetLastError());
    }
}

/* Wine answers 0 for a receive after a reset; but then, unlike after FIN, the first send fails. */
static bool client__is_reset(SOCKET client, int count) {
    int code = WSAGetLastError();
    if (count == 0) {
        code = send(client, "", 1, 0) == 1 ? 0 : WSAGetLastError();
    }
    return code == WSAECONNRESET || code == WSAECONNABORTED;
}

int client_expect_reset(SOCKET client) {
    static char bytes[256 * 1024];
    int total = 0;
    for (;;) {
        int count = recv(client, bytes, sizeof bytes, 0);
        if (count > 0) {
            total += count;
            continue;
        }
        if (!client__is_reset(client, count)) {
            FAIL("expected a reset, received %d, error %d", count, WSAGetLastError());
        }
        return total;
    }
}

void client_end(SOCKET client) {
    CHECK_EQUAL(shutdown(client, SD_SEND), 0);
}

void client_close(SOCKET client) {
    if (closesocket(client) != 0) {
        FAIL("closesocket: %d", WSAGetLastError());
    }
}

void client_abort(SOCKET client) {
    struct linger linger = {1, 0};
    CHECK_EQUAL(setsockopt(client, SOL_SOCKET, SO_LINGER, (const char *)&linger, sizeof linger), 0);
    client_close(client);
}
