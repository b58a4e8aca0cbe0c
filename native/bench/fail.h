/* SPDX-License-Identifier: Apache-2.0 */
/* A program of the rig cannot go on: it says why on standard error and ends with status 1. */
#ifndef BENCH_FAIL_H
#define BENCH_FAIL_H

/* Nothing of the system's to add. */
_Noreturn void fail(const char *what);

/* Adds what errno says. */
_Noreturn void fail_errno(const char *what);

#endif
