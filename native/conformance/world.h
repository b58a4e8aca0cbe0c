/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the scripts run: Windows (or Wine), or the simulator. And a second tiny door, for what scripts need and the
 * core does not.
 */
#ifndef CONFORMANCE_WORLD_H
#define CONFORMANCE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A name for the report. */
void world_name(char *text, size_t size);

/* How often each script runs, each time in another weather; once where the weather is not ours. */
uint32_t world_rounds(void);
void world_begin(uint32_t round);
void world_end(void);

/* Events: what hEvent of an OVERLAPPED may hold. NULL if there is none to be had. */
void *world_event_new(void);
bool world_event_is_set(void *event);
void world_event_delete(void *event);

/* A file of its own that ends in these bytes, behind base bytes that take no room; 0 if there is none to be had. */
uintptr_t world_file_new(uint64_t base, const char *bytes, uint32_t count);
void world_file_delete(uintptr_t file);

#endif
