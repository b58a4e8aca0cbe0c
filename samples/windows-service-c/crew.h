/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The links of one worker: what the peers say is echoed, or passed on to all. On the thread of the worker, but for what
 * says otherwise.
 */
#ifndef CREW_H
#define CREW_H

#include "config.h"
#include "linkport_run.h"
#include "windows_headers.h"

/* What all crews look at; any thread. */
typedef struct crew_shared {
    config config; /* stays as it is */
    lp_run *run;
    volatile LONG64 stop_at;  /* the drain deadline by GetTickCount64(); 0: nobody asked to stop */
    volatile LONG64 left_out; /* lines to all that one link had no room for, counted for each link */
} crew_shared;

/* What a crew did in its life. */
typedef struct crew_summary {
    uint64_t links; /* that were opened */
    uint64_t bytes_received, bytes_sent;
    uint64_t cut_off;    /* links that had not ended by the drain deadline: peers that are slow, or gone */
    uint64_t over_limit; /* links ended for a line that was too long, or for bytes that found no room to queue */
} crew_summary;

typedef struct crew_link crew_link;

typedef struct crew {
    crew_shared *shared;
    lp_worker *worker;
    lp_link link;      /* whose lines are looked at */
    crew_link **links; /* by slot */
    uint32_t slots;
    crew_summary did;
} crew;

/* For a zeroed crew. */
void crew_init(crew *c, crew_shared *shared, lp_worker *worker);

/* Once every link has ended. Any thread, when the worker's has ended. */
void crew_fini(crew *c);

void crew_take(crew *c, const lp_event *event);

#endif
