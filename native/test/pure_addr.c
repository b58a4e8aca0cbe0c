/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks the two forms of an address: there and back, mapped ones, scopes, short ones and unknown families. */
#include "addr.h"
#include "check.h"
#include "dice.h"

#include <string.h>

static void there_and_back(void) {
    dice d = {1};
    for (int i = 0; i < 10000; i++) {
        lp_address a;
        lp_address b;
        sys_address s;
        memset(&a, 0, sizeof a);
        a.family = i % 2 == 0 ? 4 : 6;
        a.tcp_port = (uint16_t)dice_next(&d);
        a.scope = a.family == 6 ? (uint32_t)dice_next(&d) : 0;
        for (int k = 0; k < (a.family == 4 ? 4 : 16); k++) {
            a.bytes[k] = (uint8_t)dice_next(&d);
        }
        CHECK(addr_to_sys(&a, &s));
        CHECK_EQUAL(s.size, a.family == 4 ? 16 : 28);
        addr_from_sys(&s, &b);
        CHECK(memcmp(&a, &b, sizeof a) == 0);
    }
}

static void layout(void) {
    lp_address a = {.family = 4, .tcp_port = 0x1234, .bytes = {1, 2, 3, 4}};
    sys_address s;
    static const uint8_t expected[8] = {2, 0, 0x12, 0x34, 1, 2, 3, 4};
    CHECK(addr_to_sys(&a, &s));
    CHECK(memcmp(s.bytes, expected, sizeof expected) == 0);
    CHECK_EQUAL(addr_sys_family(&a), SYS_FAMILY_V4);
    a.family = 6;
    CHECK(addr_to_sys(&a, &s));
    CHECK(s.bytes[0] == SYS_FAMILY_V6 && s.bytes[2] == 0x12 && s.bytes[3] == 0x34 && s.bytes[8] == 1);
    CHECK_EQUAL(addr_sys_family(&a), SYS_FAMILY_V6);
}

static void mapped(void) {
    lp_address a = {.family = 6, .tcp_port = 80, .bytes = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 10, 1, 2, 3}};
    lp_address b;
    sys_address s;
    CHECK(addr_to_sys(&a, &s));
    addr_from_sys(&s, &b);
    CHECK_EQUAL(b.family, 4);
    CHECK_EQUAL(b.tcp_port, 80);
    CHECK(b.bytes[0] == 10 && b.bytes[3] == 3 && b.bytes[4] == 0);
}

static void unknown(void) {
    lp_address a = {.family = 0};
    lp_address b;
    sys_address s;
    CHECK(!addr_to_sys(&a, &s));
    a.family = 5;
    CHECK(!addr_to_sys(&a, &s));
    memset(&s, 0, sizeof s);
    s.bytes[0] = 1; /* AF_UNIX */
    s.size = 28;
    addr_from_sys(&s, &b);
    CHECK_EQUAL(b.family, 0);
    s.bytes[0] = SYS_FAMILY_V6;
    s.size = 16; /* too short for its family */
    addr_from_sys(&s, &b);
    CHECK_EQUAL(b.family, 0);
    s.bytes[0] = SYS_FAMILY_V4;
    s.size = 15;
    addr_from_sys(&s, &b);
    CHECK_EQUAL(b.family, 0);
}

static void kinds(void) {
    lp_address any = addr_any(4);
    CHECK(any.family == 4 && addr_is_wildcard(&any) && !addr_is_loopback(&any));
    any = addr_any(6);
    CHECK(any.family == 6 && addr_is_wildcard(&any) && !addr_is_loopback(&any));
    any.bytes[15] = 1;
    CHECK(!addr_is_wildcard(&any) && addr_is_loopback(&any));
    lp_address local = {.family = 4, .bytes = {127, 9, 9, 9}};
    CHECK(!addr_is_wildcard(&local) && addr_is_loopback(&local));
    lp_address tail = {.family = 4, .bytes = {0, 0, 0, 0, 1}}; /* bytes behind an IPv4 address count for nothing */
    CHECK(addr_is_wildcard(&tail));
}

int main(void) {
    there_and_back();
    layout();
    mapped();
    unknown();
    kinds();
    return 0;
}
