/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what the door promises of every socket and no call asks for again: that no child process inherits it (T39),
 * that it sends through a buffer of the system (T62), and that its close does not linger (T51).
 */
#include "support.h"
#include "sys.h"

static void inherited_by_nobody(SOCKET socket) {
    DWORD flags = HANDLE_FLAG_INHERIT;
    CHECK(GetHandleInformation((HANDLE)socket, &flags));
    CHECK_EQUAL(flags & HANDLE_FLAG_INHERIT, 0);
}

static void buffered(SOCKET socket) {
    int bytes = 0;
    int size = sizeof bytes;
    CHECK_EQUAL(getsockopt(socket, SOL_SOCKET, SO_SNDBUF, (char *)&bytes, &size), 0);
    CHECK(bytes > 0);
}

static void closed_at_once(SOCKET socket, uint16_t on) {
    struct linger linger = {1, 1};
    int size = sizeof linger;
    CHECK_EQUAL(getsockopt(socket, SOL_SOCKET, SO_LINGER, (char *)&linger, &size), 0);
    CHECK_EQUAL(linger.l_onoff, on);
    CHECK_EQUAL(linger.l_linger, 0);
}

static void a_socket_of(uint32_t family) {
    sys_socket socket;
    CHECK_EQUAL(sys_socket_new(family, &socket), 0);
    inherited_by_nobody(socket);
    buffered(socket);
    closed_at_once(socket, 0);
    CHECK_EQUAL(sys_set_abort_on_close(socket), 0);
    closed_at_once(socket, 1);
    CHECK_EQUAL(sys_socket_close(socket), 0);
}

int main(void) {
    sys_network network;
    support_start();
    CHECK_EQUAL(sys_startup(&network), 0);
    CHECK(network.has_v4 || network.has_v6);
    if (network.has_v4) {
        a_socket_of(SYS_FAMILY_V4);
    }
    if (network.has_v6) {
        a_socket_of(SYS_FAMILY_V6);
    }
    CHECK_EQUAL(sys_cleanup(), 0);
    return 0;
}
