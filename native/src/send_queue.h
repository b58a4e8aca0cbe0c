/* SPDX-License-Identifier: Apache-2.0 */
/* What a link has to send: lent memory and files, in order. Owner thread only. */
#ifndef LP_SEND_QUEUE_H
#define LP_SEND_QUEUE_H

#include "slab.h"

enum { SEND_GATHER_BUFFERS = 64, SEND_GATHER_BYTES = 256 * 1024 };

typedef struct send_item {
    const char *data;
    uint32_t size;
    uint32_t next;
} send_item;

/* Where the items of all queues of a worker come from. */
typedef struct send_stock {
    slab items;
} send_stock;

typedef struct send_queue {
    uint32_t head;
    uint32_t tail;
    uint64_t bytes;
} send_queue;

/* 0 or the system's code; on failure nothing is left behind. A zeroed stock may be passed to fini. */
uint32_t send_stock_init(send_stock *stock);
uint32_t send_stock_fini(send_stock *stock);

void send_queue_init(send_queue *queue);

static inline bool send_queue_is_empty(const send_queue *queue) {
    return queue->head == SLAB_NONE;
}

/*
 * Appends memory that stays lent until it is consumed. Memory that continues the last item extends it; the kernel was
 * told lengths, so that is safe even while a send of that item is pending. False if items are used up.
 */
bool send_queue_append(send_queue *queue, send_stock *stock, const void *data, uint32_t size);

/* Fills up to SEND_GATHER_BUFFERS buffers with up to SEND_GATHER_BYTES from the head on; returns how many. */
uint32_t send_queue_gather(const send_queue *queue, const send_stock *stock, sys_buffer *buffers);

/* Drops the first bytes. */
void send_queue_consume(send_queue *queue, send_stock *stock, uint64_t count);

/* Drops everything. */
void send_queue_clear(send_queue *queue, send_stock *stock);

#endif
