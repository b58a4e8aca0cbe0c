/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks places under a limit: never more than there are, none for a later user of the same entry, and those that are
 * due later come back to whom they belong, however many listeners had the entry meanwhile.
 */
#include "check.h"
#include "room.h"

static lp_listener name(uint32_t entry, uint32_t generation) {
    return (uint64_t)3 << 56 | (uint64_t)(entry + 1) << 32 | generation;
}

static void limit(void) {
    room r;
    room_open(&r, 7, 2);
    CHECK(room_take(&r) && !room_is_full(&r));
    CHECK(room_take(&r) && room_is_full(&r));
    CHECK(!room_take(&r));
    room_give(&r, 7);
    CHECK(room_take(&r));
    CHECK(!room_take(&r));
}

static void generations(void) {
    room r;
    room_open(&r, 7, 1);
    CHECK(room_take(&r));
    room_open(&r, 8, 1);
    room_give(&r, 7); /* a link of the listener before */
    CHECK(room_take(&r));
    CHECK(!room_take(&r));
    room_give(&r, 8);
    CHECK(room_take(&r));
    room_open(&r, UINT32_MAX, LP_SLOT_MAX);
    CHECK(room_take(&r));
    room_give(&r, UINT32_MAX);
    CHECK_EQUAL(r.state, (uint64_t)UINT32_MAX << 32 | LP_SLOT_MAX);
}

static void expect(room_dues *d, uint32_t entry, uint32_t generation) {
    lp_listener due = room_dues_take(d);
    CHECK_EQUAL(LP_LINK_SLOT(due), entry + 1);
    CHECK_EQUAL(LP_LINK_GENERATION(due), generation);
}

static void dues(void) {
    static room_dues d;
    CHECK_EQUAL(room_dues_take(&d), 0);
    room_dues_add(&d, name(0, 1));
    room_dues_add(&d, name(LISTENER_MAX - 1, 9));
    room_dues_add(&d, name(0, 1));
    expect(&d, LISTENER_MAX - 1, 9);
    expect(&d, 0, 1);
    expect(&d, 0, 1);
    CHECK_EQUAL(room_dues_take(&d), 0);
}

/* Links of two listeners that had the same entry end in one step: only the younger still wants its places. */
static void dues_of_one_entry(void) {
    static room_dues d;
    room_dues_add(&d, name(5, UINT32_MAX));
    room_dues_add(&d, name(5, 1)); /* the younger: the count has wrapped */
    room_dues_add(&d, name(5, UINT32_MAX));
    room_dues_add(&d, name(5, 1));
    expect(&d, 5, 1);
    expect(&d, 5, 1);
    CHECK_EQUAL(room_dues_take(&d), 0);
}

int main(void) {
    limit();
    generations();
    dues();
    dues_of_one_entry();
    return 0;
}
