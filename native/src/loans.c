/* SPDX-License-Identifier: Apache-2.0 */
#include "loans.h"

#include <stddef.h>

void loans_add(loans *l, lp_loan *loan) {
    loan->next = NULL;
    if (l->last == NULL) {
        l->first = loan;
    } else {
        l->last->next = loan;
    }
    l->last = loan;
    l->bytes += loan->left;
}

lp_loan *loans_drop(loans *l) {
    lp_loan *loan = l->first;
    if (loan == NULL) {
        return NULL;
    }
    l->bytes -= loan->left;
    l->first = loan->next;
    if (l->first == NULL) {
        l->last = NULL;
    }
    return loan;
}

lp_loan *loans_sent(loans *l, uint64_t *count) {
    lp_loan *loan = l->first;
    if (loan == NULL || *count == 0) {
        return NULL;
    }
    if (*count >= loan->left) {
        *count -= loan->left;
        return loans_drop(l);
    }
    loan->left -= *count;
    l->bytes -= *count;
    *count = 0;
    return NULL;
}
