/* SPDX-License-Identifier: Apache-2.0 */
/* Text of the system in UTF-8. Any thread. */
#ifndef SYSTEM_TEXT_H
#define SYSTEM_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <wchar.h>

enum { SYSTEM_TEXT_BYTES = 512 };

/* What the system says of an error code, and the code; one line. */
void system_text(uint32_t code, char text[SYSTEM_TEXT_BYTES]);

/* Cut where it does not fit. */
void system_utf8(const wchar_t *wide, char *text, size_t size);

#endif
