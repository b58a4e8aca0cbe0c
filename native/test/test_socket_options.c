/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the options of sockets: each is read back from the socket of a link that was accepted and of one that was
 * connected, and where nothing is asked for the system's own stand; options of an older program, and bad ones.
 */
#include "link.h"
#include "port.h"
#include "support.h"

#include <string.h>

static const lp_socket_options ASKED = {50000, 60000, 40, 5};
static const lp_socket_options NOTHING = {0};

typedef struct seen {
    lp_link accepted;
    lp_link connected;
    uint32_t failed_code;
} seen;

static void serve(rig_worker *w, const lp_event *event) {
    seen *t = w->rig->context;
    if (event->kind == LP_EVENT_ACCEPTED) {
        t->accepted = event->link;
    } else if (event->kind == LP_EVENT_CONNECTED) {
        t->connected = event->link;
    } else if (event->kind == LP_EVENT_CONNECT_FAILED) {
        t->failed_code = event->os_code;
    }
}

static uint32_t option_of(sys_socket socket, int name) {
    DWORD value = 0;
    int size = sizeof value;
    CHECK_EQUAL(getsockopt(socket, SOL_SOCKET, name, (char *)&value, &size), 0);
    return value;
}

static void check_buffers(sys_socket socket, uint32_t receive_bytes, uint32_t send_bytes) {
    CHECK_EQUAL(option_of(socket, SO_RCVBUF), receive_bytes);
    CHECK_EQUAL(option_of(socket, SO_SNDBUF), send_bytes);
}

static void check_link(rig *r, lp_link id, const lp_socket_options *asked) {
    sys_socket fresh;
    CHECK_EQUAL(sys_socket_new(SYS_FAMILY_V4, &fresh), 0);
    uint32_t receive_bytes = option_of(fresh, SO_RCVBUF);
    uint32_t send_bytes = option_of(fresh, SO_SNDBUF);
    CHECK_EQUAL(sys_socket_close(fresh), 0);
    bool asks = asked->receive_buffer_bytes > 0;
    rig_lock(r); /* the worker waits for completions and touches no socket */
    sys_socket socket = ((link *)slab_at(&r->port->workers[0].own.links, LP_LINK_SLOT(id)))->socket;
    if (asks) {
        check_buffers(socket, asked->receive_buffer_bytes, asked->send_buffer_bytes);
    } else if (receive_bytes == option_of(socket, SO_RCVBUF)) { /* some systems size it as the connection begins */
        check_buffers(socket, receive_bytes, send_bytes);
    }
    CHECK_EQUAL(option_of(socket, SO_KEEPALIVE) != 0, asks);
    rig_unlock(r);
}

static lp_status connect_with(rig *r, const lp_socket_options *asked) {
    lp_command command;
    memset(&command, 0, sizeof command);
    command.kind = LP_COMMAND_CONNECT;
    command.address = loopback(r->tcp_port);
    command.millis = 10000;
    command.target = (uintptr_t)asked;
    return lp_post(r->port, 0, &command);
}

/* Both ends of a connection are ours. */
static void both_ends(rig *r, seen *t, const lp_listen_options *options, const lp_socket_options *asked) {
    rig_listen_with(r, 0, options);
    t->accepted = 0;
    t->connected = 0;
    CHECK_EQUAL(connect_with(r, asked), LP_OK);
    WAIT(r, t->accepted != 0 && t->connected != 0);
    check_link(r, t->accepted, options->size == sizeof *options ? &options->socket : &NOTHING);
    check_link(r, t->connected, asked == NULL ? &NOTHING : asked);
}

static void refused(rig *r, seen *t) {
    static const lp_socket_options BAD = {LP_SOCKET_BUFFER_MAX + 1, 0, 0, 0};
    CHECK_EQUAL(connect_with(r, &BAD), LP_OK);
    WAIT(r, t->failed_code == SYS_BAD_PARAMETER);
}

int main(void) {
    static rig r;
    seen t = {0};
    lp_options options = rig_options(1, 0);
    rig_create(&r, &options, serve, &t);
    rig_start(&r);
    lp_listen_options listening = {
        .size = sizeof listening, .accept_depth = 2, .backlog = 8, .cookie = 77, .socket = ASKED};
    both_ends(&r, &t, &listening, NULL);
    listening.size = offsetof(lp_listen_options, socket); /* what follows is not looked at */
    both_ends(&r, &t, &listening, &ASKED);
    refused(&r, &t);
    rig_finish(&r, RIG_DRAIN_MILLIS);
    return 0;
}
