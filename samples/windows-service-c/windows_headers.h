/* SPDX-License-Identifier: Apache-2.0 */
/* The headers of Windows that this program needs. _WIN32_WINNT and UNICODE come from the build. */
#ifndef WINDOWS_HEADERS_H
#define WINDOWS_HEADERS_H

#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#include <windows.h>
#include <winsvc.h>

#endif
