/* SPDX-License-Identifier: Apache-2.0 */
#include "send_queue.h"

enum { ITEMS_MAX = 1024 * 1024 };

uint32_t send_stock_init(send_stock *stock) {
    uint32_t error = slab_init(&stock->items, sizeof(send_item), ITEMS_MAX);
    if (error != 0) {
        return error;
    }
    error = send_files_init(&stock->files);
    if (error != 0) {
        (void)slab_fini(&stock->items); /* the first failure is the one to tell */
    }
    return error;
}

uint32_t send_stock_fini(send_stock *stock) {
    uint32_t error = slab_fini(&stock->items);
    uint32_t files_error = send_files_fini(&stock->files);
    return error != 0 ? error : files_error;
}

static send_item *queue__item(const send_stock *stock, uint32_t index) {
    return slab_at(&stock->items, index);
}

/* NULL: it is memory. */
static send_file *item__file(const send_item *item) {
    return item->size == 0 ? (send_file *)(uintptr_t)item->data : NULL;
}

static uint64_t item__bytes(const send_item *item) {
    const send_file *f = item__file(item);
    return f != NULL ? f->left : item->size;
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
    if (item__file(tail) != NULL || tail->data + tail->size != data || size > UINT32_MAX - tail->size) {
        return false;
    }
    tail->size += size;
    return true;
}

static bool queue__add(send_queue *queue, send_stock *stock, const void *data, uint32_t size) {
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
    return true;
}

bool send_queue_append(send_queue *queue, send_stock *stock, const void *data, uint32_t size) {
    if (!queue__extend(queue, stock, data, size) && !queue__add(queue, stock, data, size)) {
        return false;
    }
    queue->bytes += size;
    return true;
}

bool send_queue_append_file(send_queue *queue, send_stock *stock, sys_file file, uint64_t offset, uint64_t length,
                            bool reads) {
    send_file *f = send_file_take(&stock->files, file, offset, length);
    if (f == NULL) {
        return false;
    }
    f->reads = reads;
    if (!queue__add(queue, stock, f, 0)) {
        send_file_give(&stock->files, f);
        return false;
    }
    queue->bytes += length;
    return true;
}

send_file *send_queue_file(const send_queue *queue, const send_stock *stock) {
    if (queue->head == SLAB_NONE) {
        return NULL;
    }
    const send_item *head = queue__item(stock, queue->head);
    if (item__file(head) != NULL) {
        return item__file(head);
    }
    bool alone = head->next == SLAB_NONE || head->size >= SEND_GATHER_BYTES;
    return alone ? NULL : item__file(queue__item(stock, head->next));
}

/* What the item gives to a call with that much room. */
static sys_buffer item__buffer(const send_item *item, const send_stock *stock, uint32_t room) {
    const send_file *f = item__file(item);
    char *base = f == NULL ? (char *)(uintptr_t)item->data : send_file_bytes(&stock->files, f);
    uint32_t size = f == NULL ? item->size : base == NULL ? 0 : f->length;
    return (sys_buffer){size < room ? size : room, base};
}

uint32_t send_queue_gather(const send_queue *queue, const send_stock *stock, sys_buffer *buffers) {
    uint32_t count = 0;
    uint32_t room = SEND_GATHER_BYTES;
    for (uint32_t i = queue->head; i != SLAB_NONE && count < SEND_GATHER_BUFFERS && room > 0;) {
        const send_item *item = queue__item(stock, i);
        sys_buffer buffer = item__buffer(item, stock, room);
        if (buffer.length > 0) {
            buffers[count++] = buffer;
            room -= buffer.length;
        }
        i = buffer.length < item__bytes(item) ? SLAB_NONE : item->next;
    }
    return count;
}

static const send_item *queue__behind_file(const send_queue *queue, const send_stock *stock) {
    const send_item *item = queue__item(stock, queue->head);
    if (item__file(item) == NULL) {
        item = queue__item(stock, item->next);
    }
    return item->next == SLAB_NONE ? NULL : queue__item(stock, item->next);
}

uint32_t send_queue_surround(const send_queue *queue, const send_stock *stock, send_file *f) {
    const send_item *head = queue__item(stock, queue->head);
    const send_item *tail = queue__behind_file(queue, stock);
    f->around = (sys_around){0};
    f->length = f->left < SEND_TRANSMIT_BYTES ? (uint32_t)f->left : SEND_TRANSMIT_BYTES;
    if (item__file(head) == NULL) {
        f->around.head = head->data;
        f->around.head_length = head->size;
    }
    if (f->length == f->left && tail != NULL && item__file(tail) == NULL) {
        f->around.tail = tail->data;
        f->around.tail_length = tail->size < SEND_GATHER_BYTES ? tail->size : SEND_GATHER_BYTES;
    }
    return f->around.head_length + f->length + f->around.tail_length;
}

static void queue__drop_head(send_queue *queue, send_stock *stock) {
    uint32_t head = queue->head;
    send_file *f = item__file(queue__item(stock, head));
    queue->head = queue__item(stock, head)->next;
    if (queue->head == SLAB_NONE) {
        queue->tail = SLAB_NONE;
    }
    if (f != NULL) {
        send_file_give(&stock->files, f);
    }
    slab_give(&stock->items, head);
}

static void item__advance(send_item *item, send_stock *stock, uint64_t count) {
    send_file *f = item__file(item);
    if (f != NULL) {
        send_file_advance(&stock->files, f, count);
    } else {
        item->data += count;
        item->size -= (uint32_t)count;
    }
}

void send_queue_consume(send_queue *queue, send_stock *stock, uint64_t count) {
    queue->bytes -= count;
    while (queue->head != SLAB_NONE) {
        send_item *item = queue__item(stock, queue->head);
        uint64_t bytes = item__bytes(item);
        if (bytes > count) {
            item__advance(item, stock, count);
            return;
        }
        count -= bytes;
        queue__drop_head(queue, stock);
    }
}

void send_queue_clear(send_queue *queue, send_stock *stock) {
    while (queue->head != SLAB_NONE) {
        queue__drop_head(queue, stock);
    }
    queue->bytes = 0;
}
