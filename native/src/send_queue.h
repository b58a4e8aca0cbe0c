/* SPDX-License-Identifier: Apache-2.0 */
/* What a link has to send: lent memory and files, in order. Owner thread only. */
#ifndef LP_SEND_QUEUE_H
#define LP_SEND_QUEUE_H

#include "send_file.h"

enum { SEND_GATHER_BUFFERS = 64, SEND_GATHER_BYTES = 256 * 1024 };

typedef struct send_item {
    const char *data; /* memory, or the send_file */
    uint32_t size;    /* 0: a file */
    struct send_item *next;
} send_item;

/* Where the items of all queues of a worker come from. */
typedef struct send_stock {
    slab items;
    send_item *spare; /* those that were given back */
    uint32_t spare_count;
    send_files files;
} send_stock;

typedef struct send_queue {
    send_item *head;
    send_item *tail;
} send_queue;

/* 0 or the system's code; on failure nothing is left behind. A zeroed stock may be passed to fini. */
uint32_t send_stock_init(send_stock *stock);
uint32_t send_stock_fini(send_stock *stock);

/* How many items are in use. */
static inline uint32_t send_stock_items(const send_stock *stock) {
    return stock->items.fresh - stock->spare_count;
}

static inline void send_stock_give(send_stock *stock, send_item *item) {
    item->next = stock->spare;
    stock->spare = item;
    stock->spare_count++;
}

static inline void send_queue_init(send_queue *queue) {
    queue->head = NULL;
    queue->tail = NULL;
}

static inline bool send_queue_is_empty(const send_queue *queue) {
    return queue->head == NULL;
}

/* Is one piece of memory all that there is, and a call takes it whole? */
static inline bool send_queue_is_plain(const send_queue *queue) {
    const send_item *head = queue->head;
    return head != NULL && head->next == NULL && head->size > 0 && head->size <= SEND_GATHER_BYTES;
}

/*
 * Appends memory that stays lent until it is consumed. Memory that continues the last item extends it; the kernel was
 * told lengths, so that is safe even while a send of that item is pending. False if items are used up.
 */
bool send_queue_append(send_queue *queue, send_stock *stock, const void *data, uint32_t size);

/* The same for an empty queue, if an item is spare. False, and nothing done, otherwise. */
static inline bool send_queue_begin(send_queue *queue, send_stock *stock, const void *data, uint32_t size) {
    send_item *item = stock->spare;
    if (queue->head != NULL || item == NULL) {
        return false;
    }
    stock->spare = item->next;
    stock->spare_count--;
    *item = (send_item){data, size, NULL};
    queue->head = item;
    queue->tail = item;
    return true;
}

/* Appends bytes of a file, at least one. False if items are used up. reads: they are read and sent. */
bool send_queue_append_file(send_queue *queue, send_stock *stock, sys_file file, uint64_t offset, uint64_t length,
                            bool reads);

/* The file at the head, or behind one piece of memory that leaves room for it in the same call; or NULL. */
send_file *send_queue_file(const send_queue *queue);

typedef struct send_gathered {
    uint32_t buffers;
    uint32_t bytes;
} send_gathered;

/*
 * Fills up to SEND_GATHER_BUFFERS buffers with up to SEND_GATHER_BYTES from the head on, no further than the first byte
 * of a file that was not read.
 */
send_gathered send_queue_gather_all(const send_queue *queue, const send_stock *stock, sys_buffer *buffers);

static inline send_gathered send_queue_gather(const send_queue *queue, const send_stock *stock, sys_buffer *buffers) {
    if (!send_queue_is_plain(queue)) {
        return send_queue_gather_all(queue, stock, buffers);
    }
    buffers[0] = (sys_buffer){queue->head->size, (char *)(uintptr_t)queue->head->data};
    return (send_gathered){1, queue->head->size};
}

/*
 * Prepares one TransmitFile of what send_queue_file() answered, with the memory before it and, if nothing of the file
 * stays behind, the memory that follows; send_file_asked() tells how much that is.
 */
void send_queue_surround(const send_queue *queue, send_file *f);

/* Drops the first bytes. */
void send_queue_consume_some(send_queue *queue, send_stock *stock, uint64_t count);

static inline void send_queue_consume(send_queue *queue, send_stock *stock, uint64_t count) {
    if (send_queue_is_plain(queue) && queue->head->size == count) {
        send_stock_give(stock, queue->head);
        send_queue_init(queue);
    } else {
        send_queue_consume_some(queue, stock, count);
    }
}

/* Drops everything. */
void send_queue_clear(send_queue *queue, send_stock *stock);

#endif
