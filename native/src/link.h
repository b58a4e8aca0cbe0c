/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A link: one TCP connection in a slot that is never freed, only reused, and only when the kernel owns nothing of it.
 * Completions and commands change its state and put it on the worker's ready list; turn_run() then does what the state
 * asks for and reports events. Owner thread only.
 *
 *   FREE -> CONNECTING -> OPEN -> DRAINING -> CLOSING -> FREE
 *   FREE -> OPEN          (accepted: until then the socket belongs to its accept operation)
 *   CONNECTING, OPEN, DRAINING -> ABORTING -> FREE
 */
#ifndef LP_LINK_H
#define LP_LINK_H

#include "op.h"
#include "send_queue.h"
#include "worker.h"

typedef enum link_life {
    LIFE_FREE,
    LIFE_CONNECTING,
    LIFE_OPEN,
    LIFE_DRAINING, /* our side closes: flush, FIN, discard input until its end */
    LIFE_ABORTING, /* the socket is closed, the kernel may still own operations */
    LIFE_CLOSING   /* both sides ended, the socket is closed */
} link_life;

enum {
    LINK_OPEN_DUE = 1,  /* ACCEPTED or CONNECTED is to be reported */
    LINK_OPENED = 2,    /* it was; so CLOSED will be */
    LINK_ACCEPTED = 4,  /* by a listener; else connected */
    LINK_HAS_ROOM = 8,  /* holds a place under max_links */
    LINK_PAUSED = 16,   /* the program wants no input */
    LINK_READABLE = 32, /* a probe completed, or a chunk is full: a read finds input, its end or an error */
    LINK_INPUT_ENDED = 64,
    LINK_PEER_FIRST = 128, /* the peer ended its side before we were asked to end ours */
    LINK_FIN_WANTED = 256, /* FIN is to follow what is queued */
    LINK_FIN_SENT = 512,
    LINK_SKIPS = 1024,     /* immediate successes queue no packet */
    LINK_BUSY = 2048,      /* receives into chunks, see busy.h */
    LINK_READ_IDLE = 4096, /* silence is to be reported if it still lasts */
    LINK_WRITE_IDLE = 8192,
    LINK_LARGE = 16384 /* what it last received did not fit into a small chunk */
};

typedef struct link {
    sys_socket socket;
    lp_link id;          /* of the last link in the slot */
    uint32_t event_step; /* the step that last reported an opening or input */
    uint32_t os_code;
    uint32_t connect_flags; /* LP_NAGLE, until it is open */
    uint16_t flags;
    uint8_t life;
    uint8_t reason;
    uint64_t cookie;
    uint64_t sent; /* bytes not yet reported */

    op receive; /* also the connect */
    op send;
    send_queue queue;
    timer deadline; /* of a connect or a drain; while open, the next look at silence */

    /* Membership of lists outlives the link: a slot may be reused while it still stands in one. */
    struct link *next_ready;
    struct link *next_waiting;
    struct link *next_busy;
    bool in_ready;
    bool in_waiting;
    bool in_busy;

    uint8_t streak; /* inputs in quick succession */
    uint32_t chunk; /* the receive's: the kernel fills it, or it waits to be reported; SLAB_NONE while there is none */
    uint32_t filled;
    uint32_t sends;       /* requests that moved the bytes in sent */
    uint64_t received_at; /* when input last came, or the link began, or was resumed */
    uint64_t sent_at;     /* when LP_EVENT_SENT was last due, or the link began */
    uint64_t idle_checked_at;
    uint32_t first_data_millis; /* 0 once there was some */
    uint32_t read_idle_millis;
    uint32_t write_idle_millis;

    lp_address peer;
    lp_address local;
    uint32_t next_connecting; /* slots, while it connects itself; SLAB_NONE at either end */
    uint32_t last_connecting;
    lp_listener place; /* of the listener whose place it holds, beside that of the port; 0 for none */
} link;

_Static_assert(sizeof(link) <= 320, "the cost of an idle link");

/* A slot for a new link with a new generation, or NULL if there is none. Life FREE until link_to() says otherwise. */
link *link_take(worker *w);

/* An event that names the link, or NULL: then there is no room and the link runs again in the next step. */
lp_event *link_event(worker *w, link *l, lp_event_kind kind);

/* NULL if the id is stale. */
link *link_find(worker *w, lp_link id);

/* One that connects, by the cookie of its command; NULL if none does. */
link *link_find_connecting(worker *w, uint64_t cookie);

/* Changes the life; what the table does not allow is counted as unexpected. */
void link_to(worker *w, link *l, link_life life);

/* Has it run in this step, or in the next; or when the worker retries. */
void link_ready(worker *w, link *l);
void link_later(worker *w, link *l);
void link_wait(worker *w, link *l);

/* Has all that wait run, before those that are ready anyway: they waited longer. */
void link_wake_waiting(worker *w);

/* Prepares the socket and makes the link open: the first event is due. 0 or the system's code, the link untouched. */
uint32_t link_open(worker *w, link *l, uint32_t link_flags);

/* Ends at once, with a reset; the first cause stays. */
void link_shut(worker *w, link *l, lp_reason reason, uint32_t os_code);

/* Both sides have ended. */
void link_end(worker *w, link *l);

/* What the program asks for. */
void link_send(worker *w, link *l, const lp_command *command);
bool link_send_plainly(worker *w, link *l, const lp_command *command); /* false, and nothing done, if that is not all */
void link_send_file(worker *w, link *l, const lp_command *command);
void link_pause(link *l);
void link_resume(worker *w, link *l);
void link_shutdown_output(worker *w, link *l);
void link_close(worker *w, link *l, lp_reason reason, uint64_t deadline);
void link_abort(worker *w, link *l, lp_reason reason);

/* Why a drain that must end now has failed. */
lp_reason link_drain_failure(const link *l);

/* The deadline of its connect or its drain has come. */
void link_expired(worker *w, link *l);

/* Its last event is reported and the kernel owns nothing of it: the slot is free for the next link. */
void link_recycle(worker *w, link *l);

/* Gives back a slot whose link never began. */
void link_give(worker *w, link *l);

/* Receives with probes again. A receive that has a chunk is called back: it ends soon, with data or without. */
void link_end_busy(link *l);

/* Gives back the chunk of a receive that is not posted. */
void link_drop_chunk(worker *w, link *l);

/* Does the kernel own an operation of it? */
static inline bool link_is_owned(const link *l) {
    return l->receive.posted || l->send.posted;
}

static inline link *link_of_deadline(timer *deadline) {
    return (link *)(void *)((char *)deadline - offsetof(link, deadline));
}

static inline bool link_has(const link *l, unsigned flag) {
    return (l->flags & flag) != 0;
}

/* worker_post_ends() for one of its operations; error is what the call answered, bytes what it moved at once. */
static inline op_post link_post_ends(worker *w, const link *l, op *o, op_kind kind, uint32_t error, uint32_t bytes) {
    return worker_post_ends(w, o, kind, l->id, link_has(l, LINK_SKIPS), error, bytes);
}

static inline void link_set(link *l, unsigned flag) {
    l->flags = (uint16_t)(l->flags | flag);
}

static inline void link_clear(link *l, unsigned flag) {
    l->flags = (uint16_t)(l->flags & ~flag);
}

#endif
