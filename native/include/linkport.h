/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linkport: many long-lived TCP links over Windows I/O completion ports.
 *
 * One lp_port has workers; each worker is driven by exactly one thread, which calls lp_step() in a loop. A step
 * applies commands, waits for completions and reports events. A link belongs to one worker for life. Programs that have
 * no such loop include linkport_run.h, which has threads that step and call back.
 *
 * Threads: every function says who may call it. "Owner" means the one thread that steps that worker.
 * Errors: functions return an lp_status, or a non-negative value or a negated lp_status. Nothing is printed, nothing
 * is thrown, nothing aborts.
 * Units: sizes in bytes, times in milliseconds, TCP ports in host byte order.
 */
#ifndef LINKPORT_H
#define LINKPORT_H

#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32) && defined(LINKPORT_BUILD)
#define LP_API __declspec(dllexport)
#elif defined(_WIN32) && !defined(LINKPORT_STATIC)
#define LP_API __declspec(dllimport)
#else
#define LP_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The root object: workers, slabs, listeners, links. */
typedef struct lp_port lp_port;

/*
 * A link's name: worker (8 bits), slot (24 bits), generation (32 bits), from the top. It never names another link:
 * a slot whose generations are used up is retired. 0 names no link.
 */
typedef uint64_t lp_link;

/* A listener's name, built the same way; 0 names none. */
typedef uint64_t lp_listener;

#define LP_WORKER_MAX          64u
#define LP_SLOT_MAX            0xFFFFFFu
#define LP_LINK_WORKER(id)     ((uint32_t)((id) >> 56))
#define LP_LINK_SLOT(id)       ((uint32_t)((id) >> 32) & LP_SLOT_MAX)
#define LP_LINK_GENERATION(id) ((uint32_t)(id))
#define LP_FOREVER             0xFFFFFFFFu
#define LP_COMMANDS_MAX        8192u /* of one lp_step() */

/* What a call answered. The numbers are part of the ABI. */
typedef enum lp_status {
    LP_OK = 0,
    LP_INVALID = 1,           /* an argument is out of its stated range */
    LP_NO_MEMORY = 2,         /* the OS refused memory */
    LP_NO_RESOURCES = 3,      /* handles, buffers or ports of the OS, or a slab of ours, are used up */
    LP_STALE = 4,             /* the id names nothing that lives */
    LP_STOPPING = 5,          /* the port is stopping and takes no new work */
    LP_BUSY = 6,              /* the kernel still owns operations: keep stepping */
    LP_UNSUPPORTED = 7,       /* this system or address family cannot do it */
    LP_ADDRESS_IN_USE = 8,    /* another socket has the address */
    LP_ADDRESS_NOT_LOCAL = 9, /* no interface of this machine has the address */
    LP_ACCESS_DENIED = 10,    /* the system forbids it */
    LP_WRONG_THREAD = 11,     /* called by a thread that is not the owner */
    LP_OS_ERROR = 12          /* anything else; the OS code tells */
} lp_status;

/* Why a link ended, or why a connect did not make one. The numbers are part of the ABI. */
typedef enum lp_reason {
    LP_REASON_NONE = 0,
    LP_REASON_LOCAL_CLOSE = 1,   /* LP_COMMAND_CLOSE, everything queued was handed to the OS and FIN sent */
    LP_REASON_PEER_CLOSE = 2,    /* the peer ended its side first, then ours was closed */
    LP_REASON_LOCAL_ABORT = 3,   /* LP_COMMAND_ABORT, LP_COMMAND_CANCEL_CONNECT */
    LP_REASON_RESET = 4,         /* the peer or the network reset the connection */
    LP_REASON_DRAIN_TIMEOUT = 5, /* a close did not finish before its deadline; the rest was aborted */
    LP_REASON_SHUTDOWN = 6,      /* lp_stop() */
    LP_REASON_HANDLER_ERROR = 7, /* set by the caller of LP_COMMAND_ABORT */
    LP_REASON_REFUSED = 8,       /* connect: nobody listens there */
    LP_REASON_UNREACHABLE = 9,   /* connect: no route */
    LP_REASON_CONNECT_TIMEOUT = 10,
    LP_REASON_NO_RESOURCES = 11,       /* the OS or a slab ran out */
    LP_REASON_LIMIT = 12,              /* connect: max_links are open already */
    LP_REASON_ADDRESS = 13,            /* connect: an address cannot be used (not local, in use, wrong family) */
    LP_REASON_OS_ERROR = 14,           /* anything else; the OS code tells */
    LP_REASON_FIRST_DATA_TIMEOUT = 15, /* accepted, and the peer sent nothing in first_data_millis */
    LP_REASON_FILE = 16                /* a file that was to be sent is too short (38), or cannot be read */
} lp_reason;

/* A TCP address. IPv4-mapped IPv6 addresses are reported as IPv4. */
typedef struct lp_address {
    uint16_t family;   /* 4, 6, or 0 for none */
    uint16_t tcp_port; /* host byte order */
    uint32_t scope;    /* IPv6 scope id, else 0 */
    uint8_t bytes[16]; /* network byte order; IPv4 uses the first four */
} lp_address;

typedef enum lp_command_kind {
    LP_COMMAND_SEND = 1,  /* data, size: memory lent until LP_EVENT_SENT covers it or LP_EVENT_CLOSED */
    LP_COMMAND_PAUSE = 2, /* stop receiving; no LP_EVENT_RECEIVED follows until resumed */
    LP_COMMAND_RESUME = 3,
    LP_COMMAND_SHUTDOWN_OUTPUT = 4, /* FIN after everything queued; receiving goes on */
    LP_COMMAND_CLOSE = 5,           /* graceful; millis: drain deadline */
    LP_COMMAND_ABORT = 6,           /* reset at once; size: the lp_reason to report, anything else for LOCAL_ABORT */
    LP_COMMAND_CONNECT = 7,         /* address, local, millis: timeout, data: cookie, size: flags, target: see below */
    LP_COMMAND_RETAIN = 8,          /* data: chunk index lent by the last step; the caller keeps it */
    LP_COMMAND_RELEASE = 9,         /* data: chunk index kept by LP_COMMAND_RETAIN */
    LP_COMMAND_STOP = 10,           /* as lp_stop(), for this worker alone, after the commands before it; millis */
    LP_COMMAND_IDLE = 11,           /* from now on; millis: read idle, size: write idle; each 0 for none */
    LP_COMMAND_SEND_FILE = 12,      /* data, file: see lp_file_range */
    /*
     * data: the cookie of an LP_COMMAND_CONNECT to the same worker, by which no other is under way. It fails with
     * LP_REASON_LOCAL_ABORT as soon as the kernel lets go of it; once it has connected this comes too late, and is
     * counted as stale.
     */
    LP_COMMAND_CANCEL_CONNECT = 13
} lp_command_kind;

/*
 * Bytes of a file, sent in turn with the memory of LP_COMMAND_SEND. lp_command.data is a handle of a file on a disk,
 * open for reading, overlapped or not; it is lent until LP_EVENT_SENT covers its last byte, or LP_EVENT_CLOSED, and its
 * file pointer may move meanwhile. The range lies below 2^63; one of no bytes is ignored. The link is never given less:
 * a file that is too short as its turn comes, or becomes so, or cannot be read, ends the link with LP_REASON_FILE.
 *
 * On server editions of Windows the system sends it (TransmitFile). Client editions run two of those at a time, over
 * all programs: there, and where TransmitFile is missing, the worker reads the file and sends what it read, and waits
 * for the disk meanwhile.
 */
typedef struct lp_file_range {
    uint64_t offset;
    uint64_t length;
} lp_file_range;

/*
 * What the sockets of links are given before they connect; each 0 for what the system does of its own accord. A buffer
 * of a fixed size is one that the system does not adapt any more. For LP_COMMAND_CONNECT lp_command.target is 0, or the
 * address of one, lent until LP_EVENT_CONNECTED or LP_EVENT_CONNECT_FAILED; what is out of range fails the connect with
 * code 87.
 */
#define LP_SOCKET_BUFFER_MAX     0x40000000u
#define LP_KEEPALIVE_SECONDS_MAX 32767u

typedef struct lp_socket_options {
    uint32_t receive_buffer_bytes;       /* to LP_SOCKET_BUFFER_MAX; of those that the window may grow to */
    uint32_t send_buffer_bytes;          /* to LP_SOCKET_BUFFER_MAX */
    uint32_t keepalive_idle_seconds;     /* probe a peer that was silent so long; to LP_KEEPALIVE_SECONDS_MAX */
    uint32_t keepalive_interval_seconds; /* between probes without an answer; 0 if, and only if, the former is */
} lp_socket_options;

/* One request to the owner of a link. Unused fields are ignored. A command on a stale id is counted and dropped. */
typedef struct lp_command {
    uint32_t kind;
    uint32_t size;
    uint64_t target; /* lp_link; CONNECT: lp_socket_options */
    uint64_t data;
    uint32_t millis;
    uint32_t reserved; /* 0 */
    union {
        lp_address address; /* CONNECT */
        lp_file_range file; /* SEND_FILE */
    };
    lp_address local; /* CONNECT: family 0 lets the OS choose */
} lp_command;

typedef enum lp_event_kind {
    LP_EVENT_ACCEPTED = 1,       /* link, peer, local, cookie of the listener; the first event of a link */
    LP_EVENT_CONNECTED = 2,      /* link, peer, local, cookie of the command; the first event of a link */
    LP_EVENT_CONNECT_FAILED = 3, /* cookie of the command, status: lp_reason, os_code; no link exists */
    LP_EVENT_RECEIVED = 4,       /* data: address, size, chunk: index; lent until the next step that takes events */
    LP_EVENT_RECEIVE_END = 5,    /* the peer sent FIN */
    LP_EVENT_SENT = 6,   /* data: bytes the OS took since the last one, in queue order, size: in how many sends */
    LP_EVENT_CLOSED = 7, /* status: lp_reason, os_code; the last event of a link; lent memory is free again */
    LP_EVENT_LISTENER_CLOSED = 8, /* cookie; no LP_EVENT_ACCEPTED follows from it, on any worker */
    LP_EVENT_STOPPED = 9,         /* the last event of a worker after lp_stop(): it owns nothing any more */
    LP_EVENT_IDLE = 10,           /* size: LP_IDLE_READ or LP_IDLE_WRITE, data: the milliseconds of silence so far */
    /*
     * The drain deadline of a stop passed size milliseconds ago, and the kernel still owns data operations of the
     * worker. First after LP_OVERDUE_MILLIS, then as often, until they come back. Nothing is given up meanwhile.
     */
    LP_EVENT_STOP_OVERDUE = 11
} lp_event_kind;

/*
 * One thing that happened. For one link a step reports at most one of ACCEPTED, CONNECTED, RECEIVED, RECEIVE_END, so
 * that a pause asked for while handling it takes effect before the next.
 */
typedef struct lp_event {
    uint32_t kind;
    uint32_t status; /* lp_reason */
    uint32_t os_code;
    uint32_t size;
    uint64_t link;
    uint64_t cookie;
    uint64_t data;
    uint32_t chunk;
    uint32_t reserved;
    lp_address peer;
    lp_address local;
} lp_event;

/*
 * Silence of an open link, by LP_EVENT_IDLE.size. Reported as it reaches the idle time, and each multiple of it; what
 * could not be reported in time is reported once. Traffic ends it, and the next is counted from there.
 *
 * LP_IDLE_READ: nothing was received since the last LP_EVENT_RECEIVED, or the opening. Input that waits for event room
 * or a chunk ends it as much as input that was reported. None is reported while the link is paused, for the program
 * asked for it: then it is counted from the resume; nor once the input has ended.
 * LP_IDLE_WRITE: the OS took nothing since the last LP_EVENT_SENT, or the opening: because nothing is queued, or
 * because the peer is so slow that what is queued does not move. None is reported once FIN is sent.
 */
#define LP_IDLE_READ  1u
#define LP_IDLE_WRITE 2u

/* lp_options.flags */
#define LP_NEVER_SKIP     1u /* queue a packet for immediate successes too, as non-IFS providers force (tests) */
#define LP_NEVER_TRANSMIT 2u /* read files and send what was read, as client editions of Windows do */

/* How a part of the receive memory is cut, see lp_chunks() */
#define LP_SMALL_CHUNK_BYTES 4096u
#define LP_SMALL_CHUNK_SHARE 4u

typedef struct lp_options {
    uint32_t size;        /* sizeof(lp_options) */
    uint32_t workers;     /* 1 to LP_WORKER_MAX */
    uint32_t max_links;   /* 1 to LP_SLOT_MAX, over all workers */
    uint32_t chunk_bytes; /* one receive chunk: 1024 to 1048576, a multiple of 1024 */
    uint32_t chunk_count; /* receive chunks for each worker: 2 to 65536; at most 2 GiB - 1 in all; see lp_chunks() */
    uint32_t flags;
    /*
     * Receive memory of the caller, chunk_bytes * chunk_count for each worker, which must outlive the port; the array
     * itself need not. NULL: the port reserves its own and commits it as it grows.
     */
    void *const *chunk_memory;
} lp_options;

/* lp_listen_options.flags and lp_command.size of LP_COMMAND_CONNECT */
#define LP_DUAL_STACK 1u /* listen: an IPv6 wildcard takes IPv4 too */
#define LP_NAGLE      2u /* leave Nagle's algorithm on; TCP_NODELAY is set otherwise */
/*
 * listen: without SO_EXCLUSIVEADDRUSE, under which connections of an earlier listener may hold up the next one. But
 * then another program may take the address over.
 */
#define LP_SHARED_ADDRESS 4u

typedef struct lp_listen_options {
    uint32_t size;         /* sizeof(lp_listen_options) */
    uint32_t accept_depth; /* AcceptEx operations kept posted: 1 to 1024 */
    uint32_t backlog;      /* 1 to 65535 */
    uint32_t flags;
    uint64_t cookie; /* comes back in events */
    /*
     * Of the links it accepts; each 0 for none, to LP_LISTEN_MILLIS_MAX. A peer that sends neither data nor its end in
     * first_data_millis from LP_EVENT_ACCEPTED on, or from the last resume, is aborted with
     * LP_REASON_FIRST_DATA_TIMEOUT; while the link is paused it is not. The others are where LP_COMMAND_IDLE begins.
     */
    uint32_t first_data_millis;
    uint32_t read_idle_millis;
    uint32_t write_idle_millis;
    uint32_t reserved;        /* 0 */
    lp_socket_options socket; /* of the links it accepts */
    /*
     * Links of this listener at once, from LP_EVENT_ACCEPTED to LP_EVENT_CLOSED: to LP_SLOT_MAX, 0 for no limit but
     * that of the port. At either, up to accept_depth connections and the backlog wait, and are served as links end.
     */
    uint32_t max_links;
    uint32_t reserved_too; /* 0 */
} lp_listen_options;

#define LP_LISTEN_MILLIS_MAX 0x7FFFFFFFu

/* The kinds of operations: indices into lp_stats.operations. */
typedef enum lp_operation {
    LP_OPERATION_ACCEPT = 0,
    LP_OPERATION_CONNECT = 1,
    LP_OPERATION_RECEIVE = 2,
    LP_OPERATION_SEND = 3,
    LP_OPERATION_TRANSMIT = 4 /* sends of files by the system, with the memory around them */
} lp_operation;

/* Sizes of the arrays in lp_stats. They leave room for kinds and reasons to come; what has no meaning yet is 0. */
#define LP_OPERATIONS  8u
#define LP_REASONS     24u
#define LP_BATCH_SIZES 7u

/*
 * Requests of one kind to the system. Each is counted once as posted, inlined or refused, and each that was posted
 * once more when it comes back:
 *   posted == completed + failed + pending
 */
typedef struct lp_operation_stats {
    uint64_t posted;    /* the kernel took it: a completion follows */
    uint64_t inlined;   /* done within the call: no completion follows */
    uint64_t refused;   /* the call failed: no completion follows */
    uint64_t completed; /* came back with success */
    uint64_t failed;    /* came back with an error; cancelled ones too */
    uint64_t pending;   /* level: the kernel owns now */
} lp_operation_stats;

/*
 * Counters of one worker since it was created, and its levels: those say how much there is now, as of the last wait or
 * end of a step. Written by its owner only, but for the first four; each value is read whole, and not all at one time.
 * Numbers count things, unless a name has a unit. Between two steps of the worker:
 *   completions == wakes_consumed + every completed + every failed
 *   batches == sum of batch_sizes
 *   wakes_posted == wakes_consumed, or one more
 *   operations_now == sum of pending
 *   links_now == links_connecting + links_open + links_draining + links_aborting + links_closing
 *   links_now == links_opened - links_closed
 *                + connects_begun - connects_completed - connects_failed - connects_refused
 *   links_closed == sum of closed_by_reason, connects_failed == sum of connects_failed_by_reason
 *   chunks_free + chunks_receiving + chunks_lent + chunks_kept == chunks_limit
 *   used <= ever <= limit of link slots and of send items; links_now <= link_slots_used
 */
typedef struct lp_stats {
    uint64_t wakes_posted;    /* a packet was queued to end a wait */
    uint64_t wakes_coalesced; /* one was on its way already */
    uint64_t wakes_failed;    /* the system refused the packet; the worker looks again after a second at most */
    uint64_t mail_refused;    /* lp_post() or a hand-over between workers found the mailbox full or closed */

    uint64_t steps, events;
    uint64_t longest_step_millis;         /* without its wait */
    uint64_t commands;                    /* of lp_step() and of lp_post() */
    uint64_t commands_stale;              /* of them, those that named nothing that lives */
    uint64_t mail_taken;                  /* posted commands, and hand-overs between workers */
    uint64_t completions, wakes_consumed; /* packets taken, and of them wakes */
    uint64_t batches;                     /* waits that returned packets; completions / batches: mean batch */
    uint64_t batch_sizes[LP_BATCH_SIZES]; /* of 1, 2, 3-4, 5-8, 9-16, 17-32, 33-64 packets */

    lp_operation_stats operations[LP_OPERATIONS]; /* by lp_operation */
    uint64_t operations_now;                      /* level: the kernel owns */
    uint64_t reads, reads_failed;                 /* receives that are no operations: they never wait */
    uint64_t receives_filled;                     /* receives that brought input; others only tell that there is some */
    uint64_t bytes_received, bytes_sent;
    uint64_t sends_partial; /* done within the call, and not all of it */
    uint64_t no_buffers;    /* posts and reads that the system lacked buffers for; each is tried again */

    uint64_t accepts_completed; /* connections accepted */
    uint64_t accepts_failed;    /* connections that were lost before they became links */
    uint64_t accepts_retried;   /* posts put off, because the socket or the post failed */
    uint64_t accepts_held;      /* connections that had to wait for room under a max_links */

    uint64_t connects_begun, connects_completed, connects_failed;
    uint64_t connects_refused; /* level: found no slot, and their failure is not reported yet */

    uint64_t links_opened, links_closed;
    uint64_t links_now; /* level: links and connects under way */
    uint64_t links_connecting, links_open, links_draining, links_aborting, links_closing; /* levels */
    uint64_t closed_by_reason[LP_REASONS];                                                /* by lp_reason */
    uint64_t connects_failed_by_reason[LP_REASONS];

    uint64_t link_slots_used, link_slots_ever, link_slots_limit; /* levels; used: retired ones too */
    uint64_t send_items_used, send_items_ever, send_items_limit; /* levels */
    uint64_t chunks_free;                                        /* level */
    uint64_t chunks_receiving;                                   /* level: a receive of a busy link fills it, or has */
    uint64_t chunks_lent, chunks_kept;                           /* levels: by the last step; by LP_COMMAND_RETAIN */
    uint64_t chunks_limit;                                       /* level: of both sizes, see lp_chunks() */
    uint64_t chunks_starved;                                     /* reads put off, because no chunk was free */

    uint64_t stops_overdue; /* LP_EVENT_STOP_OVERDUE */

    uint64_t unexpected; /* completions or statuses that should not happen; the last code is in last_os_code */
    uint64_t last_os_code;
} lp_stats;

/* What a record of the trace tells. The numbers are part of the ABI. */
typedef enum lp_trace_kind {
    LP_TRACE_POSTED = 1,    /* detail: lp_operation, code: what the call answered; a completion follows */
    LP_TRACE_INLINED = 2,   /* detail: lp_operation, bytes moved; no completion follows */
    LP_TRACE_REFUSED = 3,   /* detail: lp_operation, code of the OS; no completion follows */
    LP_TRACE_CAME_BACK = 4, /* detail: lp_operation, code of the OS or 0, bytes moved */
    LP_TRACE_LIFE =
        5, /* detail: 0 free, 1 connecting, 2 open, 3 draining, 4 aborting, 5 closing; code; bytes: reason */
    LP_TRACE_COMMAND = 6, /* detail: lp_command_kind, all but SEND; code: millis, bytes: size */
    LP_TRACE_WAKE = 7,    /* a wake was consumed */
    LP_TRACE_STOP = 8     /* code: millis to the drain deadline */
} lp_trace_kind;

/* One thing a worker did. */
typedef struct lp_trace {
    uint64_t millis; /* by a clock that never goes back, as of the step or of its last wait */
    uint32_t kind;   /* lp_trace_kind */
    uint32_t detail;
    uint64_t link; /* or lp_listener, of an accept; 0 for none */
    uint32_t code;
    uint32_t bytes;
} lp_trace;

#define LP_OVERDUE_MILLIS 5000u

/* Version of the library, "major.minor.patch". Any thread. */
LP_API const char *lp_version(void);

/*
 * What this header describes. It grows when something in it changes that programs rely on; a program that was built
 * with another LP_ABI than the library answers must not call anything else. Any thread. Else the library only gains:
 * functions, numbers, and fields at the end of structs that begin with their size; a field that a program did not know
 * of counts as 0. lp_event, lp_command and lp_trace stay as they are.
 */
#define LP_ABI 1u
LP_API uint32_t lp_abi(void);

/* A short English text for an lp_status or an lp_reason; never NULL. Any thread. */
LP_API const char *lp_status_text(uint32_t status);
LP_API const char *lp_reason_text(uint32_t reason);

/*
 * What the system says a code means, in its language and UTF-8, "code N" if it says nothing. Writes and answers as
 * snprintf() does. Any thread.
 */
LP_API int32_t lp_os_text(uint32_t os_code, char *buffer, size_t size);

/*
 * Create a port. Any thread. Starts Winsock, reserves address space for every slab and creates one completion port for
 * each worker; starts no thread. On failure *port_out is NULL, nothing is left behind and *os_code_out (may be NULL)
 * has the OS code or 0.
 */
LP_API lp_status lp_create(const lp_options *options, lp_port **port_out, uint32_t *os_code_out);

/*
 * Destroy a port. Any thread, while no other call on it runs. LP_BUSY, and nothing changed, unless every worker has
 * reported LP_EVENT_STOPPED or was never stepped and owns nothing, and a run of it was joined. NULL is fine.
 */
LP_API lp_status lp_destroy(lp_port *port);

/*
 * The receive memory of a worker, of chunk_bytes * chunk_count. A part of 1 / LP_SMALL_CHUNK_SHARE of its chunks,
 * rounded down, stands last and is cut into small ones, of LP_SMALL_CHUNK_BYTES, or of chunk_bytes if that is less: a
 * link that is busy waits for its next message with one of them. The index of lp_event.chunk counts both, from the
 * beginning. Any thread. Touch only what an event lent.
 */
LP_API void *lp_chunks(lp_port *port, uint32_t worker, uint64_t *size_bytes_out);

/*
 * One step of a worker. Owner only: the first thread that steps a worker owns it.
 * Applies commands[0..command_count) in order; runs what is ready; waits up to timeout_millis (LP_FOREVER: no limit)
 * if nothing is; fills events[0..event_max). With event_max 0 it only applies the commands, never waits, and keeps
 * what earlier steps lent, and the places of links whose end they told. Returns the number of events, or a negated
 * lp_status: -LP_INVALID for more than LP_COMMANDS_MAX commands, -LP_WRONG_THREAD, and -LP_STOPPING once
 * LP_EVENT_STOPPED was reported. Returns with no event at the timeout, after a wake, and at the latest after a second,
 * whatever the timeout, so that a wake which the system lost delays a worker and never stops it.
 */
LP_API int32_t lp_step(lp_port *port, uint32_t worker, const lp_command *commands, uint32_t command_count,
                       lp_event *events, uint32_t event_max, uint32_t timeout_millis);

/*
 * Files for LP_COMMAND_SEND_FILE, for programs that have no handles of the system of their own. Any thread; all block.
 * `path` is UTF-16, ends with 0, and is what CreateFileW takes. The file is opened for reading, and shared: others may
 * read, write, rename and delete it. On success *file_out is what lp_command.data takes, and is closed once, when no
 * command needs it any more; on failure it is 0, nothing is left behind and *os_code_out (may be NULL) has the OS code.
 */
LP_API lp_status lp_file_open(const uint16_t *path, uint64_t *file_out, uint32_t *os_code_out);
LP_API lp_status lp_file_size(uint64_t file, uint64_t *size_out, uint32_t *os_code_out);
LP_API lp_status lp_file_close(uint64_t file, uint32_t *os_code_out);

/* End a waiting step of that worker, or the next one at once. Any thread. Wakes that nobody consumed yet coalesce. */
LP_API lp_status lp_wake(lp_port *port, uint32_t worker);

/*
 * Hand one command to a worker and wake it. Any thread; commands of one thread keep their order. For LP_COMMAND_CONNECT
 * and LP_COMMAND_CANCEL_CONNECT the worker is `worker`; for all others it is the one in the id and `worker` is ignored.
 * LP_NO_RESOURCES when the mailbox is full: nothing happened, try again later.
 */
LP_API lp_status lp_post(lp_port *port, uint32_t worker, const lp_command *command);

/*
 * Bind and listen, and start accepting on `worker`; accepted links are spread over all workers. Any thread. On success
 * *listener_out names it and *bound_out has the real address (for tcp_port 0). On failure nothing is left behind and
 * *os_code_out (may be NULL) has the OS code or 0. The address is exclusive: nobody else can bind it.
 */
LP_API lp_status lp_listen(lp_port *port, uint32_t worker, const lp_address *address, const lp_listen_options *options,
                           lp_listener *listener_out, lp_address *bound_out, uint32_t *os_code_out);

/* Stop a listener; LP_EVENT_LISTENER_CLOSED follows on its worker. Links live on. Any thread. LP_STALE if it is gone.
 */
LP_API lp_status lp_listener_close(lp_port *port, lp_listener listener);

/*
 * Stop the port: listeners close, connects fail and links close gracefully with reason LP_REASON_SHUTDOWN; after
 * drain_millis (0: at once) what is left is aborted. Each worker, stepped on, ends with LP_EVENT_STOPPED, however long
 * the kernel keeps an operation of it: LP_EVENT_STOP_OVERDUE tells. Any thread; a second call may only shorten the
 * deadline.
 */
LP_API lp_status lp_stop(lp_port *port, uint32_t drain_millis);

/*
 * Copy the counters of a worker. Any thread. size_bytes is sizeof(lp_stats), as the program knows it: no more is
 * written, and what this library does not count is 0.
 */
LP_API lp_status lp_stats_read(lp_port *port, uint32_t worker, lp_stats *stats_out, uint32_t size_bytes);

/* What a link is like, as of the last step. */
#define LP_LINK_ACCEPTED     1u /* by a listener; else connected */
#define LP_LINK_PAUSED       2u
#define LP_LINK_INPUT_ENDED  4u  /* LP_EVENT_RECEIVE_END */
#define LP_LINK_OUTPUT_ENDED 8u  /* it takes no more to send */
#define LP_LINK_CLOSING      16u /* LP_EVENT_CLOSED will follow on its own */
typedef struct lp_link_info {
    uint32_t size;   /* sizeof(lp_link_info) */
    uint32_t state;  /* LP_LINK_ */
    uint64_t cookie; /* of the listener or of the command */
    lp_address peer;
    lp_address local;
} lp_link_info;

/*
 * Does a link live, from its first event to its last, and what is it like? info_out->size is set by the caller. Owner
 * only: LP_WRONG_THREAD elsewhere. LP_STALE if it does not.
 */
LP_API lp_status lp_link_read(lp_port *port, lp_link link, lp_link_info *info_out);

/*
 * The links of a worker, one after another, in no order: the first for an `after` of 0; 0 when there is no more. Owner
 * only: 0 elsewhere. Links that open or close meanwhile are met or not.
 */
LP_API lp_link lp_link_next(lp_port *port, uint32_t worker, lp_link after);

/*
 * Copy the last things a worker did, at most max of them and about a thousand, oldest first. Any thread, while the
 * worker goes on. Returns how many, or a negated lp_status. In a crash dump the same stand behind the mark LPTRACE1.
 */
LP_API int32_t lp_trace_dump(lp_port *port, uint32_t worker, lp_trace *records, uint32_t max);

/* A record as one line of text without its end, as snprintf() writes and answers. Any thread. */
LP_API int32_t lp_trace_text(const lp_trace *record, char *buffer, size_t size);

#ifdef __cplusplus
}
#endif

#endif
