/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the order checker: commits every crime at the checked door and wants the rule that forbids it named; between
 * the crimes the same sockets work as they should, and nobody complains.
 */
#include "check_door.h"

#include "check_call.h"
#include "sys.h"

#include "support_file.h"

#include <setjmp.h>
#include <string.h>

enum { KEY = 7 };

static jmp_buf escape;
static check_rule broken;
static uint32_t seen[RULE_COUNT];
static sys_network network;
static sys_port port;

static void caught(check_rule rule) {
    broken = rule;
    seen[rule]++;
    longjmp(escape, 1);
}

#define EXPECT(rule, call)                                                                                             \
    do {                                                                                                               \
        if (setjmp(escape) == 0) {                                                                                     \
            (void)(call);                                                                                              \
            FAIL("nobody minds: %s", #call);                                                                           \
        }                                                                                                              \
        if (broken != (rule)) {                                                                                        \
            FAIL("%s: named %s, expected %s", #call, check_rule_name(broken), check_rule_name(rule));                  \
        }                                                                                                              \
    } while (0)

/* A connected pair of sockets on the port, and what it took. */
typedef struct pair {
    sys_socket listener, server, client;
    sys_overlapped accept, connect, receive, send;
    char addresses[2 * SYS_ACCEPT_ADDRESS_BYTES];
} pair;

static sys_address local_address(uint16_t tcp_port) {
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(tcp_port)};
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    sys_address address = {.size = sizeof in};
    memcpy(address.bytes, &in, sizeof in);
    return address;
}

static sys_socket new_socket(void) {
    sys_socket socket;
    CHECK_EQUAL(sys_socket_new(SYS_FAMILY_V4, &socket), 0);
    return socket;
}

static sys_socket bound_socket(void) {
    sys_socket socket = new_socket();
    sys_address any = local_address(0);
    CHECK_EQUAL(sys_socket_bind(socket, &any), 0);
    return socket;
}

static sys_socket listening_socket(void) {
    sys_socket socket = bound_socket();
    CHECK_EQUAL(sys_port_add(port, socket, KEY), 0);
    CHECK_EQUAL(sys_socket_listen(socket, 8), 0);
    return socket;
}

static void await(const sys_overlapped *overlapped) {
    sys_entry entry;
    uint32_t count = 0;
    CHECK_EQUAL(sys_port_wait(port, &entry, 1, &count, RIG_WAIT_MILLIS), 0);
    CHECK(count == 1 && entry.overlapped == overlapped && entry.key == KEY);
}

static uint32_t wait_once(void) {
    sys_entry entry;
    uint32_t count = 0;
    return sys_port_wait(port, &entry, 1, &count, RIG_WAIT_MILLIS);
}

static uint32_t post_accept(pair *p) {
    memset(&p->accept, 0, sizeof p->accept);
    return sys_accept(&network, p->listener, p->server, p->addresses, &p->accept);
}

static uint32_t post_connect(pair *p) {
    sys_address address;
    CHECK_EQUAL(sys_socket_name(p->listener, &address), 0);
    memset(&p->connect, 0, sizeof p->connect);
    return sys_connect(&network, p->client, &address, &p->connect);
}

static uint32_t post_probe(pair *p) {
    uint32_t count = 0;
    memset(&p->receive, 0, sizeof p->receive);
    return sys_receive(p->server, NULL, 0, &count, &p->receive);
}

static uint32_t post_send(sys_socket socket, sys_overlapped *overlapped, uint32_t buffer_count, uint32_t length) {
    static char bytes[512 * 1024];
    sys_buffer buffers[65];
    uint32_t sent = 0;
    for (uint32_t i = 0; i < 65; i++) {
        buffers[i] = (sys_buffer){length, bytes};
    }
    memset(overlapped, 0, sizeof *overlapped);
    return sys_send(socket, buffers, buffer_count, &sent, overlapped);
}

static uint32_t read_now(pair *p) {
    static char bytes[64];
    uint32_t count = 0;
    return sys_receive_now(p->server, bytes, sizeof bytes, &count);
}

/* Both ends are connected; their contexts are not updated yet. */
static void pair_connect(pair *p) {
    p->listener = listening_socket();
    p->server = new_socket();
    p->client = bound_socket();
    CHECK_EQUAL(sys_port_add(port, p->client, KEY), 0);
    CHECK_EQUAL(post_accept(p), SYS_PENDING);
    uint32_t error = post_connect(p);
    CHECK(error == 0 || error == SYS_PENDING);
    sys_entry entries[2];
    for (uint32_t count = 0, all = 0; all < 2; all += count) {
        CHECK_EQUAL(sys_port_wait(port, entries, 2, &count, RIG_WAIT_MILLIS), 0);
    }
}

static void pair_open(pair *p) {
    pair_connect(p);
    CHECK_EQUAL(sys_accept_update(p->listener, p->server), 0);
    CHECK_EQUAL(sys_connect_update(p->client), 0);
    CHECK_EQUAL(sys_port_add(port, p->server, KEY), 0);
    CHECK_EQUAL(sys_set_nonblocking(p->server), 0);
}

static void pair_close(pair *p) {
    CHECK_EQUAL(sys_socket_close(p->client), 0);
    CHECK_EQUAL(sys_socket_close(p->server), 0);
    CHECK_EQUAL(sys_socket_close(p->listener), 0);
}

static void crimes_of_sockets(void) {
    sys_socket socket = new_socket();
    sys_address address = local_address(0);
    uint32_t code = 0;
    EXPECT(RULE_LATE_OPTION, sys_set_dual_stack(socket, true)); /* IPv4 has none */
    EXPECT(RULE_NOT_CONNECTED, sys_shutdown_send(socket));
    EXPECT(RULE_NOT_CONNECTED, sys_socket_error(socket, &code));
    CHECK_EQUAL(sys_set_exclusive(socket), 0);
    CHECK_EQUAL(sys_socket_bind(socket, &address), 0);
    EXPECT(RULE_LATE_OPTION, sys_set_exclusive(socket));
    EXPECT(RULE_LATE_OPTION, sys_set_port_reuse(socket));
    CHECK_EQUAL(sys_socket_close(socket), 0);
    EXPECT(RULE_CLOSED_SOCKET, sys_socket_close(socket));
    EXPECT(RULE_CLOSED_SOCKET, sys_socket_bind(socket, &address));
    EXPECT(RULE_CLOSED_SOCKET, sys_socket_listen(socket, 1));
    EXPECT(RULE_CLOSED_SOCKET, sys_socket_name(SYS_NO_SOCKET, &address));
    EXPECT(RULE_CLOSED_SOCKET, sys_set_nonblocking(socket));
    EXPECT(RULE_CLOSED_SOCKET, sys_set_nodelay(socket));
    EXPECT(RULE_CLOSED_SOCKET, sys_set_abort_on_close(socket));
    EXPECT(RULE_CLOSED_SOCKET, sys_set_fast_loopback_refusal(socket));
}

static void crimes_of_ports(void) {
    sys_socket socket = new_socket();
    sys_entry entry;
    uint32_t count = 0;
    CHECK_EQUAL(sys_port_add(port, socket, KEY), 0);
    EXPECT(RULE_SECOND_PORT, sys_port_add(port, socket, KEY));
    EXPECT(RULE_PORT_IN_USE, sys_port_delete(port));
    EXPECT(RULE_CLOSED_PORT, sys_port_post(port + 4000, KEY));
    EXPECT(RULE_EMPTY_BATCH, sys_port_wait(port, &entry, 0, &count, 0));
    EXPECT(RULE_ENDLESS_WAIT, sys_port_wait(port, &entry, 1, &count, UINT32_MAX));
    CHECK_EQUAL(sys_port_wait(port, &entry, 1, &count, 0), SYS_TIMED_OUT);
    CHECK_EQUAL(sys_socket_close(socket), 0);
}

static void crimes_of_accepts(void) {
    static pair p;
    p.listener = bound_socket();
    p.server = new_socket();
    EXPECT(RULE_NOT_LISTENING, post_accept(&p));
    CHECK_EQUAL(sys_socket_listen(p.listener, 8), 0);
    EXPECT(RULE_NO_PORT, post_accept(&p));
    CHECK_EQUAL(sys_socket_close(p.server), 0);
    CHECK_EQUAL(sys_port_add(port, p.listener, KEY), 0);
    p.server = bound_socket();
    EXPECT(RULE_USED_ACCEPT, post_accept(&p));
    CHECK_EQUAL(sys_socket_close(p.server), 0);
    CHECK_EQUAL(sys_socket_new(SYS_FAMILY_V6, &p.server), 0);
    EXPECT(RULE_USED_ACCEPT, post_accept(&p));
    CHECK_EQUAL(sys_socket_close(p.server), 0);
    p.server = new_socket();
    CHECK_EQUAL(post_accept(&p), SYS_PENDING);
    EXPECT(RULE_CLOSE_ACCEPTING, sys_socket_close(p.server));
    EXPECT(RULE_NO_PORT, sys_port_add(port, p.server, KEY));
    EXPECT(RULE_WRONG_UPDATE, sys_accept_update(p.listener, p.server));
    CHECK_EQUAL(sys_socket_close(p.listener), 0);
    await(&p.accept);
    EXPECT(RULE_CLOSED_SOCKET, sys_accept_update(p.listener, p.server));
    EXPECT(RULE_NOT_CONNECTED, post_probe(&p));
    CHECK_EQUAL(sys_socket_close(p.server), 0);
}

static void crimes_of_connects(void) {
    static pair p;
    p.listener = listening_socket();
    p.client = new_socket();
    EXPECT(RULE_UNBOUND_CONNECT, post_connect(&p));
    CHECK_EQUAL(sys_socket_close(p.client), 0);
    p.client = bound_socket();
    EXPECT(RULE_NO_PORT, post_connect(&p));
    CHECK_EQUAL(sys_socket_close(p.client), 0);
    p.client = bound_socket();
    CHECK_EQUAL(sys_port_add(port, p.client, KEY), 0);
    EXPECT(RULE_WRONG_UPDATE, sys_connect_update(p.client));
    uint32_t error = post_connect(&p);
    CHECK(error == 0 || error == SYS_PENDING);
    EXPECT(RULE_USED_CONNECT, post_connect(&p));
    await(&p.connect);
    CHECK_EQUAL(sys_socket_close(p.client), 0);
    CHECK_EQUAL(sys_socket_close(p.listener), 0);
}

/* Wine does not mind any of these. */
static void crimes_without_update(void) {
    static pair p;
    sys_address address;
    pair_connect(&p);
    CHECK_EQUAL(sys_port_add(port, p.server, KEY), 0);
    EXPECT(RULE_NO_UPDATE, post_probe(&p));
    EXPECT(RULE_NO_UPDATE, read_now(&p));
    EXPECT(RULE_NO_UPDATE, post_send(p.client, &p.send, 1, 1));
    EXPECT(RULE_NO_UPDATE, sys_shutdown_send(p.server));
    EXPECT(RULE_NO_UPDATE, sys_socket_name(p.client, &address));
    EXPECT(RULE_NO_UPDATE, sys_set_nodelay(p.server));
    EXPECT(RULE_NO_UPDATE, sys_set_skip(p.server));
    EXPECT(RULE_WRONG_UPDATE, sys_accept_update(p.client, p.server)); /* not the one that accepted it */
    EXPECT(RULE_WRONG_UPDATE, sys_connect_update(p.server));
    pair_close(&p);
}

static void crimes_of_receives(void) {
    static pair p;
    pair_connect(&p);
    CHECK_EQUAL(sys_accept_update(p.listener, p.server), 0);
    EXPECT(RULE_NO_PORT, post_probe(&p));
    CHECK_EQUAL(sys_port_add(port, p.server, KEY), 0);
    EXPECT(RULE_BLOCKING_READ, read_now(&p));
    CHECK_EQUAL(sys_set_nonblocking(p.server), 0);
    CHECK_EQUAL(read_now(&p), SYS_WOULD_BLOCK);
    CHECK_EQUAL(post_probe(&p), SYS_PENDING);
    EXPECT(RULE_SECOND_RECEIVE, read_now(&p));
    EXPECT(RULE_SECOND_RECEIVE, sys_receive(p.server, NULL, 0, &p.receive.offset, &p.receive));
    EXPECT(RULE_CLOSE_RECEIVING, sys_socket_close(p.server));
    EXPECT(RULE_FOREIGN_CANCEL, sys_socket_cancel(p.client, &p.receive));
    EXPECT(RULE_FOREIGN_CANCEL, sys_socket_cancel(p.server, NULL));
    CHECK_EQUAL(sys_set_abort_on_close(p.server), 0);
    sys_socket_cancel(p.server, &p.receive);
    await(&p.receive);
    sys_socket_cancel(p.server, &p.receive); /* late, and no crime */
    pair_close(&p);
}

static uint32_t send_unaligned(pair *p) {
    static char bytes[2 * sizeof(sys_buffer)];
    sys_buffer buffer = {1, bytes};
    uint32_t sent = 0;
    memcpy(bytes + 1, &buffer, sizeof buffer);
    memset(&p->send, 0, sizeof p->send);
    return sys_send(p->client, (sys_buffer *)(void *)(bytes + 1), 1, &sent, &p->send);
}

static sys_around around;

static uint32_t post_file(pair *p, sys_file file, uint32_t length) {
    uint32_t sent = 0;
    memset(&p->send, 0, sizeof p->send);
    p->send.offset = 1;
    return sys_transmit(&network, p->client, file, length, &around, &sent, &p->send);
}

/* What another machine forbids. */
static void crimes_elsewhere(pair *p) {
    sys_network elsewhere = network;
    elsewhere.may_skip = false;
    elsewhere.may_transmit = false;
    check_learn(&elsewhere);
    EXPECT(RULE_FORBIDDEN_SKIP, sys_set_skip(p->client));
    EXPECT(RULE_FORBIDDEN_TRANSMIT, post_file(p, 0, 1));
    check_learn(&network);
}

/* TransmitFile is a send like any other, at an offset. */
static void crimes_of_files(void) {
    static pair p;
    file_of f;
    sys_overlapped other;
    file_make(&f, 1, 100);
    sys_file file = (sys_file)file_open(&f, FILE_FLAG_OVERLAPPED);
    pair_open(&p);
    around = (sys_around){"head", 4, "tail", 4};
    network.may_transmit = true; /* whatever edition this is, there is no other program */
    crimes_elsewhere(&p);
    EXPECT(RULE_SEND_SIZE, post_file(&p, file, 0));
    EXPECT(RULE_SEND_SIZE, post_file(&p, 0, 99)); /* would send what is around it, and succeed */
    EXPECT(RULE_SEND_SIZE, post_file(&p, file, INT32_MAX - 8));
    uint32_t error = post_file(&p, file, 99);
    CHECK(error == 0 || error == SYS_PENDING);
    EXPECT(RULE_SECOND_SEND, post_send(p.client, &other, 1, 1));
    EXPECT(RULE_SECOND_SEND, post_file(&p, file, 99));
    EXPECT(RULE_END_BEFORE_SENT, sys_shutdown_send(p.client));
    EXPECT(RULE_CLOSE_SENDING, sys_socket_close(p.client));
    await(&p.send);
    CHECK_EQUAL(sys_shutdown_send(p.client), 0);
    EXPECT(RULE_SEND_AFTER_END, post_file(&p, file, 99));
    pair_close(&p);
    CHECK(CloseHandle((HANDLE)file));
    file_delete(&f);
}

static void crimes_of_sends(void) {
    static pair p;
    pair_open(&p);
    EXPECT(RULE_SEND_SIZE, post_send(p.client, &p.send, 0, 1));
    EXPECT(RULE_SEND_SIZE, post_send(p.client, &p.send, 65, 1));
    EXPECT(RULE_SEND_SIZE, post_send(p.client, &p.send, 1, 0));
    EXPECT(RULE_SEND_SIZE, post_send(p.client, &p.send, 1, 256 * 1024 + 1));
    EXPECT(RULE_SEND_SIZE, send_unaligned(&p));
    CHECK_EQUAL(post_send(p.client, &p.send, 1, 1), 0); /* it does not skip: a packet is owed */
    static sys_overlapped other;
    EXPECT(RULE_SECOND_SEND, post_send(p.client, &other, 1, 1));
    EXPECT(RULE_END_BEFORE_SENT, sys_shutdown_send(p.client));
    EXPECT(RULE_CLOSE_SENDING, sys_socket_close(p.client));
    EXPECT(RULE_POSTED_TWICE, post_send(p.server, &p.send, 1, 1));
    await(&p.send);
    CHECK_EQUAL(sys_shutdown_send(p.client), 0);
    EXPECT(RULE_SEND_AFTER_END, post_send(p.client, &p.send, 1, 1));
    EXPECT(RULE_SEND_AFTER_END, sys_shutdown_send(p.client));
    pair_close(&p);
}

static uint32_t probe_with(pair *p, size_t at) {
    uint32_t count = 0;
    memset(&p->receive, 0, sizeof p->receive);
    ((char *)&p->receive)[at] = 1;
    return sys_receive(p->server, NULL, 0, &count, &p->receive);
}

static void crimes_of_operations(void) {
    static pair p;
    pair_open(&p);
    EXPECT(RULE_DIRTY_OPERATION, probe_with(&p, offsetof(sys_overlapped, event)));
    EXPECT(RULE_DIRTY_OPERATION, probe_with(&p, offsetof(sys_overlapped, internal)));
    EXPECT(RULE_DIRTY_OPERATION, probe_with(&p, offsetof(sys_overlapped, offset)));
    CHECK_EQUAL(sys_set_skip(p.server), 0);
    CHECK_EQUAL(post_send(p.server, &p.send, 1, 1), 0);
    CHECK_EQUAL(post_send(p.server, &p.send, 1, 1), 0); /* it skips: both were done within the call */
    CHECK(PostQueuedCompletionStatus((HANDLE)port, 1, KEY, (OVERLAPPED *)&p.send));
    EXPECT(RULE_FOREIGN_PACKET, wait_once());
    CHECK_EQUAL(post_probe(&p), SYS_PENDING);
    CHECK(PostQueuedCompletionStatus((HANDLE)port, 0, KEY + 1, (OVERLAPPED *)&p.receive));
    EXPECT(RULE_WRONG_PORT, wait_once());
    CHECK_EQUAL(sys_port_post(port, KEY + 1), 0);
    CHECK_EQUAL(wait_once(), 0); /* a wake of any key is no operation's */
    CHECK_EQUAL(post_send(p.client, &p.send, 1, 1), 0);
    sys_entry entries[2];
    for (uint32_t count = 0, all = 0; all < 2; all += count) { /* the send, and the probe that it answers */
        CHECK_EQUAL(sys_port_wait(port, entries, 2, &count, RIG_WAIT_MILLIS), 0);
    }
    pair_close(&p);
}

static sys_socket foreign_socket;

static DWORD WINAPI foreign_thread(void *argument) {
    (void)argument;
    EXPECT(RULE_WRONG_THREAD, wait_once());
    EXPECT(RULE_WRONG_THREAD, sys_socket_close(foreign_socket));
    EXPECT(RULE_WRONG_THREAD, sys_set_nodelay(foreign_socket));
    CHECK_EQUAL(sys_port_post(port, KEY), 0); /* everybody may wake */
    return 0;
}

static void crimes_of_threads(void) {
    foreign_socket = new_socket();
    CHECK_EQUAL(sys_port_add(port, foreign_socket, KEY), 0);
    thread_join(thread_start(foreign_thread, NULL));
    CHECK_EQUAL(wait_once(), 0);
    CHECK_EQUAL(sys_socket_close(foreign_socket), 0);
}

/* The last: after it the books are wrong for good. */
static void crimes_at_the_end(void) {
    static pair p;
    pair_open(&p);
    CHECK_EQUAL(post_probe(&p), SYS_PENDING);
    p.receive.offset = 1;
    CHECK_EQUAL(post_send(p.client, &p.send, 1, 1), 0);
    EXPECT(RULE_TOUCHED, wait_once() + wait_once());
    EXPECT(RULE_LEFT_OPEN, sys_cleanup());
    EXPECT(RULE_PORT_IN_USE, sys_port_delete(port));
}

static DWORD end_of_a_child(void) {
    char name[MAX_PATH + 16];
    PROCESS_INFORMATION child;
    STARTUPINFOA startup = {.cb = sizeof startup};
    DWORD code = 0;
    DWORD size = GetModuleFileNameA(NULL, name, MAX_PATH);
    CHECK(size > 0 && size < MAX_PATH);
    strcat(name, " crime");
    CHECK(CreateProcessA(NULL, name, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &child));
    CHECK_EQUAL(WaitForSingleObject(child.hProcess, RIG_WAIT_MILLIS), WAIT_OBJECT_0);
    CHECK(GetExitCodeProcess(child.hProcess, &code));
    CloseHandle(child.hThread);
    CloseHandle(child.hProcess);
    return code;
}

static void every_rule_was_broken(void) {
    for (int rule = 0; rule < RULE_COUNT; rule++) {
        if (seen[rule] == 0) {
            FAIL("nobody broke %s", check_rule_name((check_rule)rule));
        }
    }
}

int main(int count, char **arguments) {
    (void)arguments;
    support_start();
    if (count > 1) {
        (void)sys_socket_close(SYS_NO_SOCKET);
        return 0;
    }
    check_on_violation(caught);
    EXPECT(RULE_UNBALANCED, sys_cleanup());
    CHECK_EQUAL(sys_startup(&network), 0);
    CHECK_EQUAL(sys_port_new(&port), 0);
    crimes_of_sockets();
    crimes_of_ports();
    crimes_of_accepts();
    crimes_of_connects();
    crimes_without_update();
    crimes_of_receives();
    crimes_of_sends();
    crimes_of_files();
    crimes_of_operations();
    crimes_of_threads();
    CHECK_EQUAL(sys_port_delete(port), 0);
    CHECK_EQUAL(sys_cleanup(), 0); /* nothing is left of all that */
    CHECK_EQUAL(sys_startup(&network), 0);
    CHECK_EQUAL(sys_port_new(&port), 0);
    crimes_at_the_end();
    every_rule_was_broken();
    CHECK_EQUAL(end_of_a_child(), CHECK_EXIT);
    return 0;
}
