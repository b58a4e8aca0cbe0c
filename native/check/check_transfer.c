/* SPDX-License-Identifier: Apache-2.0 */
/* Checked: operations, from their post to their cancel. Their end is in check_port.c. */
#include "check_door.h"

#include "check_call.h"
#include "check_real.h"

enum { SEND_BUFFERS_MAX = 64, SEND_BYTES_MAX = 256 * 1024, TRANSMIT_BYTES_MAX = INT32_MAX - 1 };

static void post__judge(const check_call *call, check_kind kind, const check_socket *reports, const sys_overlapped *o) {
    bool clean = o->event == NULL && o->internal == 0 && o->internal_high == 0;
    bool at_zero = o->offset == 0 && o->offset_high == 0;
    check_that(call, check_operation_find(o) == NULL, RULE_POSTED_TWICE);
    check_that(call, clean && (at_zero || kind == CHECK_TRANSMIT), RULE_DIRTY_OPERATION);
    check_that(call, reports->port != NULL, RULE_NO_PORT);
}

static void post__begin(const check_call *call, check_kind kind, check_socket *s, check_socket *listener,
                        sys_overlapped *overlapped) {
    post__judge(call, kind, listener != NULL ? listener : s, overlapped);
    (void)check_operation_add(kind, s, listener, overlapped);
}

/* Whether a packet follows is decided here and nowhere else: T11, T13, T15. */
static uint32_t post__end(sys_overlapped *overlapped, uint32_t error, bool skips) {
    check_enter();
    if (error != SYS_PENDING && (error != 0 || skips)) {
        check_operation_remove(check_operation_find(overlapped));
    }
    check_leave();
    return error;
}

uint32_t sys_accept(const sys_network *network, sys_socket listener, sys_socket socket, void *addresses,
                    sys_overlapped *overlapped) {
    check_call call = {"AcceptEx", socket};
    check_enter();
    check_socket *l = check_socket_open(&call, listener);
    check_socket *s = check_socket_open(&call, socket);
    check_that(&call, l->listening, RULE_NOT_LISTENING);
    check_that(&call, !s->bound && !s->used && s->port == NULL && s->family == l->family, RULE_USED_ACCEPT);
    s->used = true;
    bool skips = l->skips;
    post__begin(&call, CHECK_ACCEPT, s, l, overlapped);
    check_leave();
    uint32_t error = check_real.accept(network, listener, socket, addresses, overlapped);
    return post__end(overlapped, error, skips);
}

uint32_t sys_accept_update(sys_socket listener, sys_socket socket) {
    check_call call = {"setsockopt SO_UPDATE_ACCEPT_CONTEXT", socket};
    check_enter();
    const check_socket *l = check_socket_open(&call, listener);
    check_socket *s = check_socket_open(&call, socket);
    check_that(&call, s->connected && s->accepted_by == l, RULE_WRONG_UPDATE);
    check_leave();
    uint32_t error = check_real.accept_update(listener, socket);
    s->updated = error == 0;
    return error;
}

uint32_t sys_connect(const sys_network *network, sys_socket socket, const sys_address *address,
                     sys_overlapped *overlapped) {
    check_call call = {"ConnectEx", socket};
    check_enter();
    check_socket *s = check_socket_open(&call, socket);
    check_that(&call, s->bound, RULE_UNBOUND_CONNECT);
    check_that(&call, !s->used && !s->listening, RULE_USED_CONNECT);
    s->used = true;
    bool skips = s->skips;
    post__begin(&call, CHECK_CONNECT, s, NULL, overlapped);
    check_leave();
    return post__end(overlapped, check_real.connect(network, socket, address, overlapped), skips);
}

uint32_t sys_connect_update(sys_socket socket) {
    check_call call = {"setsockopt SO_UPDATE_CONNECT_CONTEXT", socket};
    check_enter();
    check_socket *s = check_socket_open(&call, socket);
    check_that(&call, s->connected && s->accepted_by == NULL, RULE_WRONG_UPDATE);
    check_leave();
    uint32_t error = check_real.connect_update(socket);
    s->updated = error == 0;
    return error;
}

uint32_t sys_receive(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out, sys_overlapped *overlapped) {
    check_call call = {"WSARecv", socket};
    check_enter();
    check_socket *s = check_socket_connected(&call, socket);
    check_that(&call, s->receive == NULL, RULE_SECOND_RECEIVE);
    bool skips = s->skips;
    post__begin(&call, CHECK_RECEIVE, s, NULL, overlapped);
    check_leave();
    return post__end(overlapped, check_real.receive(socket, memory, size, count_out, overlapped), skips);
}

uint32_t sys_receive_now(sys_socket socket, void *memory, uint32_t size, uint32_t *count_out) {
    check_call call = {"WSARecv without OVERLAPPED", socket};
    check_enter();
    const check_socket *s = check_socket_connected(&call, socket);
    check_that(&call, s->nonblocking, RULE_BLOCKING_READ);
    check_that(&call, s->receive == NULL, RULE_SECOND_RECEIVE);
    check_leave();
    return check_real.receive_now(socket, memory, size, count_out);
}

static bool send__size_is_sound(const sys_buffer *buffers, uint32_t count) {
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < count && i < SEND_BUFFERS_MAX; i++) {
        bytes += buffers[i].length;
    }
    return count > 0 && count <= SEND_BUFFERS_MAX && bytes > 0 && bytes <= SEND_BYTES_MAX &&
           (uintptr_t)buffers % _Alignof(sys_buffer) == 0;
}

uint32_t sys_send(sys_socket socket, sys_buffer *buffers, uint32_t count, uint32_t *sent_out,
                  sys_overlapped *overlapped) {
    check_call call = {"WSASend", socket};
    check_enter();
    check_socket *s = check_socket_connected(&call, socket);
    check_that(&call, !s->ended, RULE_SEND_AFTER_END);
    check_that(&call, s->send == NULL, RULE_SECOND_SEND);
    check_that(&call, send__size_is_sound(buffers, count), RULE_SEND_SIZE);
    bool skips = s->skips;
    post__begin(&call, CHECK_SEND, s, NULL, overlapped);
    check_leave();
    return post__end(overlapped, check_real.send(socket, buffers, count, sent_out, overlapped), skips);
}

static bool transmit__size_is_sound(uint32_t length, const sys_around *around) {
    uint64_t bytes = length;
    if (around != NULL) {
        bytes += (uint64_t)around->head_length + around->tail_length;
    }
    return length > 0 && bytes <= TRANSMIT_BYTES_MAX;
}

/* Takes the place of a send: the two may not mix (T65). */
uint32_t sys_transmit(const sys_network *network, sys_socket socket, sys_file file, uint32_t length, sys_around *around,
                      uint32_t *sent_out, sys_overlapped *overlapped) {
    check_call call = {"TransmitFile", socket};
    check_enter();
    check_socket *s = check_socket_connected(&call, socket);
    check_that(&call, !s->ended, RULE_SEND_AFTER_END);
    check_that(&call, s->send == NULL, RULE_SECOND_SEND);
    check_that(&call, check_network()->may_transmit, RULE_FORBIDDEN_TRANSMIT);
    check_that(&call, file != 0 && transmit__size_is_sound(length, around), RULE_SEND_SIZE);
    bool skips = s->skips;
    post__begin(&call, CHECK_TRANSMIT, s, NULL, overlapped);
    check_operation_around(check_operation_find(overlapped), around);
    check_leave();
    return post__end(overlapped, check_real.transmit(network, socket, file, length, around, sent_out, overlapped),
                     skips);
}

/* What came back already may be cancelled (T53): that is a race, and the socket was there to ask. */
void sys_socket_cancel(sys_socket socket, sys_overlapped *overlapped) {
    check_call call = {"CancelIoEx", socket};
    check_enter();
    const check_socket *s = check_socket_open(&call, socket);
    check_that(&call, overlapped != NULL, RULE_FOREIGN_CANCEL);
    const check_operation *o = check_operation_find(overlapped);
    check_that(&call, o == NULL || o->socket == s || o->listener == s, RULE_FOREIGN_CANCEL);
    check_leave();
    check_real.socket_cancel(socket, overlapped);
}
