/* SPDX-License-Identifier: Apache-2.0 */
#ifndef BENCH_UNREAD_H
#define BENCH_UNREAD_H

#include <stdint.h>

/* Returns when nothing that was sent to that TCP port of this machine waits to be read; fails after 20 seconds. */
void unread_await_none(uint16_t tcp_port);

#endif
