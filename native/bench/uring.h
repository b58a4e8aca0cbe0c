/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A ring of the kernel's io_uring for one thread, with a group of buffers that the kernel receives into. Straight on
 * the system calls, so that nothing has to be installed.
 */
#ifndef BENCH_URING_H
#define BENCH_URING_H

#include <linux/io_uring.h>
#include <stdbool.h>
#include <stdint.h>

enum { URING_BUFFERS = 512, URING_BUFFER_BYTES = 64 << 10, URING_GROUP = 1 };

typedef struct uring {
    int fd;
    /* What is to be done. */
    uint32_t *sq_tail;
    uint32_t sq_mask;
    uint32_t sq_next;    /* where the next one goes */
    uint32_t sq_waiting; /* not submitted yet */
    struct io_uring_sqe *sqes;
    /* What is done. */
    uint32_t *cq_head;
    uint32_t *cq_tail;
    uint32_t cq_mask;
    struct io_uring_cqe *cqes;
    /* Buffers. */
    struct io_uring_buf_ring *buffers;
    uint16_t buffers_tail;
    char *memory;
} uring;

/* Fails if the kernel has no io_uring as new as this needs, or permits none. */
void uring_init(uring *r);

/* A cleared request with this name, which is submitted with the next step; never NULL. */
struct io_uring_sqe *uring_request(uring *r, uint8_t operation, int fd, uint64_t name);

/* Submits, and waits until something is done. */
void uring_step(uring *r);

/* The next that is done, or NULL; valid until uring_seen(). */
struct io_uring_cqe *uring_next(uring *r);
void uring_seen(uring *r);

/* The memory of a buffer; and back to the kernel with it. */
char *uring_buffer(const uring *r, uint16_t buffer);
void uring_give_back(uring *r, uint16_t buffer);

#endif
