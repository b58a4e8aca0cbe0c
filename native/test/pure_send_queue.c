/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the send queue with random appends of memory and files, gathers, TransmitFile calls and partial consumption
 * against a model: a plain array of the bytes that are still to go. Neighbouring memory must merge, limits must hold,
 * a file that has become too short must be noticed, and no item, file or block may leak.
 */
#define _DEFAULT_SOURCE

#include "check.h"
#include "dice.h"
#include "send_queue.h"

#include <string.h>
#include <unistd.h>

enum { ROUNDS = 15000, MEMORY = 1024 * 1024, ITEMS = 200, MODEL = 64, FILES = 20, BLOCKS = 2 };
enum { FILE_BYTES = 3 * SEND_TRANSMIT_BYTES, FILE_PRIME = 1009 };

/* Memory, or bytes of the file. */
typedef struct piece {
    const char *data; /* NULL: the file */
    uint64_t size;
    uint64_t offset;
} piece;

/* A file of bytes that follow from their place; it lives as long as this program. */
static sys_file file;

static char file_byte(uint64_t at) {
    return (char)(at % FILE_PRIME * 7 ^ at / FILE_PRIME);
}

static void file_make(void) {
    FILE *made = tmpfile();
    CHECK(made != NULL);
    for (uint64_t at = 0; at < FILE_BYTES; at++) {
        CHECK(fputc(file_byte(at) & 0xFF, made) != EOF);
    }
    CHECK_EQUAL(fflush(made), 0);
    file = (sys_file)fileno(made);
}

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
        m->pieces[0].data += m->pieces[0].data == NULL ? 0 : count;
        m->pieces[0].offset += count;
        m->pieces[0].size -= count;
    }
}

static uint64_t queue_bytes(const send_queue *queue) {
    uint64_t bytes = 0;
    for (const send_item *item = queue->head; item != NULL; item = item->next) {
        bytes += item->size > 0 ? item->size : ((const send_file *)(const void *)item->data)->left;
    }
    return bytes;
}

/* A place in the model, moved over what a call sends. */
typedef struct walk {
    const model *m;
    uint32_t at;
    uint64_t within;
} walk;

static const piece *walk_piece(const walk *v) {
    CHECK(v->at < v->m->count);
    return &v->m->pieces[v->at];
}

static uint64_t walk_on(walk *v, uint64_t most) {
    uint64_t step = walk_piece(v)->size - v->within;
    step = step < most ? step : most;
    v->within += step;
    if (v->within == walk_piece(v)->size) {
        v->at++;
        v->within = 0;
    }
    return step;
}

/* Memory is the model's, byte address by byte address; of the file it is the bytes that are. */
static void walk_over(walk *v, const char *base, uint32_t length) {
    while (length > 0) {
        const piece *p = walk_piece(v);
        uint64_t from = p->offset + v->within;
        CHECK(p->data == NULL || base == p->data + v->within);
        uint64_t step = walk_on(v, length);
        for (uint64_t i = 0; p->data == NULL && i < step; i++) {
            CHECK(base[i] == file_byte(from + i));
        }
        base += step;
        length -= (uint32_t)step;
    }
}

/* What was gathered is the beginning of the model. */
static uint64_t check_gather(const model *m, const send_queue *queue, const send_stock *stock) {
    sys_buffer buffers[SEND_GATHER_BUFFERS];
    send_gathered all = send_queue_gather(queue, stock, buffers);
    uint64_t total = 0;
    walk v = {m, 0, 0};
    for (uint32_t i = 0; i < all.buffers; i++) {
        CHECK(buffers[i].length > 0);
        walk_over(&v, buffers[i].base, buffers[i].length);
        total += buffers[i].length;
    }
    CHECK(total > 0 && total <= SEND_GATHER_BYTES && total == all.bytes);
    CHECK(total == m->bytes || total == SEND_GATHER_BYTES || all.buffers == SEND_GATHER_BUFFERS ||
          m->pieces[v.at].data == NULL);
    return total;
}

static uint64_t check_transmit(const model *m, const send_queue *queue, send_file *f) {
    send_queue_surround(queue, f);
    uint64_t total = send_file_asked(f);
    walk v = {m, 0, 0};
    CHECK(f->length > 0 && f->length <= SEND_TRANSMIT_BYTES && !f->reads);
    walk_over(&v, f->around.head, f->around.head_length);
    CHECK(walk_piece(&v)->data == NULL && walk_piece(&v)->offset == f->offset && v.within == 0);
    CHECK_EQUAL(walk_on(&v, f->length), f->length);
    CHECK(f->around.tail_length == 0 || walk_piece(&v)->data != NULL);
    walk_over(&v, f->around.tail, f->around.tail_length);
    CHECK_EQUAL(total, f->around.head_length + f->length + f->around.tail_length);
    return total;
}

/* A file is read where it is not transmitted; without a block what stands before it goes alone. */
static uint64_t check_call(const model *m, const send_queue *queue, send_stock *stock) {
    send_file *f = send_queue_file(queue);
    if (f != NULL && !f->reads) {
        CHECK_EQUAL(send_file_check(f), 0);
        return check_transmit(m, queue, f);
    }
    if (f != NULL && send_file_read(&stock->files, f) != 0) {
        CHECK_EQUAL(slab_taken(&stock->files.blocks), BLOCKS);
        return m->pieces[0].data == NULL ? 0 : check_gather(m, queue, stock);
    }
    return check_gather(m, queue, stock);
}

static void model_append(model *m, piece p) {
    CHECK(m->count < sizeof m->pieces / sizeof m->pieces[0]);
    m->pieces[m->count++] = p;
    m->bytes += p.size;
}

static void append_file(dice *d, model *m, send_queue *queue, send_stock *stock) {
    uint32_t size = 1 + dice_below(d, dice_below(d, 8) == 0 ? FILE_BYTES / 2 : 40000);
    uint64_t offset = dice_below(d, FILE_BYTES - size);
    if (!send_queue_append_file(queue, stock, file, offset, size, dice_below(d, 2) == 0)) {
        CHECK(send_stock_items(stock) == ITEMS || slab_taken(&stock->files.files) == FILES);
        return;
    }
    model_append(m, (piece){NULL, size, offset});
}

static void append(dice *d, model *m, send_queue *queue, send_stock *stock, const char *memory) {
    uint32_t size = dice_below(d, 4) == 0 ? 1 + dice_below(d, 100000) : 1 + dice_below(d, 50);
    const char *data = memory + dice_below(d, MEMORY - size);
    if (m->count > 0 && dice_below(d, 3) == 0) { /* right behind the last */
        const piece *last = &m->pieces[m->count - 1];
        if (last->data != NULL && last->data + last->size + size <= memory + MEMORY) {
            data = last->data + last->size;
        }
    }
    bool begun = dice_below(d, 2) == 0 && send_queue_begin(queue, stock, data, size);
    CHECK(!begun || m->count == 0);
    if (!begun && !send_queue_append(queue, stock, data, size)) {
        CHECK_EQUAL(send_stock_items(stock), ITEMS);
        return;
    }
    model_append(m, (piece){data, size, 0});
}

static void stock_init(send_stock *stock, uint32_t items) {
    *stock = (send_stock){0};
    CHECK_EQUAL(slab_init(&stock->items, sizeof(send_item), items), 0);
    CHECK_EQUAL(slab_init(&stock->files.files, sizeof(send_file), FILES), 0);
    CHECK_EQUAL(slab_init(&stock->files.blocks, SEND_BLOCK_BYTES, BLOCKS), 0);
}

static void stock_fini(send_stock *stock) {
    CHECK_EQUAL(send_stock_items(stock), 0);
    CHECK_EQUAL(slab_taken(&stock->files.files), 0);
    CHECK_EQUAL(slab_taken(&stock->files.blocks), 0);
    CHECK_EQUAL(send_stock_fini(stock), 0);
}

static void random_walk(uint64_t seed) {
    dice d = {seed};
    static model m;
    send_stock stock;
    send_queue queue;
    char *memory = malloc(MEMORY);
    CHECK(memory != NULL);
    memset(&m, 0, sizeof m);
    stock_init(&stock, ITEMS);
    send_queue_init(&queue);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        if (dice_below(&d, 2) == 0 && m.count < MODEL * 3) {
            if (dice_below(&d, 4) == 0) {
                append_file(&d, &m, &queue, &stock);
            } else {
                append(&d, &m, &queue, &stock, memory);
            }
        } else if (m.bytes > 0) {
            uint64_t total = check_call(&m, &queue, &stock);
            uint64_t part = dice_below(&d, 3) == 0 ? total : dice_below(&d, (uint32_t)total + 1);
            send_queue_consume(&queue, &stock, part);
            model_consume(&m, part);
        }
        CHECK_EQUAL(queue_bytes(&queue), m.bytes);
        CHECK_EQUAL(send_queue_is_empty(&queue), m.bytes == 0);
    }
    send_queue_clear(&queue, &stock);
    CHECK(send_queue_is_empty(&queue) && queue_bytes(&queue) == 0);
    stock_fini(&stock);
    free(memory);
}

/* A merged item never grows beyond what 32 bits count. */
static void no_overflow(void) {
    send_stock stock;
    send_queue queue;
    static const char base[1] = {0};
    const char *at = base;
    stock_init(&stock, 4);
    send_queue_init(&queue);
    CHECK(send_queue_append(&queue, &stock, at, 0xFFFFFFF0u));
    CHECK(send_queue_append(&queue, &stock, (const char *)((uintptr_t)at + 0xFFFFFFF0u), 0x20));
    CHECK_EQUAL(send_stock_items(&stock), 2);
    CHECK_EQUAL(queue_bytes(&queue), 0x100000010ull);
    send_queue_consume(&queue, &stock, 0xFFFFFFF8u);
    CHECK_EQUAL(send_stock_items(&stock), 1);
    CHECK_EQUAL(queue_bytes(&queue), 0x18);
    send_queue_clear(&queue, &stock);
    stock_fini(&stock);
}

/* What ends before its time is told before the first byte, and while it is read. */
static void too_short(void) {
    send_stock stock;
    send_queue queue;
    stock_init(&stock, 4);
    send_queue_init(&queue);
    CHECK(send_queue_append_file(&queue, &stock, file, FILE_BYTES - 10, 11, true));
    send_file *f = send_queue_file(&queue);
    CHECK_EQUAL(send_file_check(f), SYS_END_OF_FILE);
    CHECK_EQUAL(send_file_read(&stock.files, f), 0);
    CHECK_EQUAL(f->length, 10);
    send_queue_consume(&queue, &stock, 10);
    CHECK_EQUAL(send_file_read(&stock.files, f), SYS_END_OF_FILE);
    send_queue_consume(&queue, &stock, 1);
    CHECK(send_queue_append_file(&queue, &stock, file, FILE_BYTES + 1, 1, true));
    CHECK_EQUAL(send_file_check(send_queue_file(&queue)), SYS_END_OF_FILE);
    send_queue_clear(&queue, &stock);
    stock_fini(&stock);
}

/* Where a call is full: a file behind does not fit into it, and memory behind stays for the next. */
static void full_call(void) {
    static const char memory[SEND_GATHER_BYTES + 2];
    sys_buffer buffers[SEND_GATHER_BUFFERS];
    send_stock stock;
    send_queue queue;
    stock_init(&stock, 4);
    send_queue_init(&queue);
    CHECK(send_queue_file(&queue) == NULL);
    CHECK(send_queue_append(&queue, &stock, memory, SEND_GATHER_BYTES));
    CHECK(send_queue_append_file(&queue, &stock, file, 0, 1, false));
    CHECK(send_queue_file(&queue) == NULL);
    send_queue_consume(&queue, &stock, 1);
    CHECK(send_queue_file(&queue) != NULL);
    send_queue_clear(&queue, &stock);
    CHECK(send_queue_append(&queue, &stock, memory, SEND_GATHER_BYTES));
    CHECK(send_queue_append(&queue, &stock, memory + SEND_GATHER_BYTES + 1, 1));
    send_gathered all = send_queue_gather(&queue, &stock, buffers);
    CHECK_EQUAL(all.buffers, 1);
    CHECK_EQUAL(all.bytes, SEND_GATHER_BYTES);
    send_queue_clear(&queue, &stock);
    stock_fini(&stock);
}

int main(void) {
    file_make();
    for (uint64_t seed = 1; seed <= 5; seed++) {
        random_walk(seed);
    }
    no_overflow();
    too_short();
    full_call();
    return 0;
}
