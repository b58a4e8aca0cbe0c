/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "uring.h"

#include "fail.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { SQ_ENTRIES = 1024, CQ_ENTRIES = 16384 };

/* The kernel stands on the other side of these. */
static uint32_t uring__load(uint32_t *place) {
    return atomic_load_explicit((_Atomic uint32_t *)place, memory_order_acquire);
}

static void uring__store(uint32_t *place, uint32_t value) {
    atomic_store_explicit((_Atomic uint32_t *)place, value, memory_order_release);
}

static void *uring__map(int fd, size_t size, off_t offset, int flags) {
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, flags, fd, offset);
    if (memory == MAP_FAILED) {
        fail_errno("mapping a ring");
    }
    return memory;
}

static void uring__map_queues(uring *r, const struct io_uring_params *p) {
    size_t size = p->cq_off.cqes + p->cq_entries * sizeof(struct io_uring_cqe);
    size_t requests = p->sq_off.array + p->sq_entries * sizeof(uint32_t);
    char *queues = uring__map(r->fd, size > requests ? size : requests, IORING_OFF_SQ_RING, MAP_SHARED | MAP_POPULATE);
    uint32_t *array = (uint32_t *)(void *)(queues + p->sq_off.array);
    r->sqes = uring__map(r->fd, p->sq_entries * sizeof *r->sqes, IORING_OFF_SQES, MAP_SHARED | MAP_POPULATE);
    r->sq_tail = (uint32_t *)(void *)(queues + p->sq_off.tail);
    r->sq_mask = p->sq_entries - 1;
    r->cq_head = (uint32_t *)(void *)(queues + p->cq_off.head);
    r->cq_tail = (uint32_t *)(void *)(queues + p->cq_off.tail);
    r->cq_mask = p->cq_entries - 1;
    r->cqes = (struct io_uring_cqe *)(void *)(queues + p->cq_off.cqes);
    for (uint32_t i = 0; i < p->sq_entries; i++) {
        array[i] = i;
    }
}

static void uring__add_buffers(uring *r) {
    size_t size = URING_BUFFERS * sizeof(struct io_uring_buf);
    struct io_uring_buf_reg group = {.ring_entries = URING_BUFFERS, .bgid = URING_GROUP};
    r->buffers = uring__map(-1, size, 0, MAP_PRIVATE | MAP_ANONYMOUS);
    r->memory = uring__map(-1, (size_t)URING_BUFFERS * URING_BUFFER_BYTES, 0, MAP_PRIVATE | MAP_ANONYMOUS);
    group.ring_addr = (uint64_t)(uintptr_t)r->buffers;
    if (syscall(SYS_io_uring_register, r->fd, IORING_REGISTER_PBUF_RING, &group, 1) != 0) {
        fail_errno("a group of buffers");
    }
    for (uint16_t i = 0; i < URING_BUFFERS; i++) {
        uring_give_back(r, i);
    }
}

void uring_init(uring *r) {
    struct io_uring_params params = {.cq_entries = CQ_ENTRIES};
    params.flags = IORING_SETUP_CQSIZE | IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN;
    memset(r, 0, sizeof *r);
    r->fd = (int)syscall(SYS_io_uring_setup, SQ_ENTRIES, &params);
    if (r->fd < 0) {
        fail_errno("io_uring");
    }
    if (!(params.features & IORING_FEAT_SINGLE_MMAP)) {
        fail("an io_uring that is too old");
    }
    uring__map_queues(r, &params);
    uring__add_buffers(r);
}

static void uring__enter(uring *r, uint32_t wait_for) {
    int done;
    uring__store(r->sq_tail, r->sq_next);
    do {
        done = (int)syscall(SYS_io_uring_enter, r->fd, r->sq_waiting, wait_for, IORING_ENTER_GETEVENTS, NULL, 0);
        if (done < 0 && errno != EINTR && errno != EBUSY) {
            fail_errno("io_uring_enter");
        }
    } while (done < 0 && errno == EINTR);
    r->sq_waiting -= done > 0 ? (uint32_t)done : 0;
}

struct io_uring_sqe *uring_request(uring *r, uint8_t operation, int fd, uint64_t name) {
    if (r->sq_waiting > r->sq_mask) {
        uring__enter(r, 0);
    }
    struct io_uring_sqe *sqe = &r->sqes[r->sq_next++ & r->sq_mask];
    r->sq_waiting++;
    memset(sqe, 0, sizeof *sqe);
    sqe->opcode = operation;
    sqe->fd = fd;
    sqe->user_data = name;
    return sqe;
}

void uring_step(uring *r) {
    uring__enter(r, 1);
}

struct io_uring_cqe *uring_next(uring *r) {
    uint32_t head = *r->cq_head;
    return head == uring__load(r->cq_tail) ? NULL : &r->cqes[head & r->cq_mask];
}

void uring_seen(uring *r) {
    uring__store(r->cq_head, *r->cq_head + 1);
}

char *uring_buffer(const uring *r, uint16_t buffer) {
    return r->memory + (size_t)buffer * URING_BUFFER_BYTES;
}

/* The tail lies where the first buffer has a field of no use. */
void uring_give_back(uring *r, uint16_t buffer) {
    struct io_uring_buf *entry = &r->buffers->bufs[r->buffers_tail % URING_BUFFERS];
    entry->addr = (uint64_t)(uintptr_t)uring_buffer(r, buffer);
    entry->len = URING_BUFFER_BYTES;
    entry->bid = buffer;
    r->buffers_tail++;
    atomic_store_explicit((_Atomic uint16_t *)&r->buffers->tail, r->buffers_tail, memory_order_release);
}
