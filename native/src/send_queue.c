/* SPDX-License-Identifier: Apache-2.0 */
#include "send_queue.h"

enum { ITEMS_MAX = 1024 * 1024 };

uint32_t send_stock_init(send_stock *stock) {
    return slab_init(&stock->items, sizeof(send_item), ITEMS_MAX);
}

uint32_t send_stock_fini(send_stock *stock) {
    return slab_fini(&stock->items);
}

static send_item *queue__item(const send_stock *stock, uint32_t index) {
    return slab_at(&stock->items, index);
}

void send_queue_init(send_queue *queue) {
    queue->head = SLAB_NONE;
    queue->tail = SLAB_NONE;
    queue->bytes = 0;
}

static bool queue__extend(send_queue *queue, const send_stock *stock, const char *data, uint32_t size) {
    if (queue->tail == SLAB_NONE) {
        return false;
    }
    send_item *tail = queue__item(stock, queue->tail);
    if (tail->data + tail->size != data || size > UINT32_MAX - tail->size) {
        return false;
    }
    tail->size += size;
    return true;
}

bool send_queue_append(send_queue *queue, send_stock *stock, const void *data, uint32_t size) {
    if (queue__extend(queue, stock, data, size)) {
        queue->bytes += size;
        return true;
    }
    uint32_t index = slab_take(&stock->items);
    if (index == SLAB_NONE) {
        return false;
    }
    *queue__item(stock, index) = (send_item){data, size, SLAB_NONE};
    if (queue->tail == SLAB_NONE) {
        queue->head = index;
    } else {
        queue__item(stock, queue->tail)->next = index;
    }
    queue->tail = index;
    queue->bytes += size;
    return true;
}

uint32_t send_queue_gather(const send_queue *queue, const send_stock *stock, sys_buffer *buffers) {
    uint32_t count = 0;
    uint32_t left = SEND_GATHER_BYTES;
    for (uint32_t i = queue->head; i != SLAB_NONE && count < SEND_GATHER_BUFFERS && left > 0; count++) {
        const send_item *item = queue__item(stock, i);
        uint32_t size = item->size < left ? item->size : left;
        buffers[count].base = (char *)(uintptr_t)item->data;
        buffers[count].length = size;
        left -= size;
        i = item->next;
    }
    return count;
}

static void queue__drop_head(send_queue *queue, send_stock *stock) {
    uint32_t head = queue->head;
    queue->head = queue__item(stock, head)->next;
    if (queue->head == SLAB_NONE) {
        queue->tail = SLAB_NONE;
    }
    slab_give(&stock->items, head);
}

void send_queue_consume(send_queue *queue, send_stock *stock, uint64_t count) {
    queue->bytes -= count;
    while (queue->head != SLAB_NONE) {
        send_item *item = queue__item(stock, queue->head);
        if (item->size > count) {
            item->data += count;
            item->size -= (uint32_t)count;
            return;
        }
        count -= item->size;
        queue__drop_head(queue, stock);
    }
}

void send_queue_clear(send_queue *queue, send_stock *stock) {
    while (queue->head != SLAB_NONE) {
        queue__drop_head(queue, stock);
    }
    queue->bytes = 0;
}
