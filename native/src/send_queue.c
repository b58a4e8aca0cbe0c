/* SPDX-License-Identifier: Apache-2.0 */
#include "send_queue.h"

enum { ITEMS_MAX = 1024 * 1024 };

uint32_t send_stock_init(send_stock *stock) {
    stock->spare = NULL;
    stock->spare_count = 0;
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

static send_item *stock__take(send_stock *stock) {
    send_item *item = stock->spare;
    if (item != NULL) {
        stock->spare = item->next;
        stock->spare_count--;
        return item;
    }
    uint32_t index = slab_take_fresh(&stock->items);
    return index == SLAB_NONE ? NULL : slab_at(&stock->items, index);
}

/* NULL: it is memory. */
static send_file *item__file(const send_item *item) {
    return item->size == 0 ? (send_file *)(uintptr_t)item->data : NULL;
}

static uint64_t item__bytes(const send_item *item) {
    const send_file *f = item__file(item);
    return f != NULL ? f->left : item->size;
}

static bool queue__extend(send_queue *queue, const char *data, uint32_t size) {
    send_item *tail = queue->tail;
    if (tail == NULL || item__file(tail) != NULL || tail->data + tail->size != data || size > UINT32_MAX - tail->size) {
        return false;
    }
    tail->size += size;
    return true;
}

static bool queue__add(send_queue *queue, send_stock *stock, const void *data, uint32_t size) {
    send_item *item = stock__take(stock);
    if (item == NULL) {
        return false;
    }
    *item = (send_item){data, size, NULL};
    if (queue->tail == NULL) {
        queue->head = item;
    } else {
        queue->tail->next = item;
    }
    queue->tail = item;
    return true;
}

bool send_queue_append(send_queue *queue, send_stock *stock, const void *data, uint32_t size) {
    return queue__extend(queue, data, size) || queue__add(queue, stock, data, size);
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
    return true;
}

send_file *send_queue_file(const send_queue *queue) {
    const send_item *head = queue->head;
    if (head == NULL || item__file(head) != NULL) {
        return head == NULL ? NULL : item__file(head);
    }
    bool alone = head->next == NULL || head->size >= SEND_GATHER_BYTES;
    return alone ? NULL : item__file(head->next);
}

/* What the item gives to a call with that much room. */
static sys_buffer item__buffer(const send_item *item, const send_stock *stock, uint32_t room) {
    const send_file *f = item__file(item);
    char *base = f == NULL ? (char *)(uintptr_t)item->data : send_file_bytes(&stock->files, f);
    uint32_t size = f == NULL ? item->size : base == NULL ? 0 : f->length;
    return (sys_buffer){size < room ? size : room, base};
}

send_gathered send_queue_gather_all(const send_queue *queue, const send_stock *stock, sys_buffer *buffers) {
    send_gathered all = {0, 0};
    for (const send_item *item = queue->head;
         item != NULL && all.buffers < SEND_GATHER_BUFFERS && all.bytes < SEND_GATHER_BYTES;) {
        sys_buffer buffer = item__buffer(item, stock, SEND_GATHER_BYTES - all.bytes);
        if (buffer.length > 0) {
            buffers[all.buffers++] = buffer;
            all.bytes += buffer.length;
        }
        item = buffer.length < item__bytes(item) ? NULL : item->next;
    }
    return all;
}

static const send_item *queue__behind_file(const send_queue *queue) {
    const send_item *item = queue->head;
    return item__file(item) != NULL ? item->next : item->next->next;
}

void send_queue_surround(const send_queue *queue, send_file *f) {
    const send_item *head = queue->head;
    const send_item *tail = queue__behind_file(queue);
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
}

static void queue__drop_head(send_queue *queue, send_stock *stock) {
    send_item *head = queue->head;
    send_file *f = item__file(head);
    queue->head = head->next;
    if (queue->head == NULL) {
        queue->tail = NULL;
    }
    if (f != NULL) {
        send_file_give(&stock->files, f);
    }
    send_stock_give(stock, head);
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

void send_queue_consume_some(send_queue *queue, send_stock *stock, uint64_t count) {
    while (queue->head != NULL) {
        send_item *item = queue->head;
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
    while (queue->head != NULL) {
        queue__drop_head(queue, stock);
    }
}
