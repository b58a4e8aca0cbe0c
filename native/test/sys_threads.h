/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A Windows for real threads, behind sys.h: completion ports with a lock each, and just enough of sockets. Clients
 * knock at listeners, say nothing and end when they are ended; connects are refused, or to 192.x.x.x never answered.
 *
 * No lock is shared by workers that Windows would not have them share, so that the thread sanitizer sees every race of
 * the core. A wait of a whole nap never ends by itself: a lost wake is a test that hangs, and then is ended with a
 * word.
 */
#ifndef LP_TEST_SYS_THREADS_H
#define LP_TEST_SYS_THREADS_H

#include "sys.h"

/* Ends the program if it takes longer. */
void sys_threads_begin(uint32_t seconds);

/* A client at a TCP port. False if nobody accepts there now. Any thread. */
bool sys_threads_knock(uint16_t tcp_port);

/* Sockets and ports that are open. */
uint32_t sys_threads_open(void);

#endif
