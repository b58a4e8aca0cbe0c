/* SPDX-License-Identifier: Apache-2.0 */
/* Checks that stay on in release. */
#ifndef LP_TEST_CHECK_H
#define LP_TEST_CHECK_H

#include <stdio.h>
#include <stdlib.h>

#define FAIL(...)                                                                                                      \
    do {                                                                                                               \
        fprintf(stderr, "%s:%d: ", __FILE__, __LINE__);                                                                \
        fprintf(stderr, __VA_ARGS__);                                                                                  \
        fprintf(stderr, "\n");                                                                                         \
        fflush(stderr);                                                                                                \
        _Exit(1);                                                                                                      \
    } while (0)

#define CHECK(condition)                                                                                               \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            FAIL("failed: %s", #condition);                                                                            \
        }                                                                                                              \
    } while (0)

#define CHECK_EQUAL(actual, expected)                                                                                  \
    do {                                                                                                               \
        long long check_actual = (long long)(actual);                                                                  \
        long long check_expected = (long long)(expected);                                                              \
        if (check_actual != check_expected) {                                                                          \
            FAIL("%s is %lld, expected %lld (%s)", #actual, check_actual, check_expected, #expected);                  \
        }                                                                                                              \
    } while (0)

#endif
