/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One run: a real lp_port over the simulated system, a program that gives it random commands and believes nothing it
 * says, and peers that behave and misbehave. Everything follows from the seed.
 */
#ifndef SIM_RUN_H
#define SIM_RUN_H

#include "sim_end.h"

enum { RUN_WORKERS = 3, RUN_LINKS = 768, RUN_PEERS = 768, RUN_BLOCKS = 96, RUN_LISTENERS = 6, RUN_COMMANDS = 64 };
enum { RUN_PORTS_END = 60000 };
enum { RUN_PLACE = 7000, RUN_NOBODY = 7999, RUN_EVENTS = 64, RUN_KEPT = 64, RUN_BATCH = 64 };

/* Chances are per mille; others are limits. */
typedef struct run_profile {
    const char *name;
    sim_knobs knobs;
    uint32_t rounds;
    uint32_t max_links;
    uint32_t event_max;
    uint32_t send_bytes; /* of one send, at most */
    uint32_t new_client, connect, commands;
    uint32_t peer_reads, peer_writes, peer_fins, peer_resets, peer_closes;
    uint32_t files; /* of the sends */
    uint32_t pause, close, abort;
    uint32_t idle; /* a listener has idle times */
} run_profile;

typedef struct run_block {
    char *memory;
    uint64_t start;    /* of a file: its place in the stream */
    uint64_t end;      /* place in the stream behind it */
    sys_file file;     /* instead of memory */
    uint64_t file_end; /* place in the file behind it */
    bool spoilt;       /* cannot be sent whole */
} run_block;

/* What is to end in time. All zero: nothing is. */
typedef struct run_deadline {
    bool given;
    bool taken;    /* a step has begun and ended since */
    uint64_t from; /* not before */
    uint64_t by;   /* once taken: soon after */
    uint64_t step; /* of its worker: a later one takes it */
    uint32_t millis;
    uint32_t late_steps;
    uint64_t late_since;
} run_deadline;

/* Silence in one direction. Times are known to lie within the step that reported something, and no better. */
typedef struct run_silence {
    uint32_t millis;     /* asked for; 0: not */
    uint64_t from, by;   /* when it began */
    uint64_t told_least; /* of this silence, so much was told of: between these */
    uint64_t told_most;
    uint32_t late_steps;
} run_silence;

typedef struct run_quiet {
    uint32_t first_data_millis;
    uint64_t opened_from;
    run_silence read, write;
    bool asked; /* for one of these, which may not be taken yet */
    bool set, resumed;
    uint64_t asked_at;
    uint64_t asked_step; /* of its worker */
    uint32_t next_read, next_write;
} run_quiet;

/* A link as the program knows it. */
typedef struct run_link {
    lp_link id;
    sim_end *end; /* what the system knows about it */
    uint16_t client_port;
    uint64_t listener; /* that accepted it; else RUN_LISTENERS */
    bool client;
    bool open;
    bool paused;
    bool input_ended;
    bool output_ended; /* asked for */
    bool closing;      /* asked for */
    bool discards;     /* as the close was given to a step: nothing is received from then on */
    bool aborted;
    bool mailed; /* a command for it may still lie in the mailbox: later ones go the same way */
    uint32_t abort_reason;
    run_deadline drain;
    run_quiet quiet;
    uint32_t input_step;
    uint64_t queued, sent, received;
    run_block blocks[RUN_BLOCKS];
    uint32_t block_count;
    bool spoilt; /* one of its files cannot be sent whole, or perhaps cannot */
} run_link;

typedef struct run_connect {
    lp_address target;
    bool bad_local;
    bool cancelled;
    bool answered;
    lp_socket_options socket; /* lent until the answer */
    uint32_t worker;
    run_deadline timeout;
} run_connect;

typedef struct run_peer {
    sim_end *end;
    bool client;
    bool slow;
    bool silent; /* does nothing at all */
    bool gone;
    uint64_t read;
} run_peer;

typedef struct run_listener {
    lp_listener id;
    lp_address bound;
    bool dual;
    uint32_t accept_depth;
    uint32_t max_links, live;
    uint32_t first_data_millis, read_idle_millis, write_idle_millis;
    lp_socket_options socket;
    bool closing; /* asked for */
    bool ended;
} run_listener;

typedef struct run_chunk {
    uint32_t index;
    uint32_t size;
    uint64_t checksum;
} run_chunk;

typedef struct run_worker {
    bool stepping;
    bool stopped;
    bool mail_full; /* of nonsense, until its next step */
    uint32_t spins;
    uint64_t closed_by_reason[LP_REASONS];
    uint64_t failed_by_reason[LP_REASONS];
    uint64_t longest;    /* step, in milliseconds without its wait */
    uint64_t stop_at;    /* its drain deadline */
    uint64_t overdue_at; /* when it is to report next that its stop is overdue; 0 while not stopping */
    uint32_t overdue_missed;
    uint64_t overdue; /* reports */
    uint64_t spun_at;
    uint64_t steps;     /* with room for events */
    uint64_t step_from; /* when the last one began */
    uint64_t idles;     /* events */
    run_chunk lent[RUN_EVENTS];
    uint32_t lent_count;
    run_chunk kept[RUN_KEPT];
    uint32_t kept_count;
    uint64_t commands, events, sent, received, opened, closed, connected, connect_failed;
} run_worker;

typedef struct run_state {
    run_profile profile;
    lp_port *port;
    lp_options options;
    void *borrowed[RUN_WORKERS]; /* receive memory of the program */
    uint32_t borrowed_count;
    bool stopping;
    uint64_t stop_at; /* no link is cut before for that reason */
    bool ending;      /* the listeners are closed by hand */
    uint32_t step;
    uint32_t live; /* links between their first and last event */
    run_worker workers[RUN_WORKERS];
    uint32_t link_count;
    uint32_t connect_count;
    uint32_t peer_count;
    run_listener listeners[RUN_LISTENERS];
    uint32_t listener_count;
    lp_command commands[RUN_COMMANDS];
    uint32_t command_count;
    bool posting; /* commands go through lp_post() */
    bool calling; /* what a step within would tell is not yet written down */
    run_link links[RUN_LINKS];
    run_connect connects[RUN_LINKS];
    run_peer peers[RUN_PEERS];
} run_state;

extern run_state run;

/* The profiles; the last has no name. */
extern const run_profile RUN_PROFILES[];

/* A whole run. plans: the calls that fail, SIM_FAULTS of them. Answers how many calls could have. */
uint64_t run_case(uint64_t seed, const run_profile *profile, const sim_fault_plan *plans);

/* The bytes of a stream: which connection, which direction, which place. */
void run_fill(char *memory, uint32_t count, uint16_t client_port, bool from_client, uint64_t at);
void run_check_bytes(const char *memory, uint32_t count, uint16_t client_port, bool from_client, uint64_t at);
uint64_t run_checksum(const char *memory, uint32_t count);

/* The link at an end, or NULL if the program never heard of it. */
run_link *run_link_of_end(const sim_end *end);
run_link *run_link_find(lp_link id);

/* Queues a file and completes the command; cuts one that may be under way; gives back what was lent. */
void run_file_queue(run_link *l, lp_command *command);
void run_file_cut_any(void);
void run_block_free(const run_block *block);

/* Of a file that cannot be sent whole, nothing is sent: the peer has read so much of the stream. */
void run_file_check_read(const run_link *l, uint64_t read);

/* What a link tells the program is checked, event by event. */
void run_link_event(uint32_t worker, const lp_event *event);

/* A request gives something so much time, again perhaps: the shorter counts. */
void run_deadline_begin(run_deadline *d, uint32_t worker, uint32_t millis);

/* It was cut because of its deadline. */
void run_deadline_cut(const run_deadline *d, const char *what);

/* A step with room for more events has ended: nothing of that worker is late. */
void run_deadline_step(uint32_t worker);

/* Options of sockets, of a listener or a connect; and the link that opens has them. */
lp_socket_options run_socket_options(void);
void run_socket_check(const run_link *l, const lp_socket_options *asked);

/* What the program asks for; a listener's options, or a command. */
void run_idle_options(lp_listen_options *options, run_listener *listener);
void run_idle_asked(run_link *l, lp_command *command);
void run_idle_resumed(run_link *l);

/* What it hears of a link. listener: NULL for one that was connected. */
void run_idle_opened(run_link *l, const run_listener *listener);
void run_idle_received(run_link *l);
void run_idle_sent(run_link *l);
void run_idle_event(run_link *l, const lp_event *event);

/* The link was aborted because its peer sent nothing. */
bool run_idle_cut(const run_link *l);

/* A step has ended, with room for more events or not. */
void run_idle_step(uint32_t worker, bool room);

/* Random requests of the program. */
void run_command_any(uint32_t worker);
void run_command_post(void);
void run_command_wake(void);
void run_command_release_all(uint32_t worker);
void run_listen(void);

/* Where clients on this machine find a listener: either family where it takes both. */
lp_address run_listener_reach(const run_listener *l);
void run_listener_close_any(void);

/* A step of a worker with the commands at hand, its events checked; answers how many. */
uint32_t run_step(uint32_t worker, uint32_t event_max, uint32_t timeout_millis);

/* A step of that worker is over; ran: it had room for events, so it did more than to take commands. */
void run_check_mail(uint32_t index, bool ran);

/* Steps until nothing changes, and checks that nothing was left undone. */
void run_settle(void);

/* Whatever peers do of their own accord. */
void run_peer_act(void);

/* A worker that stops says so when the kernel keeps its operations for too long, and at no other time. */
void run_stop_begins(uint32_t worker, uint64_t deadline);
void run_stop_overdue(uint32_t worker, const lp_event *event);
void run_stop_check(uint32_t worker, bool had_room);

/* The last things that every worker did, for the report of a failure. */
void run_print_traces(void);

/* The counters of a worker between two of its steps add up. */
void run_check_balance(uint32_t worker);

/* Names the run that failed, and how to repeat it. Once. */
void run_report(void);

/* The counters at the end. */
void run_check_stats(void);

/* What must be free at the end, and slots that were used very often. */
void run_inside_check(void);
void run_inside_age(uint32_t worker);

/* Few links hold chunks for their receives, and none at rest. */
void run_inside_check_busy(uint32_t worker);
void run_inside_check_rest(uint32_t worker);

/* Reads of that worker wait for a chunk or for the system's buffers. */
bool run_inside_waits(uint32_t worker);

/* A worker that is about to sleep has taken its mail, and the next wake will reach it. */
void run_inside_check_sleep(sys_port port);

#endif
