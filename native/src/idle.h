/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Silence of a link: first data, read idle, write idle. Traffic costs a store of the time; the one timer of the link is
 * looked at when it expires, and scheduled again for when the silence could next have lasted. What is said of silence
 * holds by own.heard_until: a worker that was stepped late looks at what came in meanwhile first. Owner thread only.
 */
#ifndef LP_IDLE_H
#define LP_IDLE_H

#include "link.h"

/* The program has been told of the link: silence is counted from here. */
void idle_begin(worker *w, link *l);

/* LP_COMMAND_IDLE. */
void idle_set(worker *w, link *l, uint32_t read_millis, uint32_t write_millis);

/* It was paused, and is no more: its silence counts from here. */
void idle_resumed(worker *w, link *l);

/* The timer of an open link has expired: silence is to be reported, or ends the link, or was broken. */
void idle_expired(worker *w, link *l);

/* Reports silence that was found and still lasts, as far as there is room. */
void idle_run(worker *w, link *l);

#endif
