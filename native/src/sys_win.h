/* SPDX-License-Identifier: Apache-2.0 */
/* The Windows headers, in the one order that works. For sys_win*.c only. */
#ifndef LP_SYS_WIN_H
#define LP_SYS_WIN_H

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#ifndef _WIN32_WINNT
#define _WIN32_WINNT 0x0A00 /* Windows 10, Server 2016 */
#endif

/* clang-format off */
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mswsock.h>
#include <windows.h>
/* clang-format on */

#endif
