/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Native worker threads over linkport.h: one thread for each worker of a port steps it and hands what happened to a
 * callback. For programs that have no loop of their own; one that has steps its workers itself and needs none of this.
 *
 * Threads: "its thread" is the one that runs a worker's callbacks. An lp_worker is for that thread alone, from the call
 * of on_start to the return of on_stop; elsewhere its functions answer LP_WRONG_THREAD and do nothing.
 * Order: what a callback asks for is carried out in the order it was asked, with the worker's next step, which begins
 * when the callback returns and others that are due have; for a link of the same worker without a lock, an allocation
 * or a call of the system.
 * Errors, units: as in linkport.h. No function here waits, but for lp_run_join().
 */
#ifndef LINKPORT_RUN_H
#define LINKPORT_RUN_H

#include "linkport.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The threads of a port. */
typedef struct lp_run lp_run;

/* One of them, as its callbacks see it. */
typedef struct lp_worker lp_worker;

/* Where a thread may run: logical processors of a processor group, by bits. A mask of 0: anywhere. */
typedef struct lp_affinity {
    uint64_t mask;
    uint32_t group;
    uint32_t reserved; /* 0 */
} lp_affinity;

/*
 * Has the calling thread run there only, and tells where it may run: for programs that call lp_step() in threads of
 * their own; those of lp_run_start() are bound by its options. Any thread. LP_OS_ERROR: not processors of this machine,
 * among others; *os_code_out (may be NULL) has the OS code or 0.
 */
LP_API lp_status lp_affinity_set(const lp_affinity *affinity, uint32_t *os_code_out);
LP_API lp_status lp_affinity_read(lp_affinity *affinity_out, uint32_t *os_code_out);

/*
 * Callbacks of one worker run on its thread, one at a time; those of different workers run at the same time. They may
 * call every function of both headers but lp_run_join(), lp_destroy() and lp_step(). While one runs, nothing else of
 * its worker does: work that takes long belongs on another thread. They return: no exception and no longjmp() leaves
 * them.
 */
typedef struct lp_run_options {
    uint32_t size;      /* sizeof(lp_run_options) */
    uint32_t event_max; /* the most events that one call of on_events is given: 1 to 4096; 0 for 256 */
    void *context;      /* handed to every callback */
    /* First on its thread, before any event. May be NULL. */
    void (*on_start)(void *context, lp_worker *worker);
    /*
     * A batch of events, in their order; at least one. They, and the memory that they lend, are the callback's until
     * it returns. The last event of a worker is LP_EVENT_STOPPED.
     */
    void (*on_events)(void *context, lp_worker *worker, const lp_event *events, uint32_t count);
    /* Last on its thread. Links, timers and calls are over. May be NULL. */
    void (*on_stop)(void *context, lp_worker *worker);
    /* The threads are called "name-0", "name-1", ... where debuggers look; copied. NULL for "linkport". */
    const char *name;
    /* One for each worker; copied. NULL: threads run anywhere. */
    const lp_affinity *affinity;
    /*
     * Memory of each worker for what lp_link_send() copies: 64 KiB to 1 GiB; 0 for 16 MiB. Taken from the system as
     * it is needed.
     */
    uint32_t copy_bytes;
    /* The most that may be queued at one link, see lp_link_queued(): 1 to 2^31 - 1; 0 for no limit. */
    uint32_t queue_bytes;
} lp_run_options;

/*
 * Start a thread for each worker of a port that nobody steps yet, and that keeps running until the port was stopped
 * with lp_stop(). Any thread. On failure *run_out is NULL, no thread runs, no callback was called, the port is as it
 * was and *os_code_out (may be NULL) has the OS code or 0. LP_BUSY: the port is run or stepped already.
 * LP_OS_ERROR: an affinity that this machine does not have, among others.
 */
LP_API lp_status lp_run_start(lp_port *port, const lp_run_options *options, lp_run **run_out, uint32_t *os_code_out);

/*
 * Wait until every worker has ended, which they do after lp_stop(), and free the run. Any thread but those that it
 * waits for: LP_WRONG_THREAD. Once. The port is the caller's to destroy then. NULL is fine.
 */
LP_API lp_status lp_run_join(lp_run *run);

/* Of a worker. Its thread. The data is the program's own, NULL at first. */
LP_API uint32_t lp_worker_index(const lp_worker *worker);
LP_API lp_port *lp_worker_port(const lp_worker *worker);
LP_API lp_run *lp_worker_run(const lp_worker *worker);
LP_API void lp_worker_set_data(lp_worker *worker, void *data);
LP_API void *lp_worker_data(const lp_worker *worker);

/*
 * Has another thread's work done on a worker's thread: it may then do all that a callback may, in order with the calls
 * that the same thread posted before. The struct is the program's, and stays where it is, untouched, until run is
 * called, which may free it.
 */
typedef struct lp_call {
    void (*run)(lp_worker *worker, struct lp_call *call);
    void *context;        /* the program's */
    struct lp_call *next; /* the library's */
} lp_call;

/*
 * Run a call on that worker's thread, soon and once. Any thread, a callback included, until lp_run_join() is called;
 * never refused for want of memory. LP_STOPPING: the worker has stopped, the call will not run.
 */
LP_API lp_status lp_call_post(lp_run *run, uint32_t worker_index, lp_call *call);

/*
 * A one-shot timer. The struct is the program's; it is zeroed before its first start, and stays where it is, but for
 * on_expired and context untouched, while it is started. on_expired is called once for each start, on the worker's
 * thread, unless it is stopped or the worker stops before; from then on it is not started, and may be freed.
 */
typedef struct lp_timer {
    void (*on_expired)(lp_worker *worker, struct lp_timer *timer);
    void *context;        /* the program's */
    uint64_t reserved[3]; /* the library's */
} lp_timer;

/* Start a timer, or start it anew. Its thread. It expires after that time, not before; 0 counts as 1. */
LP_API lp_status lp_timer_start(lp_worker *worker, lp_timer *timer, uint32_t millis);

/* Stop a timer: it does not expire. Its thread, of the same worker; nothing happens if it is not started. */
LP_API lp_status lp_timer_stop(lp_worker *worker, lp_timer *timer);

/* How lp_worker_connect() connects. */
typedef struct lp_connect_options {
    uint32_t size;           /* sizeof(lp_connect_options) */
    uint32_t timeout_millis; /* 0 fails at once */
    uint32_t flags;          /* LP_NAGLE */
    uint32_t reserved;       /* 0 */
    uint64_t cookie;         /* comes back in events */
    lp_address local;        /* family 0 lets the OS choose */
    /* NULL, or lent until LP_EVENT_CONNECTED or LP_EVENT_CONNECT_FAILED. */
    const lp_socket_options *socket;
} lp_connect_options;

/* Connect a link of this worker: LP_EVENT_CONNECTED or LP_EVENT_CONNECT_FAILED follows. Its thread. */
LP_API lp_status lp_worker_connect(lp_worker *worker, const lp_address *address, const lp_connect_options *options);

/* Keep a chunk that an event of this batch lent, and give it back. Its thread. LP_COMMAND_RETAIN, LP_COMMAND_RELEASE */
LP_API lp_status lp_chunk_retain(lp_worker *worker, uint32_t chunk);
LP_API lp_status lp_chunk_release(lp_worker *worker, uint32_t chunk);

/*
 * Send a copy. Its thread; the data is the caller's again when the call returns. A message is sent whole or not at all.
 * LP_STALE: the link's opening was not reported, or its end was, be it later in the same batch, or its output was ended
 * here. LP_NO_RESOURCES: above lp_run_options.queue_bytes, or the memory for copies is used up; later there may be
 * room. A link of another worker is sent to as by lp_run_send().
 */
LP_API lp_status lp_link_send(lp_worker *worker, lp_link link, const void *data, uint32_t size);

/*
 * Send a copy to a link of any worker. Any thread, until lp_run_join() is called; one allocation. What one thread sends
 * to a link this way arrives in its order. A link that is no more is ignored; one without room for it, where
 * lp_link_send() would say LP_NO_RESOURCES, is aborted with LP_REASON_NO_RESOURCES. LP_NO_MEMORY and LP_STOPPING: it is
 * not sent; LP_STALE: the id names no worker.
 */
LP_API lp_status lp_run_send(lp_run *run, lp_link link, const void *data, uint32_t size);

/*
 * Send a copy to every link that is open, of all workers, at least one byte. Any thread, until lp_run_join() is called;
 * one allocation, and one wake for each worker. Links without room for it are left out. on_done (may be NULL) is
 * called once if the answer is LP_OK: when every worker has queued it, on one of their threads or the caller's, with
 * the number of links that it goes to and of those that were left out.
 */
LP_API lp_status lp_broadcast(lp_run *run, const void *data, uint32_t size,
                              void (*on_done)(void *context, uint32_t links, uint32_t refused), void *context);

/*
 * A send whose memory the program lends instead of having it copied. The struct is the program's, too; it stands where
 * it is, untouched, until on_done is called, which happens once for each send that was taken: with LP_OK when the OS
 * has taken the last byte, with LP_STALE if the link ended before, but for the bytes that were taken. Then both are
 * the program's again, and on_done may free them. It runs on the worker's thread, before the batch of events that the
 * cause belongs to is handed to on_events, and may do what that may.
 */
typedef struct lp_loan {
    void (*on_done)(lp_worker *worker, lp_link link, struct lp_loan *loan, lp_status status);
    void *context;        /* the program's */
    struct lp_loan *next; /* from here on the library's */
    uint64_t left;
} lp_loan;

/*
 * Send memory that is lent, at least one byte. Its thread; links of this worker only, LP_WRONG_THREAD otherwise. A loan
 * of NULL: the memory lives and stays as it is until the worker has ended, as a constant does. Anything but LP_OK: not
 * taken, on_done is not called; else as lp_link_send().
 */
LP_API lp_status lp_link_send_lent(lp_worker *worker, lp_link link, const void *data, uint32_t size, lp_loan *loan);

/*
 * Send bytes of a file, at least one: LP_COMMAND_SEND_FILE, whose contract holds for the handle. The rest as
 * lp_link_send_lent(); loan may not be NULL.
 */
LP_API lp_status lp_link_send_file(lp_worker *worker, lp_link link, void *file, uint64_t offset, uint64_t length,
                                   lp_loan *loan);

/* Bytes of a link of this worker that were sent and that the OS did not take yet; 0 for a link that is none. Its
 * thread. */
LP_API uint64_t lp_link_queued(const lp_worker *worker, lp_link link);

/*
 * Ask for something. Its thread. Links that are no more are ignored. Of a link of another worker it is asked in order
 * with what this thread sends there, by an allocation: LP_NO_MEMORY, LP_STOPPING and LP_STALE as lp_run_send() answers.
 * lp_post() goes another way, which nothing here is in order with; it must not send to links of a port that is run.
 */
LP_API lp_status lp_link_pause(lp_worker *worker, lp_link link);                        /* LP_COMMAND_PAUSE */
LP_API lp_status lp_link_resume(lp_worker *worker, lp_link link);                       /* LP_COMMAND_RESUME */
LP_API lp_status lp_link_shutdown_output(lp_worker *worker, lp_link link);              /* LP_COMMAND_SHUTDOWN_OUTPUT */
LP_API lp_status lp_link_close(lp_worker *worker, lp_link link, uint32_t drain_millis); /* LP_COMMAND_CLOSE */
LP_API lp_status lp_link_abort(lp_worker *worker, lp_link link);                        /* LP_COMMAND_ABORT */
/* LP_COMMAND_IDLE */
LP_API lp_status lp_link_idle(lp_worker *worker, lp_link link, uint32_t read_millis, uint32_t write_millis);

#ifdef __cplusplus
}
#endif

#endif
