/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One connection of the load generator. Messages are queued, sent as the socket takes them, and answered: every byte
 * that comes back is compared with what was sent, and a wrong one ends the process.
 */
#ifndef BENCH_LOAD_LINK_H
#define BENCH_LOAD_LINK_H

#include "histogram.h"
#include "pattern.h"

#include <stdbool.h>
#include <stdint.h>

/* What all links share. */
typedef struct load_links {
    pattern pattern;
    int epoll;
    uint32_t count;
    struct load_link *all;
    uint64_t outstanding;   /* messages queued and not answered, of all links */
    histogram latencies;    /* nanoseconds from the queueing of a message to the last byte of its answer */
    uint64_t measured_from; /* messages that were queued before are in no histogram */
} load_links;

typedef struct load_link {
    int fd;
    uint32_t index;
    bool blocked; /* waits until the socket takes more */
    /* Places in the stream. */
    uint64_t sent;
    uint64_t queued;
    uint64_t received;
    uint64_t answered; /* where the first message without a whole answer begins */
    /* A ring: when the messages without an answer were queued. */
    uint64_t *times;
    uint32_t times_mask;
    uint32_t times_from;
    uint32_t times_to;
} load_link;

/* Where they connect to, and from which 127.0.0.N. */
typedef struct load_address {
    uint16_t tcp_port;
    uint8_t source;
} load_address;

/* Connects them all, one after another. Fails if one cannot. */
void load_links_open(load_links *links, uint32_t count, load_address address);

/* How the system controls congestion on them, by its name; "unknown" without a link. */
void load_links_congestion(const load_links *links, char *name, size_t size);

/* A socket that does not block, bound to the source; connected, or on its way. */
int load_connect(load_address address);

/* One more message is to go out, which counts from that time on. */
void load_link_queue(load_links *links, load_link *l, uint64_t nanos);

/* Sends what is queued, as far as the socket takes it. */
void load_link_send(load_links *links, load_link *l);

/* The same for the endless stream, which nobody answers: how many bytes the socket took. */
uint64_t load_link_stream(load_links *links, load_link *l);

/* Receives once; how many messages that made complete. */
uint32_t load_link_receive(load_links *links, load_link *l);

#endif
