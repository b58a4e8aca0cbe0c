/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the send queue with random appends, gathers and partial consumption against a model: a plain array of the
 * bytes that are still to go. Neighbouring memory must merge, limits must hold, and no item may leak.
 */
#include "check.h"
#include "dice.h"
#include "send_queue.h"

#include <string.h>

enum { ROUNDS = 200000, MEMORY = 1024 * 1024, ITEMS = 200, MODEL = 64 };

typedef struct piece {
    const char *data;
    uint64_t size;
} piece;

typedef struct model {
    piece pieces[MODEL * 4];
    uint32_t count;
    uint64_t bytes;
} model;

static void model_consume(model *m, uint64_t count) {
    m->bytes -= count;
    uint32_t gone = 0;
    while (gone < m->count && m->pieces[gone].size <= count) {
        count -= m->pieces[gone++].size;
    }
    memmove(m->pieces, m->pieces + gone, sizeof(piece) * (m->count - gone));
    m->count -= gone;
    if (count > 0) {
        m->pieces[0].data += count;
        m->pieces[0].size -= count;
    }
}

/* What was gathered is the beginning of the model, byte address by byte address. */
static uint64_t check_gather(const model *m, const send_queue *queue, const send_stock *stock) {
    sys_buffer buffers[SEND_GATHER_BUFFERS];
    uint32_t count = send_queue_gather(queue, stock, buffers);
    uint64_t total = 0;
    uint32_t at = 0;
    uint64_t within = 0;
    for (uint32_t i = 0; i < count; i++) {
        CHECK(buffers[i].length > 0);
        for (uint32_t k = 0; k < buffers[i].length;) {
            CHECK(at < m->count);
            CHECK(buffers[i].base + k == m->pieces[at].data + within);
            uint64_t step = m->pieces[at].size - within;
            step = step < buffers[i].length - k ? step : buffers[i].length - k;
            k += (uint32_t)step;
            within += step;
            if (within == m->pieces[at].size) {
                at++;
                within = 0;
            }
        }
        total += buffers[i].length;
    }
    CHECK(total <= SEND_GATHER_BYTES);
    CHECK(total == m->bytes || total == SEND_GATHER_BYTES || count == SEND_GATHER_BUFFERS);
    return total;
}

static void append(dice *d, model *m, send_queue *queue, send_stock *stock, const char *memory) {
    uint32_t size = dice_below(d, 4) == 0 ? 1 + dice_below(d, 100000) : 1 + dice_below(d, 50);
    const char *data = memory + dice_below(d, MEMORY - size);
    if (m->count > 0 && dice_below(d, 3) == 0) { /* right behind the last */
        const piece *last = &m->pieces[m->count - 1];
        if (last->data + last->size + size <= memory + MEMORY) {
            data = last->data + last->size;
        }
    }
    if (!send_queue_append(queue, stock, data, size)) {
        CHECK_EQUAL(slab_taken(&stock->items), ITEMS);
        return;
    }
    CHECK(m->count < sizeof m->pieces / sizeof m->pieces[0]);
    m->pieces[m->count++] = (piece){data, size};
    m->bytes += size;
}

static void random_walk(uint64_t seed) {
    dice d = {seed};
    static model m;
    send_stock stock;
    send_queue queue;
    char *memory = malloc(MEMORY);
    CHECK(memory != NULL);
    memset(&m, 0, sizeof m);
    CHECK_EQUAL(slab_init(&stock.items, sizeof(send_item), ITEMS), 0);
    send_queue_init(&queue);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (dice_below(&d, 2) == 0 && m.count < MODEL * 3) {
            append(&d, &m, &queue, &stock, memory);
        } else if (m.bytes > 0) {
            uint64_t total = check_gather(&m, &queue, &stock);
            uint64_t part = dice_below(&d, 3) == 0 ? total : dice_below(&d, (uint32_t)total + 1);
            send_queue_consume(&queue, &stock, part);
            model_consume(&m, part);
        }
        CHECK_EQUAL(queue.bytes, m.bytes);
        CHECK_EQUAL(send_queue_is_empty(&queue), m.bytes == 0);
    }
    send_queue_clear(&queue, &stock);
    CHECK(send_queue_is_empty(&queue) && queue.bytes == 0);
    CHECK_EQUAL(slab_taken(&stock.items), 0);
    CHECK_EQUAL(slab_fini(&stock.items), 0);
    free(memory);
}

/* A merged item never grows beyond what 32 bits count. */
static void no_overflow(void) {
    send_stock stock;
    send_queue queue;
    static const char base[1] = {0};
    const char *at = base;
    CHECK_EQUAL(slab_init(&stock.items, sizeof(send_item), 4), 0);
    send_queue_init(&queue);
    CHECK(send_queue_append(&queue, &stock, at, 0xFFFFFFF0u));
    CHECK(send_queue_append(&queue, &stock, (const char *)((uintptr_t)at + 0xFFFFFFF0u), 0x20));
    CHECK_EQUAL(slab_taken(&stock.items), 2);
    CHECK_EQUAL(queue.bytes, 0x100000010ull);
    send_queue_consume(&queue, &stock, 0xFFFFFFF8u);
    CHECK_EQUAL(slab_taken(&stock.items), 1);
    CHECK_EQUAL(queue.bytes, 0x18);
    send_queue_clear(&queue, &stock);
    CHECK_EQUAL(slab_fini(&stock.items), 0);
}

int main(void) {
    for (uint64_t seed = 1; seed <= 5; seed++) {
        random_walk(seed);
    }
    no_overflow();
    return 0;
}
