/* SPDX-License-Identifier: Apache-2.0 */
/* What is done to a server for some time. Each run ends when everything that was sent has been answered or taken. */
#ifndef BENCH_LOAD_RUN_H
#define BENCH_LOAD_RUN_H

#include "load_link.h"

/* What came of it. */
typedef struct load_result {
    uint64_t messages; /* or connections, or bytes alone, where there are no messages */
    uint64_t bytes;    /* in one direction */
} load_result;

/* Every link keeps that many messages on their way. */
load_result load_run_closed(load_links *links, uint64_t nanos, uint32_t depth);

/*
 * So many messages in a second over all links, in turn, each link so many at a time, whatever the server does:
 * latencies count from when one was due. A third of the time more goes before, of which there are none: a server that
 * stood still has to find into its work again.
 */
load_result load_run_open(load_links *links, uint64_t nanos, uint32_t messages_per_second, uint32_t at_a_time);

/* Every link sends as much as it can; the server swallows it. */
load_result load_run_one_way(load_links *links, uint64_t nanos, uint16_t tcp_port);

/* New connections, so many at a time: each ends its output, waits for the end of the server and closes. */
load_result load_run_churn(uint64_t nanos, uint32_t at_a_time, uint16_t tcp_port);

#endif
