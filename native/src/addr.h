/* SPDX-License-Identifier: Apache-2.0 */
/* Addresses: ours and the system's. Pure. */
#ifndef LP_ADDR_H
#define LP_ADDR_H

#include "linkport.h"
#include "sys.h"

/* False unless the family is 4 or 6. */
bool addr_to_sys(const lp_address *address, sys_address *out);

/* IPv4-mapped addresses become IPv4; anything else than IPv4 and IPv6 becomes family 0. */
void addr_from_sys(const sys_address *address, lp_address *out);

/* Any address and TCP port 0 of a family (4 or 6). */
lp_address addr_any(uint16_t family);

bool addr_is_wildcard(const lp_address *address);
bool addr_is_loopback(const lp_address *address);

/* SYS_FAMILY_V4 or SYS_FAMILY_V6 */
uint32_t addr_sys_family(const lp_address *address);

#endif
