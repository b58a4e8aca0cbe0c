/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A scene for callbacks: a port that is run over the simulated Windows, links to peers, and what was seen of them. The
 * scripts act in its callbacks.
 */
#ifndef SIM_SCENE_H
#define SIM_SCENE_H

#include "check.h"
#include "message.h"
#include "sim_end.h"

enum { SCENE_PLACE = 7000, SCENE_LINKS = 3, SCENE_DRAIN_MILLIS = 10000 };

typedef struct scene {
    lp_port *port;
    lp_run *run;
    lp_run_options options;
    uint32_t wanted;                 /* links */
    void (*act)(lp_worker *worker);  /* when all are open */
    void (*then)(lp_worker *worker); /* when a broadcast was queued */
    void (*last)(lp_worker *worker); /* in on_stop */
    lp_call *last_call;              /* posted with the last event */
    lp_worker *worker;               /* the first */
    lp_link links[SCENE_LINKS];
    sim_end *peers[SCENE_LINKS];
    uint32_t opened, closed;
    uint32_t reasons[LP_REASONS];
    uint32_t done, gone; /* loans, by how they ended */
    uint32_t broadcasts, reached, refused, calls, received;
    uint32_t said;
    uint32_t connect_code; /* of a connect that failed */
    bool deaf;             /* the peers do not read */
    char *heard;           /* by the first peer */
    uint32_t heard_count;
    bool stopped;
} scene;

extern scene s;
extern char scene_words[70000]; /* sent from */

/* A port of so many workers, whose first connects links; act is called when all are open. */
void scene_begin(uint32_t workers, uint32_t links, void (*act)(lp_worker *worker));

/* Runs it until the last link has closed. */
void scene_run(void);

/* Everything is given back. */
void scene_end(void);

/* For lp_broadcast(), with the scene as its context. */
void scene_on_broadcast(void *context, uint32_t links, uint32_t refused);

#endif
