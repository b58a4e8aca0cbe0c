/* SPDX-License-Identifier: Apache-2.0 */
#include "sys_win.h"

#include "sys.h"

#include <string.h>

_Static_assert(sizeof(sys_buffer) == sizeof(WSABUF), "WSABUF");
_Static_assert(offsetof(sys_buffer, base) == offsetof(WSABUF, buf), "WSABUF");
_Static_assert(sizeof(((sys_address *)0)->bytes) == sizeof(SOCKADDR_IN6), "SOCKADDR_IN6");
_Static_assert(sizeof(sys_around) == sizeof(TRANSMIT_FILE_BUFFERS), "TRANSMIT_FILE_BUFFERS");
_Static_assert(offsetof(sys_around, head) == offsetof(TRANSMIT_FILE_BUFFERS, Head), "Head");
_Static_assert(offsetof(sys_around, head_length) == offsetof(TRANSMIT_FILE_BUFFERS, HeadLength), "HeadLength");
_Static_assert(offsetof(sys_around, tail) == offsetof(TRANSMIT_FILE_BUFFERS, Tail), "Tail");
_Static_assert(offsetof(sys_around, tail_length) == offsetof(TRANSMIT_FILE_BUFFERS, TailLength), "TailLength");
_Static_assert(SYS_ACCEPT_ADDRESS_BYTES == sizeof(SOCKADDR_STORAGE) + 16, "AcceptEx");
_Static_assert(SYS_FAMILY_V4 == AF_INET && SYS_FAMILY_V6 == AF_INET6, "families");
_Static_assert(SYS_WOULD_BLOCK == WSAEWOULDBLOCK && SYS_NO_BUFFERS == WSAENOBUFS, "codes");
_Static_assert(SYS_UNSUPPORTED == WSAEOPNOTSUPP && SYS_END_OF_FILE == ERROR_HANDLE_EOF, "codes");
_Static_assert(SYS_NO_SOCKET == INVALID_SOCKET, "INVALID_SOCKET");

static uint32_t socket__result(int result) {
    return result == 0 ? 0 : (uint32_t)WSAGetLastError();
}

static uint32_t socket__set(sys_socket socket, int level, int name, const void *value, int size) {
    return socket__result(setsockopt(socket, level, name, (const char *)value, size));
}

static uint32_t socket__extension(SOCKET socket, GUID id, void (**function_out)(void)) {
    DWORD bytes = 0;
    return socket__result(WSAIoctl(socket, SIO_GET_EXTENSION_FUNCTION_POINTER, &id, sizeof id, function_out,
                                   sizeof *function_out, &bytes, NULL, NULL));
}

static uint32_t network__extensions(sys_network *network, SOCKET socket) {
    uint32_t error = socket__extension(socket, (GUID)WSAID_ACCEPTEX, &network->accept_ex);
    if (error == 0) {
        error = socket__extension(socket, (GUID)WSAID_CONNECTEX, &network->connect_ex);
    }
    if (error == 0) {
        error = socket__extension(socket, (GUID)WSAID_GETACCEPTEXSOCKADDRS, &network->accept_addresses);
    }
    return error;
}

/* A provider without IFS handles loses completions in skip mode (KB2568167), so one is enough to do without it. */
static bool network__all_ifs(SOCKET socket) {
    WSAPROTOCOL_INFOW info;
    int size = sizeof info;
    if (getsockopt(socket, SOL_SOCKET, SO_PROTOCOL_INFOW, (char *)&info, &size) != 0) {
        return false;
    }
    return (info.dwServiceFlags1 & XP1_IFS_HANDLES) != 0;
}

/* Only client editions queue all but two TransmitFile (its remarks). The product type needs no manifest to be true. */
static bool network__is_server(void) {
    OSVERSIONINFOEXW wanted = {.dwOSVersionInfoSize = sizeof wanted, .wProductType = VER_NT_WORKSTATION};
    DWORDLONG equal = VerSetConditionMask(0, VER_PRODUCT_TYPE, VER_EQUAL);
    return !VerifyVersionInfoW(&wanted, VER_PRODUCT_TYPE, equal) && GetLastError() == ERROR_OLD_WIN_VERSION;
}

/* A provider without TransmitFile is one over which files are read and sent. */
static void network__transmit(sys_network *network, SOCKET socket) {
    bool has = socket__extension(socket, (GUID)WSAID_TRANSMITFILE, &network->transmit_file) == 0;
    network->may_transmit = network->may_transmit && has;
}

/* Machines without IPv4 or without IPv6 exist: probe both, and need one. */
static uint32_t network__probe(sys_network *network, uint32_t family, bool *has_out) {
    sys_socket socket;
    uint32_t error = sys_socket_new(family, &socket);
    *has_out = error == 0;
    if (error != 0) {
        return error;
    }
    error = network__extensions(network, socket);
    network__transmit(network, socket);
    network->may_skip = network->may_skip && network__all_ifs(socket);
    uint32_t close_error = sys_socket_close(socket);
    return error != 0 ? error : close_error;
}

uint32_t sys_startup(sys_network *network_out) {
    WSADATA data;
    uint32_t error = (uint32_t)WSAStartup(MAKEWORD(2, 2), &data);
    if (error != 0) {
        return error;
    }
    memset(network_out, 0, sizeof *network_out);
    network_out->may_skip = true;
    network_out->may_transmit = network__is_server();
    uint32_t v4_error = network__probe(network_out, SYS_FAMILY_V4, &network_out->has_v4);
    uint32_t v6_error = network__probe(network_out, SYS_FAMILY_V6, &network_out->has_v6);
    if (v4_error == 0 || v6_error == 0) {
        return 0;
    }
    sys_cleanup();
    return v4_error;
}

uint32_t sys_cleanup(void) {
    return socket__result(WSACleanup());
}

uint32_t sys_socket_new(uint32_t family, sys_socket *socket_out) {
    SOCKET socket =
        WSASocketW((int)family, SOCK_STREAM, IPPROTO_TCP, NULL, 0, WSA_FLAG_OVERLAPPED | WSA_FLAG_NO_HANDLE_INHERIT);
    *socket_out = socket;
    return socket != INVALID_SOCKET ? 0 : (uint32_t)WSAGetLastError();
}

uint32_t sys_socket_close(sys_socket socket) {
    return socket__result(closesocket(socket));
}

uint32_t sys_socket_bind(sys_socket socket, const sys_address *address) {
    return socket__result(bind(socket, (const struct sockaddr *)address->bytes, address->size));
}

uint32_t sys_socket_listen(sys_socket socket, uint32_t backlog) {
    return socket__result(listen(socket, (int)backlog));
}

uint32_t sys_socket_name(sys_socket socket, sys_address *address_out) {
    int size = sizeof address_out->bytes;
    uint32_t error = socket__result(getsockname(socket, (struct sockaddr *)address_out->bytes, &size));
    address_out->size = error == 0 ? size : 0;
    return error;
}

uint32_t sys_socket_error(sys_socket socket, uint32_t *code_out) {
    DWORD code = 0;
    int size = sizeof code;
    uint32_t error = socket__result(getsockopt(socket, SOL_SOCKET, SO_ERROR, (char *)&code, &size));
    if (error == 0 && code == 0) {
        SOCKADDR_STORAGE peer;
        int peer_size = sizeof peer;
        /* Wine forgets the error of a reset, but not that nobody is connected any more. */
        code = getpeername(socket, (struct sockaddr *)&peer, &peer_size) == 0 ? 0 : WSAECONNRESET;
    }
    *code_out = code;
    return error;
}

uint32_t sys_set_nonblocking(sys_socket socket) {
    u_long on = 1;
    return socket__result(ioctlsocket(socket, (long)FIONBIO, &on));
}

uint32_t sys_set_skip(sys_socket socket) {
    UCHAR modes = FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE;
    return SetFileCompletionNotificationModes((HANDLE)socket, modes) ? 0 : GetLastError();
}

uint32_t sys_set_exclusive(sys_socket socket) {
    BOOL on = TRUE;
    return socket__set(socket, SOL_SOCKET, SO_EXCLUSIVEADDRUSE, &on, sizeof on);
}

uint32_t sys_set_dual_stack(sys_socket socket, bool dual) {
    DWORD v6_only = dual ? 0 : 1;
    return socket__set(socket, IPPROTO_IPV6, IPV6_V6ONLY, &v6_only, sizeof v6_only);
}

uint32_t sys_set_nodelay(sys_socket socket) {
    BOOL on = TRUE;
    return socket__set(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

uint32_t sys_set_receive_buffer(sys_socket socket, uint32_t bytes) {
    return socket__set(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

uint32_t sys_set_send_buffer(sys_socket socket, uint32_t bytes) {
    return socket__set(socket, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
}

#ifndef SIO_KEEPALIVE_VALS
#define SIO_KEEPALIVE_VALS _WSAIOW(IOC_VENDOR, 4)
#endif

/* TCP_KEEPIDLE and its like came with Windows 10 1709, this with Windows 2000; it turns SO_KEEPALIVE on as well. */
uint32_t sys_set_keepalive(sys_socket socket, uint32_t idle_seconds, uint32_t interval_seconds) {
    /* tcp_keepalive (mstcpip.h); how often it probes is Windows' own: ten times. */
    struct {
        ULONG on;
        ULONG idle_millis;
        ULONG interval_millis;
    } values = {1, idle_seconds * 1000, interval_seconds * 1000};
    DWORD bytes = 0;
    return socket__result(
        WSAIoctl(socket, (DWORD)SIO_KEEPALIVE_VALS, &values, sizeof values, NULL, 0, &bytes, NULL, NULL));
}

uint32_t sys_set_abort_on_close(sys_socket socket) {
    struct linger linger = {1, 0};
    return socket__set(socket, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

#ifndef SIO_TCP_INITIAL_RTO
#define SIO_TCP_INITIAL_RTO _WSAIOW(IOC_VENDOR, 17)
#endif

uint32_t sys_set_fast_loopback_refusal(sys_socket socket) {
    /* TCP_INITIAL_RTO_PARAMETERS: any round trip time, no SYN retransmission (mstcpip.h). */
    struct {
        USHORT rtt;
        UCHAR syn_retransmissions;
    } parameters = {0xFFFF, 0xFE};
    DWORD bytes = 0;
    return socket__result(
        WSAIoctl(socket, (DWORD)SIO_TCP_INITIAL_RTO, &parameters, sizeof parameters, NULL, 0, &bytes, NULL, NULL));
}

#ifndef SO_REUSE_UNICASTPORT
#define SO_REUSE_UNICASTPORT 0x3007
#endif
#ifndef SO_PORT_SCALABILITY
#define SO_PORT_SCALABILITY 0x3006
#endif

/* The second is what Windows had before the first (SOL_SOCKET socket options). */
uint32_t sys_set_port_reuse(sys_socket socket) {
    DWORD on = 1;
    uint32_t error = socket__set(socket, SOL_SOCKET, SO_REUSE_UNICASTPORT, &on, sizeof on);
    return error == 0 ? 0 : socket__set(socket, SOL_SOCKET, SO_PORT_SCALABILITY, &on, sizeof on);
}

void sys_socket_cancel(sys_socket socket, sys_overlapped *overlapped) {
    (void)CancelIoEx((HANDLE)socket, (OVERLAPPED *)overlapped); /* ERROR_NOT_FOUND: it was faster */
}

uint32_t sys_shutdown_send(sys_socket socket) {
    return socket__result(shutdown(socket, SD_SEND));
}

uint32_t sys_accept(const sys_network *network, sys_socket listener, sys_socket socket, void *addresses,
                    sys_overlapped *overlapped) {
    LPFN_ACCEPTEX accept_ex = (LPFN_ACCEPTEX)network->accept_ex;
    DWORD bytes = 0;
    /* No receive bytes: a silent client would pin the accept (AcceptEx remarks). */
    BOOL done = accept_ex(listener, socket, addresses, 0, SYS_ACCEPT_ADDRESS_BYTES, SYS_ACCEPT_ADDRESS_BYTES, &bytes,
                          (OVERLAPPED *)overlapped);
    return done ? 0 : (uint32_t)WSAGetLastError();
}

uint32_t sys_accept_update(sys_socket listener, sys_socket socket) {
    SOCKET value = listener;
    return socket__set(socket, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, &value, sizeof value);
}

static void address__copy(sys_address *to, const struct sockaddr *from, int size) {
    to->size = size < (int)sizeof to->bytes ? size : (int)sizeof to->bytes;
    memset(to->bytes, 0, sizeof to->bytes);
    memcpy(to->bytes, from, (size_t)to->size);
}

void sys_accept_addresses(const sys_network *network, void *addresses, sys_address *local_out, sys_address *peer_out) {
    LPFN_GETACCEPTEXSOCKADDRS decode = (LPFN_GETACCEPTEXSOCKADDRS)network->accept_addresses;
    struct sockaddr *local = NULL;
    struct sockaddr *peer = NULL;
    int local_size = 0;
    int peer_size = 0;
    decode(addresses, 0, SYS_ACCEPT_ADDRESS_BYTES, SYS_ACCEPT_ADDRESS_BYTES, &local, &local_size, &peer, &peer_size);
    address__copy(local_out, local, local_size);
    address__copy(peer_out, peer, peer_size);
}

uint32_t sys_connect(const sys_network *network, sys_socket socket, const sys_address *address,
                     sys_overlapped *overlapped) {
    LPFN_CONNECTEX connect_ex = (LPFN_CONNECTEX)network->connect_ex;
    BOOL done = connect_ex(socket, (const struct sockaddr *)address->bytes, address->size, NULL, 0, NULL,
                           (OVERLAPPED *)overlapped);
    return done ? 0 : (uint32_t)WSAGetLastError();
}

uint32_t sys_connect_update(sys_socket socket) {
    return socket__set(socket, SOL_SOCKET, SO_UPDATE_CONNECT_CONTEXT, NULL, 0);
}

uint32_t sys_receive(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out, sys_overlapped *overlapped) {
    WSABUF buffer = {size, memory};
    DWORD count = 0;
    DWORD flags = 0;
    uint32_t error = socket__result(WSARecv(socket, &buffer, 1, &count, &flags, (OVERLAPPED *)overlapped, NULL));
    *count_out = error == 0 ? count : 0;
    return error;
}

uint32_t sys_receive_now(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out) {
    return sys_receive(socket, memory, size, count_out, NULL);
}

uint32_t sys_send(sys_socket socket, sys_buffer *buffers, uint32_t count, uint32_t *sent_out,
                  sys_overlapped *overlapped) {
    DWORD sent = 0;
    uint32_t error =
        socket__result(WSASend(socket, (WSABUF *)buffers, count, &sent, 0, (OVERLAPPED *)overlapped, NULL));
    *sent_out = error == 0 ? sent : 0;
    return error;
}

uint32_t sys_transmit(const sys_network *network, sys_socket socket, sys_file file, uint32_t length, sys_around *around,
                      uint32_t *sent_out, sys_overlapped *overlapped) {
    LPFN_TRANSMITFILE transmit_file = (LPFN_TRANSMITFILE)network->transmit_file;
    BOOL done =
        transmit_file(socket, (HANDLE)file, length, 0, (OVERLAPPED *)overlapped, (TRANSMIT_FILE_BUFFERS *)around, 0);
    *sent_out = done ? (uint32_t)overlapped->internal_high : 0; /* the call itself does not say how much */
    return done ? 0 : (uint32_t)WSAGetLastError();
}
