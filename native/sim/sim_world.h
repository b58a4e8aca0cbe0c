/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A simulated Windows behind sys.h: one thread, one seed, one outcome. This is what all of it shares: dice, clock,
 * faults and the end of a run that broke a rule. T<n> in comments names an entry of the list of IOCP traps; other
 * sources are titles of Microsoft's documentation.
 */
#ifndef SIM_WORLD_H
#define SIM_WORLD_H

#include "linkport.h"
#include "sys.h"

/* The calls that can fail. Each has its errors in sim_world.c. */
typedef enum sim_call {
    SIM_RESERVE,
    SIM_COMMIT,
    SIM_RELEASE,
    SIM_STARTUP,
    SIM_CLEANUP,
    SIM_PORT_NEW,
    SIM_PORT_DELETE,
    SIM_PORT_ADD,
    SIM_PORT_POST,
    SIM_PORT_WAIT,
    SIM_SOCKET_NEW,
    SIM_SOCKET_CLOSE,
    SIM_BIND,
    SIM_LISTEN,
    SIM_NAME,
    SIM_SOCKET_ERROR,
    SIM_SET_NONBLOCKING,
    SIM_SET_SKIP,
    SIM_SET_OPTION,
    SIM_SET_ABORT,
    SIM_SHUTDOWN,
    SIM_ACCEPT,
    SIM_ACCEPT_UPDATE,
    SIM_CONNECT,
    SIM_CONNECT_UPDATE,
    SIM_RECEIVE,
    SIM_RECEIVE_NOW,
    SIM_SEND,
    SIM_TRANSMIT,
    SIM_FILE_SIZE,
    SIM_FILE_READ,
    SIM_THREAD_NEW,
    SIM_THREAD_BIND,
    SIM_THREAD_JOIN,
    SIM_CALLS
} sim_call;

/* Chances are per mille. */
typedef struct sim_knobs {
    uint32_t immediate;    /* an operation that can be done is done by the call */
    uint32_t within;       /* a pending operation completes before the posting call returns */
    uint32_t partial;      /* a send is cut short */
    uint32_t short_read;   /* a read returns less than there is */
    uint32_t crumb_bytes;  /* what is cut short moves at most so much; 0: no limit */
    uint32_t forgets;      /* a read after a reset answers 0 bytes */
    uint32_t scarce;       /* a call finds no handles, buffers or memory */
    uint32_t early;        /* a wait ends before its time */
    uint32_t late;         /* a cancelled operation takes its time to come back */
    uint32_t late_millis;  /* at most so much */
    uint32_t delay_millis; /* at most, until a pending operation may complete */
    uint32_t batch_max;    /* entries that one wait returns at most */
    uint32_t pipe_bytes;   /* at most, between two ends */
    bool reuse_handles;    /* the value of a closed handle is the next one's */
    bool may_skip;
    bool may_transmit;
    bool lacks_transmit;   /* a TransmitFile is there, and answers that it is not (a layered provider) */
    uint32_t transmit_max; /* at a time; 0: no limit */
    bool tolerant;         /* misuse is answered as Windows answers it; else it ends the run */
} sim_knobs;

/* Fails the fallible call with that number, counted from 1; 0: none. with: which of its errors. */
typedef struct sim_fault_plan {
    uint64_t at;
    uint32_t with;
} sim_fault_plan;

enum { SIM_FAULTS = 2 }; /* planned ones of a run */

typedef struct sim_world {
    sim_knobs knobs;
    uint64_t seed;
    uint64_t dice;
    uint64_t now;
    uintptr_t thread;  /* what sys_thread_id() answers */
    uint64_t calls;    /* all calls through sys.h */
    uint64_t fallible; /* of them, those that can fail */
    sim_fault_plan plans[SIM_FAULTS];
    uint32_t plan_errors;       /* how many the last call that failed by plan could have given */
    uint64_t injected;          /* failures that no real cause explains */
    uint32_t failed[SIM_CALLS]; /* of them, by call */
    uint64_t progress;          /* anything that moved */
    uint64_t waited;            /* waits that were allowed to take time */
    uint64_t slept;             /* milliseconds they took */
    uint32_t startups;          /* not yet cleaned up */
    uint16_t next_port;         /* ephemeral */
    bool lacks_v4, lacks_v6;    /* this machine's network (T89) */
    uint64_t adopted;           /* accepted sockets that came to a port */
    void (*on_idle)(void);      /* lets others act while a worker waits */
    /* Lets other threads act in the middle of a call that can fail. */
    void (*on_call)(sim_call call);
    /* A worker is about to sleep. */
    void (*on_sleep)(sys_port port);
    /* Until when calls find nothing: a shortage may last. */
    uint64_t short_until[SIM_CALLS];
    /* A call gave the kernel an operation; so many are to report there. */
    void (*on_post)(sys_port port, uint32_t owned);
    void (*on_failure)(void);
} sim_world;

extern sim_world sim;

void sim_world_begin(uint64_t seed, const sim_knobs *knobs);

/* Everything given back? Fails the run otherwise. */
void sim_world_end(void);

/* Rules: a broken one ends the program with the seed. */
_Noreturn void sim_fail(const char *format, ...);
#define SIM_RULE(condition, ...)                                                                                       \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            sim_fail(__VA_ARGS__);                                                                                     \
        }                                                                                                              \
    } while (0)

/* What the core must never do, although Windows has an answer to it. */
#define SIM_MISUSE(condition, answer, ...)                                                                             \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            SIM_RULE(sim.knobs.tolerant, __VA_ARGS__);                                                                 \
            return (answer);                                                                                           \
        }                                                                                                              \
    } while (0)

uint64_t sim_dice(void);
uint32_t sim_below(uint32_t below);               /* [0, below) */
uint32_t sim_between(uint32_t from, uint32_t to); /* both included */
bool sim_chance(uint32_t per_mille);
uint32_t sim_part(uint32_t size); /* some of it, at least a byte */

/* Counts a call; the error it must answer with, or 0. */
uint32_t sim_fault(sim_call call);

#endif
