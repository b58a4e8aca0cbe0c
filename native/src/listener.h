/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A listener: a pool of accept operations on one worker. A failed accept never shrinks the pool for good and never
 * ends the listener; what cannot be posted is a deficit that is tried again.
 */
#ifndef LP_LISTENER_H
#define LP_LISTENER_H

#include "op.h"
#include "worker.h"

typedef enum accept_state {
    ACCEPT_IDLE,   /* to be posted */
    ACCEPT_POSTED, /* the kernel owns it */
    ACCEPT_HELD    /* has a connection that waits for room */
} accept_state;

typedef struct accept_op {
    op op; /* first: found from its OVERLAPPED */
    struct listener *listener;
    sys_socket socket;
    accept_state state;
    uint32_t held_number; /* the order of those that wait */
    lp_address peer;
    lp_address local;
    uint8_t addresses[2 * SYS_ACCEPT_ADDRESS_BYTES];
} accept_op;

typedef struct listener {
    _Atomic(uint32_t) taken; /* 0: the entry is free */
    uint32_t index;
    _Atomic(uint32_t) generation;
    worker *worker;
    uint64_t cookie;
    uint32_t link_flags;
    uint32_t first_data_millis;
    uint32_t read_idle_millis;
    uint32_t write_idle_millis;
    uint32_t family;
    lp_socket_options socket_options;
    uint32_t max_links; /* 0: none of its own */
    room room;          /* for links of its own; any thread */

    /* A bit for each other worker: it learns that the listener closed, and a step later confirms that all is told. */
    _Atomic(uint64_t) to_learn;
    _Atomic(uint64_t) to_confirm;

    /* owner thread, from the mail that starts it on */
    struct listener *next; /* of the worker */
    sys_socket socket;     /* SYS_NO_SOCKET once closed */
    accept_op *accepts;
    uint32_t depth;
    uint32_t posted;
    uint32_t held;
    uint32_t held_number; /* of the last one */
    bool ending;          /* the other workers were asked to confirm */
} listener;

typedef struct listener_table {
    listener entries[LISTENER_MAX];
} listener_table;

/* A free entry with memory for its accepts, or NULL and a status. Any thread. */
listener *listener_take(listener_table *table, const lp_listen_options *options, lp_status *status_out);

/* Gives an entry back that was never started. Any thread. */
uint32_t listener_give(listener *l);

lp_listener listener_id(const listener *l);

/* The entry of an id, or NULL if it is stale. The owner of the listener may rely on it, others only for its worker. */
listener *listener_find(listener_table *table, lp_listener id);

/*
 * Gives back a place of that listener, if it still lives. Any thread; a place of the port comes back at the same time,
 * and later, which wakes the listener.
 */
void listener_give_room(struct lp_port *port, lp_listener id);

/* Starts accepting, or stops. Owner only. */
void listener_start(worker *w, listener *l);
void listener_close(worker *w, listener *l);

/* An accept came back. Owner only. */
void listener_completed(worker *w, accept_op *accept, uint32_t code);

/* Places connections that waited for room, and posts what is missing, on all listeners of a worker. Owner only. */
void listener_retry_all(worker *w);

/* Confirms listeners that closed, once no link of them is left to be reported here. Owner only, as a step begins. */
void listener_confirm_all(worker *w);

/* Reports listeners that have ended, as far as there is room, after the links they accepted. Owner only. */
void listener_finish_all(worker *w);

/* The same as a step begins, for those that found no room: links may have something to report in every step. */
void listener_finish_first(worker *w);

/* Makes a link of a socket that this or another worker accepted. Owner only. */
void listener_adopt(worker *w, const mail *m);

#endif
