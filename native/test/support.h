/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A rig: a port with a thread for each worker, an oracle that judges every event, and blocking clients. Handlers run
 * on worker threads, one at a time, under the rig's lock; WAIT() gives it up until something happened.
 */
#ifndef LP_TEST_SUPPORT_H
#define LP_TEST_SUPPORT_H

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00
#endif

/* clang-format off */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
/* clang-format on */

#include "check.h"
#include "linkport.h"

#include <stdbool.h>
#include <stdint.h>

enum { RIG_WORKERS_MAX = 8, RIG_WAIT_MILLIS = 60000, RIG_DRAIN_MILLIS = 20000 };

typedef struct rig rig;
typedef struct rig_worker rig_worker;
typedef void (*rig_handler)(rig_worker *w, const lp_event *event);

/* What was seen so far, over all workers. */
typedef struct rig_seen {
    uint32_t accepted, connected, connect_failed, received, ends, closed, listeners_closed, stopped;
    uint64_t received_bytes, sent_bytes;
    uint32_t reasons[LP_REASONS];             /* of closed links and of failed connects */
    lp_event last[LP_EVENT_STOP_OVERDUE + 1]; /* of each kind */
} rig_seen;

typedef struct rig_block rig_block;

/* What the oracle knows of a slot. */
typedef struct rig_slot {
    uint32_t generation;
    bool open;
    bool ended;
    uint64_t input_step;
    uint64_t queued;
    rig_block *first; /* copies that are lent to the core */
    rig_block *last;
} rig_slot;

struct rig_worker {
    rig *rig;
    uint32_t index;
    HANDLE thread;
    uint64_t step;
    lp_command *commands;
    uint32_t command_count;
    uint32_t command_max;
    rig_slot *slots;
    uint32_t slot_count;
};

struct rig {
    lp_port *port;
    lp_options options;
    uint32_t event_max;  /* set between rig_create and rig_start; 64 */
    rig_handler handler; /* may be NULL */
    void *context;
    bool close_on_end; /* close a link when its peer ends */
    SRWLOCK lock;
    CONDITION_VARIABLE happened;
    rig_seen seen;
    rig_worker workers[RIG_WORKERS_MAX];
    lp_listener listener;
    uint16_t tcp_port; /* of the last listener */
};

/* A crash ends the program with an exit code, not in a debugger. */
void support_start(void);

/* Creates a port; r->options may be changed by the caller of rig_options(). */
lp_options rig_options(uint32_t workers, uint32_t flags);
void rig_create(rig *r, const lp_options *options, rig_handler handler, void *context);
void rig_start(rig *r);

/* Listens on 127.0.0.1 at a TCP port of the system's choice. */
void rig_listen(rig *r, uint32_t worker, uint32_t depth, uint32_t backlog);
void rig_listen_with(rig *r, uint32_t worker, const lp_listen_options *options);

/* Stops, joins the workers, and checks that nothing is left: the leak check at the end of each test. */
void rig_finish(rig *r, uint32_t drain_millis);

lp_stats rig_stats(rig *r); /* the sum over all workers */

/* Handlers: commands of the next step. */
void rig_command(rig_worker *w, const lp_command *command);
void rig_send(rig_worker *w, lp_link link, const void *data, uint32_t size); /* of a copy */
void rig_simple(rig_worker *w, lp_link link, uint32_t kind, uint32_t millis);

/* Other threads: the same by lp_post(). */
lp_status rig_post(rig *r, lp_link link, uint32_t kind, uint32_t size, uint64_t data, uint32_t millis);
lp_status rig_post_connect(rig *r, uint32_t worker, uint16_t tcp_port, uint32_t millis, uint64_t cookie);

/* Memory that is sent without a copy counts too: tell the oracle. Under the lock. */
void rig_lent(rig *r, lp_link link, uint64_t size);

/* A handler that echoes, and closes when the peer ends. */
void rig_echo(rig_worker *w, const lp_event *event);

void rig_lock(rig *r);
void rig_unlock(rig *r);
void rig_sleep(rig *r, uint64_t deadline, const char *file, int line, const char *condition);
uint64_t rig_clock(void);

#define WAIT(r, condition)                                                                                             \
    do {                                                                                                               \
        uint64_t wait_until = rig_clock() + RIG_WAIT_MILLIS;                                                           \
        rig_lock(r);                                                                                                   \
        while (!(condition)) {                                                                                         \
            rig_sleep(r, wait_until, __FILE__, __LINE__, #condition);                                                  \
        }                                                                                                              \
        rig_unlock(r);                                                                                                 \
    } while (0)

lp_address loopback(uint16_t tcp_port);

/* Blocking clients. Each checks that it succeeded; receives give up after a minute. */
SOCKET client_connect(uint16_t tcp_port);
void client_send(SOCKET client, const void *data, size_t size);
void client_receive(SOCKET client, void *data, size_t size); /* exactly that many */
void client_expect_end(SOCKET client);
int client_expect_reset(SOCKET client); /* reads until an error, which must be a reset */
void client_end(SOCKET client);         /* FIN */
void client_close(SOCKET client);
void client_abort(SOCKET client); /* RST */

HANDLE thread_start(DWORD(WINAPI *run)(void *), void *argument);
void thread_join(HANDLE thread);

/* A byte of a stream that is easy to check: depends on the stream and the place. */
static inline uint8_t pattern(uint32_t stream, uint64_t at) {
    return (uint8_t)((at * 31u + (at >> 8) * 7u + stream * 131u + 17u) & 0xFF);
}

#endif
