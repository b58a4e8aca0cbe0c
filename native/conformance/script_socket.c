/* SPDX-License-Identifier: Apache-2.0 */
#include "script_socket.h"

#include "addr.h"
#include "script.h"
#include "world.h"

#include <string.h>

enum { SOCKETS_MAX = 128, FILES_MAX = 4, BACKLOG = 16, READ_MILLIS = 20000, NAP_MILLIS = 10 };

typedef struct socket_entry {
    sys_socket socket;
    bool skips;
} socket_entry;

static socket_entry entries[SOCKETS_MAX];
static uint32_t entry_count;
static sys_file files[FILES_MAX];
static uint32_t file_count;

static socket_entry *socket__entry(sys_socket socket) {
    for (uint32_t i = 0; i < entry_count; i++) {
        if (entries[i].socket == socket) {
            return &entries[i];
        }
    }
    return NULL;
}

sys_socket script_socket(uint32_t family) {
    sys_socket socket = SYS_NO_SOCKET;
    if (expect_true("the script may open another socket", entry_count < SOCKETS_MAX) &&
        expect("WSASocket", sys_socket_new(family, &socket), 0)) {
        entries[entry_count++] = (socket_entry){socket, false};
    }
    return socket;
}

uint32_t script_close(sys_socket socket) {
    socket_entry *entry = socket__entry(socket);
    if (entry != NULL) {
        *entry = entries[--entry_count];
    }
    return sys_socket_close(socket);
}

uint32_t script_abort(sys_socket socket) {
    (void)expect("SO_LINGER", sys_set_abort_on_close(socket), 0);
    return script_close(socket);
}

void script_socket_abort_all(void) {
    while (entry_count > 0) {
        sys_socket socket = entries[entry_count - 1].socket;
        (void)sys_set_abort_on_close(socket);
        (void)expect("closesocket", script_close(socket), 0);
    }
}

bool script_associate(sys_socket socket, uintptr_t key) {
    return expect("CreateIoCompletionPort", sys_port_add(script.port, socket, key), 0);
}

bool script_skip(sys_socket socket) {
    bool set = expect("SetFileCompletionNotificationModes", sys_set_skip(socket), 0);
    socket__entry(socket)->skips = set;
    return set;
}

sys_address script_loopback(uint32_t family, uint16_t tcp_port) {
    lp_address address = addr_any(family == SYS_FAMILY_V4 ? 4 : 6);
    sys_address out;
    address.tcp_port = tcp_port;
    if (family == SYS_FAMILY_V4) {
        address.bytes[0] = 127;
        address.bytes[3] = 1;
    } else {
        address.bytes[15] = 1;
    }
    (void)addr_to_sys(&address, &out);
    return out;
}

sys_address script_name(sys_socket socket) {
    sys_address name;
    memset(&name, 0, sizeof name);
    (void)expect("getsockname", sys_socket_name(socket, &name), 0);
    return name;
}

uint16_t script_tcp_port(const sys_address *address) {
    lp_address decoded;
    addr_from_sys(address, &decoded);
    return decoded.tcp_port;
}

sys_socket script_bound(uint32_t family) {
    lp_address any = addr_any(family == SYS_FAMILY_V4 ? 4 : 6);
    sys_address address;
    (void)addr_to_sys(&any, &address);
    sys_socket socket = script_socket(family);
    return socket != SYS_NO_SOCKET && expect("bind", sys_socket_bind(socket, &address), 0) ? socket : SYS_NO_SOCKET;
}

sys_socket script_listener(uint32_t family) {
    sys_address address = script_loopback(family, 0);
    sys_socket listener = script_socket(family);
    bool ready = listener != SYS_NO_SOCKET && expect("bind", sys_socket_bind(listener, &address), 0) &&
                 expect("listen", sys_socket_listen(listener, BACKLOG), 0) && script_associate(listener, KEY_LISTENER);
    return ready ? listener : SYS_NO_SOCKET;
}

static bool socket__settle(sys_socket socket, uint32_t update, uintptr_t key) {
    return expect("the update of the context", update, 0) && expect("FIONBIO", sys_set_nonblocking(socket), 0) &&
           (key == KEY_CLIENT || script_associate(socket, key));
}

bool script_pair(sys_socket *client_out, sys_socket *server_out) {
    sys_socket listener = script_listener(SYS_FAMILY_V4);
    sys_socket server = script_socket(SYS_FAMILY_V4);
    sys_socket client = script_bound(SYS_FAMILY_V4);
    script_op *accept = script_op_new();
    script_op *connect = script_op_new();
    if (listener == SYS_NO_SOCKET || server == SYS_NO_SOCKET || client == SYS_NO_SOCKET) {
        return false;
    }
    sys_address address = script_name(listener);
    *client_out = client;
    *server_out = server;
    return script_associate(client, KEY_CLIENT) && expect_posted("AcceptEx", script_accept(listener, server, accept)) &&
           expect_posted("ConnectEx", script_connect(client, &address, connect)) &&
           script_await_bytes("the connect", connect, 0) && script_await_bytes("the accept", accept, 0) &&
           socket__settle(server, sys_accept_update(listener, server), KEY_SERVER) &&
           socket__settle(client, sys_connect_update(client), KEY_CLIENT) &&
           expect("closesocket of the listener", script_close(listener), 0);
}

static uint32_t socket__posted(sys_socket socket, script_op *op, uint32_t answer) {
    const socket_entry *entry = socket__entry(socket);
    op->due = answer == SYS_PENDING || (answer == 0 && (entry == NULL || !entry->skips));
    return answer;
}

uint32_t script_accept(sys_socket listener, sys_socket socket, script_op *op) {
    uint32_t answer = sys_accept(&script.network, listener, socket, op->addresses, &op->overlapped);
    return socket__posted(listener, op, answer);
}

uint32_t script_connect(sys_socket socket, const sys_address *address, script_op *op) {
    return socket__posted(socket, op, sys_connect(&script.network, socket, address, &op->overlapped));
}

uint32_t script_receive(sys_socket socket, void *memory, uint32_t size, script_op *op) {
    uint32_t count = 0;
    return socket__posted(socket, op, sys_receive(socket, memory, size, &count, &op->overlapped));
}

uint32_t script_gather(sys_socket socket, sys_buffer *buffers, uint32_t count, script_op *op) {
    uint32_t sent = 0;
    return socket__posted(socket, op, sys_send(socket, buffers, count, &sent, &op->overlapped));
}

uint32_t script_send(sys_socket socket, const void *bytes, uint32_t size, script_op *op) {
    sys_buffer buffer = {size, (char *)(uintptr_t)bytes};
    return script_gather(socket, &buffer, 1, op);
}

sys_file script_file(uint64_t base, const char *bytes, uint32_t count) {
    sys_file file = file_count < FILES_MAX ? world_file_new(base, bytes, count) : 0;
    if (file == 0) {
        not_here("no such file can be made in the folder for temporary files");
        return 0;
    }
    files[file_count++] = file;
    return file;
}

void script_file_close_all(void) {
    while (file_count > 0) {
        world_file_delete(files[--file_count]);
    }
}

uint32_t script_transmit(sys_socket socket, sys_file file, uint64_t offset, uint32_t length, sys_around *around,
                         script_op *op) {
    uint32_t sent = 0;
    op->overlapped.offset = (uint32_t)offset;
    op->overlapped.offset_high = (uint32_t)(offset >> 32);
    return socket__posted(socket, op,
                          sys_transmit(&script.network, socket, file, length, around, &sent, &op->overlapped));
}

bool script_send_all(sys_socket socket, const void *bytes, uint32_t size) {
    script_op *op = script_op_new();
    char *lent = script_memory(size);
    memcpy(lent, bytes, size);
    return expect_posted("WSASend", script_send(socket, lent, size, op)) &&
           (!op->due || script_await_bytes("the send", op, size));
}

uint32_t script_read(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out) {
    uint64_t until = sys_clock_millis() + READ_MILLIS;
    uint32_t error = SYS_WOULD_BLOCK;
    while (error == SYS_WOULD_BLOCK && sys_clock_millis() < until) {
        error = sys_receive_now(socket, memory, size, count_out);
        if (error == SYS_WOULD_BLOCK) {
            script_take(NAP_MILLIS);
        }
    }
    return error;
}

bool script_read_all(sys_socket socket, void *memory, uint32_t size) {
    for (uint32_t done = 0; done < size;) {
        uint32_t count = 0;
        bool read = expect("the read", script_read(socket, (char *)memory + done, size - done, &count), 0);
        if (!read || !expect_true("more input follows", count > 0)) {
            return false;
        }
        done += count;
    }
    return true;
}
