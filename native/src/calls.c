/* SPDX-License-Identifier: Apache-2.0 */
#include "calls.h"

#include <stddef.h>

bool calls_post(calls *c, lp_call *call) {
    uintptr_t newest = atomic_load_explicit(&c->newest, memory_order_relaxed);
    do {
        if (newest == CALLS_CLOSED) {
            return false;
        }
        call->next = (lp_call *)newest;
    } while (!atomic_compare_exchange_weak_explicit(&c->newest, &newest, (uintptr_t)call, memory_order_release,
                                                    memory_order_relaxed));
    return true;
}

lp_call *calls_take(calls *c) {
    if (atomic_load_explicit(&c->newest, memory_order_relaxed) <= CALLS_CLOSED) {
        return NULL;
    }
    lp_call *newest = (lp_call *)atomic_exchange_explicit(&c->newest, 0, memory_order_acquire);
    lp_call *first = NULL;
    while (newest != NULL) {
        lp_call *next = newest->next;
        newest->next = first;
        first = newest;
        newest = next;
    }
    return first;
}

bool calls_close(calls *c) {
    uintptr_t none = 0;
    return atomic_compare_exchange_strong(&c->newest, &none, CALLS_CLOSED);
}
