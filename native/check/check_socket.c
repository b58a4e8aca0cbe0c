/* SPDX-License-Identifier: Apache-2.0 */
/* Checked: a socket's own calls and its options. */
#include "check_door.h"

#include "check_call.h"
#include "check_real.h"

check_socket *check_socket_open(const check_call *call, sys_socket handle) {
    check_socket *s = check_socket_find(handle);
    check_that(call, s != NULL, RULE_CLOSED_SOCKET);
    check_thread(call, s->opening != NULL ? s->opening->port : s->port);
    return s;
}

check_socket *check_socket_connected(const check_call *call, sys_socket handle) {
    check_socket *s = check_socket_open(call, handle);
    check_that(call, s->connected, RULE_NOT_CONNECTED);
    check_that(call, s->updated, RULE_NO_UPDATE);
    return s;
}

/* Options and names: of a socket that is not connected, or of one that knows it is. */
static check_socket *socket__settled(const check_call *call, sys_socket handle) {
    check_socket *s = check_socket_open(call, handle);
    check_that(call, !s->connected || s->updated, RULE_NO_UPDATE);
    return s;
}

uint32_t sys_socket_new(uint32_t family, sys_socket *socket_out) {
    uint32_t error = check_real.socket_new(family, socket_out);
    if (error == 0) {
        check_enter();
        check_socket_add(*socket_out, family);
        check_leave();
    }
    return error;
}

uint32_t sys_socket_close(sys_socket handle) {
    check_call call = {"closesocket", handle};
    check_enter();
    check_socket *s = check_socket_open(&call, handle);
    check_that(&call, s->receive == NULL || s->aborts, RULE_CLOSE_RECEIVING);
    check_that(&call, s->send == NULL || s->aborts, RULE_CLOSE_SENDING);
    check_that(&call, s->opening == NULL || s->opening->kind != CHECK_ACCEPT, RULE_CLOSE_ACCEPTING);
    check_socket_remove(s);
    check_leave();
    return check_real.socket_close(handle);
}

uint32_t sys_socket_bind(sys_socket handle, const sys_address *address) {
    check_call call = {"bind", handle};
    check_enter();
    check_socket *s = check_socket_open(&call, handle);
    check_leave();
    uint32_t error = check_real.socket_bind(handle, address);
    s->bound = error == 0;
    return error;
}

uint32_t sys_socket_listen(sys_socket handle, uint32_t backlog) {
    check_call call = {"listen", handle};
    check_enter();
    check_socket *s = check_socket_open(&call, handle);
    check_leave();
    uint32_t error = check_real.socket_listen(handle, backlog);
    s->listening = error == 0;
    return error;
}

uint32_t sys_socket_name(sys_socket handle, sys_address *address_out) {
    check_call call = {"getsockname", handle};
    check_enter();
    (void)socket__settled(&call, handle);
    check_leave();
    return check_real.socket_name(handle, address_out);
}

uint32_t sys_socket_error(sys_socket handle, uint32_t *code_out) {
    check_call call = {"getsockopt SO_ERROR", handle};
    check_enter();
    (void)check_socket_connected(&call, handle);
    check_leave();
    return check_real.socket_error(handle, code_out);
}

uint32_t sys_set_nonblocking(sys_socket handle) {
    check_call call = {"ioctlsocket FIONBIO", handle};
    check_enter();
    check_socket *s = socket__settled(&call, handle);
    check_leave();
    uint32_t error = check_real.set_nonblocking(handle);
    s->nonblocking = error == 0;
    return error;
}

uint32_t sys_set_skip(sys_socket handle) {
    check_call call = {"SetFileCompletionNotificationModes", handle};
    check_enter();
    check_socket *s = socket__settled(&call, handle);
    check_that(&call, check_network()->may_skip, RULE_FORBIDDEN_SKIP);
    check_leave();
    uint32_t error = check_real.set_skip(handle);
    s->skips = s->skips || error == 0; /* never unset: T18 */
    return error;
}

uint32_t sys_set_exclusive(sys_socket handle) {
    check_call call = {"setsockopt SO_EXCLUSIVEADDRUSE", handle};
    check_enter();
    check_that(&call, !check_socket_open(&call, handle)->bound, RULE_LATE_OPTION);
    check_leave();
    return check_real.set_exclusive(handle);
}

uint32_t sys_set_dual_stack(sys_socket handle, bool dual) {
    check_call call = {"setsockopt IPV6_V6ONLY", handle};
    check_enter();
    const check_socket *s = check_socket_open(&call, handle);
    check_that(&call, !s->bound && s->family == SYS_FAMILY_V6, RULE_LATE_OPTION);
    check_leave();
    return check_real.set_dual_stack(handle, dual);
}

uint32_t sys_set_nodelay(sys_socket handle) {
    check_call call = {"setsockopt TCP_NODELAY", handle};
    check_enter();
    (void)socket__settled(&call, handle);
    check_leave();
    return check_real.set_nodelay(handle);
}

uint32_t sys_set_receive_buffer(sys_socket handle, uint32_t bytes) {
    check_call call = {"setsockopt SO_RCVBUF", handle};
    check_enter();
    const check_socket *s = check_socket_open(&call, handle);
    check_that(&call, !s->bound && !s->used, RULE_LATE_OPTION);
    check_leave();
    return check_real.set_receive_buffer(handle, bytes);
}

uint32_t sys_set_send_buffer(sys_socket handle, uint32_t bytes) {
    check_call call = {"setsockopt SO_SNDBUF", handle};
    check_enter();
    (void)check_socket_open(&call, handle);
    check_leave();
    return check_real.set_send_buffer(handle, bytes);
}

uint32_t sys_set_keepalive(sys_socket handle, uint32_t idle_seconds, uint32_t interval_seconds) {
    check_call call = {"WSAIoctl SIO_KEEPALIVE_VALS", handle};
    check_enter();
    (void)check_socket_open(&call, handle);
    check_leave();
    return check_real.set_keepalive(handle, idle_seconds, interval_seconds);
}

/* Where the call fails, the connection is reset already: what was asked for is what counts. */
uint32_t sys_set_abort_on_close(sys_socket handle) {
    check_call call = {"setsockopt SO_LINGER", handle};
    check_enter();
    socket__settled(&call, handle)->aborts = true;
    check_leave();
    return check_real.set_abort_on_close(handle);
}

uint32_t sys_set_fast_loopback_refusal(sys_socket handle) {
    check_call call = {"WSAIoctl SIO_TCP_INITIAL_RTO", handle};
    check_enter();
    (void)check_socket_open(&call, handle);
    check_leave();
    return check_real.set_fast_loopback_refusal(handle);
}

uint32_t sys_set_port_reuse(sys_socket handle) {
    check_call call = {"setsockopt SO_REUSE_UNICASTPORT", handle};
    check_enter();
    check_that(&call, !check_socket_open(&call, handle)->bound, RULE_LATE_OPTION);
    check_leave();
    return check_real.set_port_reuse(handle);
}

uint32_t sys_shutdown_send(sys_socket handle) {
    check_call call = {"shutdown SD_SEND", handle};
    check_enter();
    check_socket *s = check_socket_connected(&call, handle);
    check_that(&call, s->send == NULL, RULE_END_BEFORE_SENT);
    check_that(&call, !s->ended, RULE_SEND_AFTER_END);
    check_leave();
    uint32_t error = check_real.shutdown_send(handle);
    s->ended = s->ended || error == 0;
    return error;
}
