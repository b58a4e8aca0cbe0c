/* SPDX-License-Identifier: Apache-2.0 */
/* Events: what hEvent of an OVERLAPPED may hold. The core leaves it NULL. */
#ifndef SIM_EVENT_H
#define SIM_EVENT_H

#include <stdbool.h>

void *sim_event_new(void);
void sim_event_delete(void *event);
bool sim_event_is_set(void *event);

/* Of an hEvent, whose low bit may be set to suppress the packet. */
bool sim_event_is_valid(const void *event); /* NULL too */
bool sim_event_suppresses(const void *event);
void sim_event_reset(const void *event);
void sim_event_signal(const void *event);

#endif
