/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks what is on its way at a link: whatever portions the OS takes, each loan comes out once, in order, with its
 * last byte and not before, and the bytes that are left are those of the loans that are left.
 */
#include "check.h"
#include "loans.h"

#include <stdbool.h>
#include <stdlib.h>

enum { COUNT = 9, ROUNDS = 2000 };

static lp_loan all[COUNT];
static uint64_t sizes[COUNT];

static uint32_t dice(uint32_t below) {
    static uint64_t state = 3;
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(state >> 33) % below;
}

static uint64_t fill(loans *l) {
    uint64_t bytes = 0;
    loans_init(l);
    for (uint32_t i = 0; i < COUNT; i++) {
        sizes[i] = 1 + dice(dice(3) == 0 ? 100000 : 10);
        all[i].left = sizes[i];
        bytes += sizes[i];
        loans_add(l, &all[i]);
        CHECK_EQUAL(l->bytes, bytes);
    }
    return bytes;
}

static void portions(void) {
    loans l;
    uint64_t left = fill(&l);
    uint64_t taken = 0;
    uint64_t end_of_next = sizes[0];
    uint32_t next = 0;
    while (left > 0) {
        uint64_t count = 1 + dice(left < 50000 ? (uint32_t)left : 50000);
        left -= count;
        taken += count;
        for (lp_loan *loan; (loan = loans_sent(&l, &count)) != NULL;) {
            CHECK(loan == &all[next] && end_of_next <= taken);
            next++;
            end_of_next += next < COUNT ? sizes[next] : 0;
        }
        CHECK(count == 0 && l.bytes == left && (next == COUNT || end_of_next > taken));
    }
    CHECK(next == COUNT && l.first == NULL && l.last == NULL && loans_drop(&l) == NULL);
}

static void dropped(void) {
    loans l;
    uint64_t left = fill(&l);
    uint64_t count = 1 + dice((uint32_t)left - 1);
    uint32_t next = 0;
    left -= count;
    while (loans_sent(&l, &count) != NULL) {
        next++;
    }
    for (lp_loan *loan; (loan = loans_drop(&l)) != NULL; next++) {
        CHECK(loan == &all[next]);
        left -= loan->left;
        CHECK_EQUAL(l.bytes, left);
    }
    CHECK(next == COUNT && left == 0);
    loans_add(&l, &all[0]);
    CHECK(loans_drop(&l) == &all[0]);
}

int main(void) {
    for (uint32_t i = 0; i < ROUNDS; i++) {
        portions();
        dropped();
    }
    return 0;
}
