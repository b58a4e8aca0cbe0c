/* SPDX-License-Identifier: Apache-2.0 */
#define _DEFAULT_SOURCE

#include "sys_threads.h"

#include "addr.h"
#include "worker.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PORTS_MAX = 16, LISTENERS_MAX = 16 };

#define NT_CANCELLED 0xC0000120u
#define NT_REFUSED   0xC0000236u

typedef struct packet {
    struct packet *next;
    sys_entry entry;
} packet;

typedef struct thread_port {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    packet *first;
    packet **end;
} thread_port;

/* Touched by its owner only, but for what stands under the lock. */
typedef struct thread_socket {
    thread_port *port;
    uintptr_t key;
    lp_address local;
    bool listening;
    bool ended; /* our side; the client answers with its end */
    sys_overlapped *pending;
    pthread_mutex_t lock;
    struct thread_socket *accepts; /* of a listener: waiting for clients; under its lock */
    struct thread_socket *next;
} thread_socket;

static _Atomic(uint32_t) open_count;
static _Atomic(uint32_t) next_tcp_port = 1;

/* Listeners, for those who knock. */
static pthread_mutex_t lobby = PTHREAD_MUTEX_INITIALIZER;
static thread_socket *listeners[LISTENERS_MAX];

static void threads__late(int signal_number) {
    static const char WORDS[] = "a wake was lost, or something never ends\n";
    (void)signal_number;
    (void)!write(STDERR_FILENO, WORDS, sizeof WORDS - 1);
    _exit(1);
}

void sys_threads_begin(uint32_t seconds) {
    (void)signal(SIGALRM, threads__late);
    (void)alarm(seconds);
}

uint32_t sys_threads_open(void) {
    return atomic_load(&open_count);
}

uint32_t sys_startup(sys_network *network_out) {
    memset(network_out, 0, sizeof *network_out);
    network_out->has_v4 = true;
    return 0;
}

uint32_t sys_cleanup(void) {
    return 0;
}

/* Ports */

static void port__queue(thread_port *port, sys_entry entry) {
    packet *p = calloc(1, sizeof *p);
    p->entry = entry;
    pthread_mutex_lock(&port->lock);
    *port->end = p;
    port->end = &p->next;
    pthread_cond_signal(&port->filled);
    pthread_mutex_unlock(&port->lock);
}

uint32_t sys_port_new(sys_port *port_out) {
    thread_port *port = calloc(1, sizeof *port);
    pthread_condattr_t monotonic;
    pthread_mutex_init(&port->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&port->filled, &monotonic);
    pthread_condattr_destroy(&monotonic);
    port->end = &port->first;
    atomic_fetch_add(&open_count, 1);
    *port_out = (sys_port)port;
    return 0;
}

uint32_t sys_port_delete(sys_port handle) {
    thread_port *port = (thread_port *)handle;
    for (packet *p = port->first; p != NULL;) {
        packet *next = p->next;
        free(p);
        p = next;
    }
    pthread_cond_destroy(&port->filled);
    pthread_mutex_destroy(&port->lock);
    free(port);
    atomic_fetch_sub(&open_count, 1);
    return 0;
}

uint32_t sys_port_add(sys_port handle, sys_socket socket, uintptr_t key) {
    thread_socket *s = (thread_socket *)socket;
    s->port = (thread_port *)handle;
    s->key = key;
    return 0;
}

uint32_t sys_port_post(sys_port handle, uintptr_t key) {
    port__queue((thread_port *)handle, (sys_entry){.key = key});
    return 0;
}

static void port__wait(thread_port *port, uint32_t timeout_millis) {
    if (timeout_millis >= WORKER_NAP_MILLIS) {
        pthread_cond_wait(&port->filled, &port->lock);
        return;
    }
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += (long)timeout_millis * 1000000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_cond_timedwait(&port->filled, &port->lock, &until);
}

uint32_t sys_port_wait(sys_port handle, sys_entry *entries, uint32_t max, uint32_t *count_out,
                       uint32_t timeout_millis) {
    thread_port *port = (thread_port *)handle;
    uint32_t count = 0;
    pthread_mutex_lock(&port->lock);
    if (port->first == NULL && timeout_millis > 0) {
        port__wait(port, timeout_millis);
    }
    while (port->first != NULL && count < max) {
        packet *p = port->first;
        entries[count++] = p->entry;
        port->first = p->next;
        port->end = p->next == NULL ? &port->first : port->end;
        free(p);
    }
    pthread_mutex_unlock(&port->lock);
    *count_out = count;
    return count > 0 ? 0 : SYS_TIMED_OUT;
}

/* Sockets */

static void socket__complete(thread_port *port, uintptr_t key, sys_overlapped *overlapped, uintptr_t nt_status,
                             uint32_t bytes) {
    overlapped->internal = nt_status;
    overlapped->internal_high = bytes;
    port__queue(port, (sys_entry){.key = key, .overlapped = overlapped, .bytes = bytes});
}

/* What pends comes back. */
static void socket__end_pending(thread_socket *s, uintptr_t nt_status) {
    sys_overlapped *pending = s->pending;
    if (pending != NULL) {
        s->pending = NULL;
        socket__complete(s->port, s->key, pending, nt_status, 0);
    }
}

uint32_t sys_socket_new(uint32_t family, sys_socket *socket_out) {
    (void)family;
    thread_socket *s = calloc(1, sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    atomic_fetch_add(&open_count, 1);
    *socket_out = (sys_socket)s;
    return 0;
}

static void listener__move(const thread_socket *from, thread_socket *to) {
    pthread_mutex_lock(&lobby);
    for (int i = 0; i < LISTENERS_MAX; i++) {
        if (listeners[i] == from) {
            listeners[i] = to;
            break;
        }
    }
    pthread_mutex_unlock(&lobby);
}

static thread_socket *listener__take(thread_socket *l) {
    pthread_mutex_lock(&l->lock);
    thread_socket *accept = l->accepts;
    l->accepts = accept == NULL ? NULL : accept->next;
    pthread_mutex_unlock(&l->lock);
    return accept;
}

/* The accept's socket is the core's again as soon as its packet is queued. */
static bool listener__answer(thread_socket *l, uintptr_t nt_status) {
    thread_socket *accept = listener__take(l);
    if (accept == NULL) {
        return false;
    }
    sys_overlapped *overlapped = accept->pending;
    accept->pending = NULL;
    accept->local = l->local;
    socket__complete(l->port, l->key, overlapped, nt_status, 0);
    return true;
}

bool sys_threads_knock(uint16_t tcp_port) {
    bool answered = false;
    pthread_mutex_lock(&lobby);
    for (int i = 0; i < LISTENERS_MAX; i++) {
        if (listeners[i] != NULL && listeners[i]->local.tcp_port == tcp_port) {
            answered = listener__answer(listeners[i], 0);
        }
    }
    pthread_mutex_unlock(&lobby);
    return answered;
}

uint32_t sys_socket_close(sys_socket handle) {
    thread_socket *s = (thread_socket *)handle;
    if (s->listening) {
        listener__move(s, NULL);
        while (listener__answer(s, NT_CANCELLED)) {
        }
    }
    socket__end_pending(s, NT_CANCELLED);
    pthread_mutex_destroy(&s->lock);
    free(s);
    atomic_fetch_sub(&open_count, 1);
    return 0;
}

uint32_t sys_socket_bind(sys_socket handle, const sys_address *address) {
    thread_socket *s = (thread_socket *)handle;
    addr_from_sys(address, &s->local);
    s->local.tcp_port = (uint16_t)(1 + atomic_fetch_add(&next_tcp_port, 1) % 60000);
    return 0;
}

uint32_t sys_socket_listen(sys_socket handle, uint32_t backlog) {
    (void)backlog;
    thread_socket *s = (thread_socket *)handle;
    s->listening = true;
    listener__move(NULL, s);
    return 0;
}

uint32_t sys_socket_name(sys_socket handle, sys_address *address_out) {
    addr_to_sys(&((thread_socket *)handle)->local, address_out);
    return 0;
}

uint32_t sys_socket_error(sys_socket handle, uint32_t *code_out) {
    (void)handle;
    *code_out = 0;
    return 0;
}

uint32_t sys_set_receive_buffer(sys_socket handle, uint32_t bytes) {
    (void)handle;
    (void)bytes;
    return 0;
}

uint32_t sys_set_send_buffer(sys_socket handle, uint32_t bytes) {
    (void)handle;
    (void)bytes;
    return 0;
}

uint32_t sys_set_keepalive(sys_socket handle, uint32_t idle_seconds, uint32_t interval_seconds) {
    (void)handle;
    (void)idle_seconds;
    (void)interval_seconds;
    return 0;
}

uint32_t sys_set_dual_stack(sys_socket handle, bool dual) {
    (void)handle;
    (void)dual;
    return 0;
}

#define SOCKET_OPTION(name)                                                                                            \
    uint32_t name(sys_socket handle) {                                                                                 \
        (void)handle;                                                                                                  \
        return 0;                                                                                                      \
    }

SOCKET_OPTION(sys_set_nonblocking)
SOCKET_OPTION(sys_set_skip)
SOCKET_OPTION(sys_set_exclusive)
SOCKET_OPTION(sys_set_nodelay)
SOCKET_OPTION(sys_set_abort_on_close)
SOCKET_OPTION(sys_set_fast_loopback_refusal)
SOCKET_OPTION(sys_set_port_reuse)
SOCKET_OPTION(sys_connect_update)

uint32_t sys_shutdown_send(sys_socket handle) {
    thread_socket *s = (thread_socket *)handle;
    s->ended = true;
    socket__end_pending(s, 0);
    return 0;
}

void sys_socket_cancel(sys_socket handle, sys_overlapped *overlapped) {
    thread_socket *s = (thread_socket *)handle;
    if (s->pending == overlapped) {
        socket__end_pending(s, NT_CANCELLED);
    }
}

/* Accept and connect */

uint32_t sys_accept(const sys_network *network, sys_socket listener, sys_socket handle, void *addresses,
                    sys_overlapped *overlapped) {
    (void)network;
    thread_socket *l = (thread_socket *)listener;
    thread_socket *s = (thread_socket *)handle;
    sys_address address;
    addr_to_sys(&l->local, &address);
    memcpy(addresses, &address, sizeof address);
    memcpy((char *)addresses + SYS_ACCEPT_ADDRESS_BYTES, &address, sizeof address);
    s->pending = overlapped;
    pthread_mutex_lock(&l->lock);
    s->next = l->accepts;
    l->accepts = s;
    pthread_mutex_unlock(&l->lock);
    return SYS_PENDING;
}

uint32_t sys_accept_update(sys_socket listener, sys_socket handle) {
    (void)listener;
    (void)handle;
    return 0;
}

void sys_accept_addresses(const sys_network *network, void *addresses, sys_address *local_out, sys_address *peer_out) {
    (void)network;
    memcpy(local_out, addresses, sizeof *local_out);
    memcpy(peer_out, (char *)addresses + SYS_ACCEPT_ADDRESS_BYTES, sizeof *peer_out);
}

uint32_t sys_connect(const sys_network *network, sys_socket handle, const sys_address *address,
                     sys_overlapped *overlapped) {
    (void)network;
    thread_socket *s = (thread_socket *)handle;
    lp_address target;
    addr_from_sys(address, &target);
    s->pending = overlapped;
    if (target.bytes[0] != 192) {
        socket__end_pending(s, NT_REFUSED);
    }
    return SYS_PENDING;
}

/* Transfer */

uint32_t sys_receive(sys_socket handle, void *memory, uint32_t size, uint32_t *count_out, sys_overlapped *overlapped) {
    (void)memory;
    (void)size;
    thread_socket *s = (thread_socket *)handle;
    *count_out = 0;
    s->pending = overlapped;
    if (s->ended) {
        socket__end_pending(s, 0);
    }
    return SYS_PENDING;
}

uint32_t sys_receive_now(sys_socket handle, void *memory, uint32_t size, uint32_t *count_out) {
    (void)memory;
    (void)size;
    *count_out = 0;
    return ((thread_socket *)handle)->ended ? 0 : SYS_WOULD_BLOCK;
}

uint32_t sys_send(sys_socket handle, sys_buffer *buffers, uint32_t count, uint32_t *sent_out,
                  sys_overlapped *overlapped) {
    thread_socket *s = (thread_socket *)handle;
    *sent_out = 0;
    for (uint32_t i = 0; i < count; i++) {
        *sent_out += buffers[i].length;
    }
    socket__complete(s->port, s->key, overlapped, 0, *sent_out);
    return 0;
}

enum { UNSUPPORTED = 10045 };

uint32_t sys_transmit(const sys_network *network, sys_socket handle, sys_file file, uint32_t length, sys_around *around,
                      uint32_t *sent_out, sys_overlapped *overlapped) {
    (void)network;
    (void)handle;
    (void)file;
    (void)length;
    (void)around;
    (void)overlapped;
    *sent_out = 0;
    return UNSUPPORTED;
}
