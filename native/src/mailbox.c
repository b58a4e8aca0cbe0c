/* SPDX-License-Identifier: Apache-2.0 */
#include "mailbox.h"

#include <string.h>

/* Stands in newest. */
#define MAILBOX_CLOSED (INDEX_NONE - 1u)

uint32_t mailbox_init(mailbox *box) {
    uint32_t error = 8; /* ERROR_NOT_ENOUGH_MEMORY */
    memset(box, 0, sizeof *box);
    atomic_init(&box->newest, INDEX_NONE);
    size_t mails_bytes = sizeof *box->mails * MAILBOX_CAPACITY;
    size_t next_bytes = sizeof *box->next_free * MAILBOX_CAPACITY;
    box->mails = sys_reserve(mails_bytes);
    box->next_free = sys_reserve(next_bytes);
    if (box->mails == NULL || box->next_free == NULL) {
        goto fail;
    }
    error = sys_commit(box->mails, mails_bytes);
    if (error == 0) {
        error = sys_commit(box->next_free, next_bytes);
    }
    if (error != 0) {
        goto fail;
    }
    index_stack_init(&box->free, box->next_free, MAILBOX_CAPACITY);
    return 0;

fail:
    mailbox_fini(box);
    return error;
}

uint32_t mailbox_fini(mailbox *box) {
    uint32_t error = sys_release(box->mails);
    uint32_t next_error = sys_release(box->next_free);
    box->mails = NULL;
    box->next_free = NULL;
    return error != 0 ? error : next_error;
}

bool mailbox_post(mailbox *box, const mail *m) {
    uint32_t index = index_stack_pop(&box->free);
    if (index == INDEX_NONE) {
        return false;
    }
    box->mails[index] = *m;
    uint32_t newest = atomic_load_explicit(&box->newest, memory_order_relaxed);
    do {
        if (newest == MAILBOX_CLOSED) {
            index_stack_push(&box->free, index);
            return false;
        }
        box->mails[index].next = newest;
    } while (!atomic_compare_exchange_weak_explicit(&box->newest, &newest, index, memory_order_acq_rel,
                                                    memory_order_relaxed));
    return true;
}

uint32_t mailbox_take_all(mailbox *box) {
    uint32_t oldest = INDEX_NONE;
    if (mailbox_is_empty(box)) {
        return oldest;
    }
    uint32_t index = atomic_exchange_explicit(&box->newest, INDEX_NONE, memory_order_acq_rel);
    while (index != INDEX_NONE) {
        uint32_t before = box->mails[index].next;
        box->mails[index].next = oldest;
        oldest = index;
        index = before;
    }
    return oldest;
}

uint32_t mailbox_next(mailbox *box, uint32_t index, mail *out) {
    *out = box->mails[index];
    index_stack_push(&box->free, index);
    return out->next;
}

bool mailbox_close(mailbox *box) {
    uint32_t none = INDEX_NONE;
    return atomic_compare_exchange_strong(&box->newest, &none, MAILBOX_CLOSED);
}

bool mailbox_is_closed(mailbox *box) {
    return atomic_load_explicit(&box->newest, memory_order_acquire) == MAILBOX_CLOSED;
}

bool mailbox_is_empty(mailbox *box) {
    return atomic_load_explicit(&box->newest, memory_order_acquire) == INDEX_NONE;
}
