/* SPDX-License-Identifier: Apache-2.0 */
/* TCP addresses as text. Any thread. */
#ifndef ADDRESS_H
#define ADDRESS_H

#include "linkport.h"

#include <stdbool.h>

enum { ADDRESS_TEXT_BYTES = 64 };

/* Reads figures of either family, without a TCP port, which becomes 0. False: it is none, *out is undefined. */
bool address_parse(lp_address *out, const char *text);

/* With the TCP port, as 192.0.2.1:7007 or [2001:db8::1]:7007. */
void address_text(const lp_address *address, char text[ADDRESS_TEXT_BYTES]);

#endif
