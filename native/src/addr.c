/* SPDX-License-Identifier: Apache-2.0 */
#include "addr.h"

#include <string.h>

/* SOCKADDR_IN: family, port, address. SOCKADDR_IN6: family, port, flow, address, scope. Ports in network order. */
enum { V4_SIZE = 16, V6_SIZE = 28, PORT_AT = 2, V4_AT = 4, V6_AT = 8, SCOPE_AT = 24 };

static const uint8_t MAPPED_PREFIX[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

uint32_t addr_sys_family(const lp_address *address) {
    return address->family == 4 ? SYS_FAMILY_V4 : SYS_FAMILY_V6;
}

bool addr_to_sys(const lp_address *address, sys_address *out) {
    if (address->family != 4 && address->family != 6) {
        return false;
    }
    bool v4 = address->family == 4;
    uint16_t family = (uint16_t)addr_sys_family(address);
    memset(out, 0, sizeof *out);
    memcpy(out->bytes, &family, sizeof family);
    out->bytes[PORT_AT] = (uint8_t)(address->tcp_port >> 8);
    out->bytes[PORT_AT + 1] = (uint8_t)address->tcp_port;
    memcpy(out->bytes + (v4 ? V4_AT : V6_AT), address->bytes, v4 ? 4 : 16);
    if (!v4) {
        memcpy(out->bytes + SCOPE_AT, &address->scope, sizeof address->scope);
    }
    out->size = v4 ? V4_SIZE : V6_SIZE;
    return true;
}

static void addr__from_v6(const sys_address *address, lp_address *out) {
    const uint8_t *bytes = address->bytes + V6_AT;
    if (memcmp(bytes, MAPPED_PREFIX, sizeof MAPPED_PREFIX) == 0) {
        out->family = 4;
        memcpy(out->bytes, bytes + sizeof MAPPED_PREFIX, 4);
        return;
    }
    out->family = 6;
    memcpy(out->bytes, bytes, 16);
    memcpy(&out->scope, address->bytes + SCOPE_AT, sizeof out->scope);
}

void addr_from_sys(const sys_address *address, lp_address *out) {
    uint16_t family = 0;
    memset(out, 0, sizeof *out);
    memcpy(&family, address->bytes, sizeof family);
    out->tcp_port = (uint16_t)(address->bytes[PORT_AT] << 8 | address->bytes[PORT_AT + 1]);
    if (family == SYS_FAMILY_V4 && address->size >= V4_SIZE) {
        out->family = 4;
        memcpy(out->bytes, address->bytes + V4_AT, 4);
    } else if (family == SYS_FAMILY_V6 && address->size >= V6_SIZE) {
        addr__from_v6(address, out);
    }
}

lp_address addr_any(uint16_t family) {
    lp_address any;
    memset(&any, 0, sizeof any);
    any.family = family;
    return any;
}

bool addr_is_wildcard(const lp_address *address) {
    static const uint8_t zero[16];
    return memcmp(address->bytes, zero, address->family == 4 ? 4 : 16) == 0;
}

bool addr_is_loopback(const lp_address *address) {
    static const uint8_t v6_loopback[16] = {[15] = 1};
    if (address->family == 4) {
        return address->bytes[0] == 127;
    }
    return memcmp(address->bytes, v6_loopback, sizeof v6_loopback) == 0;
}
