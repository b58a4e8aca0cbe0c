/* SPDX-License-Identifier: Apache-2.0 */
#include "address.h"

#ifdef _WIN32
#include <winsock2.h>
#include <ws2tcpip.h>
#else
#include <arpa/inet.h>
#endif

#include <stdio.h>
#include <string.h>

bool address_parse(lp_address *out, const char *text) {
    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, text, out->bytes) == 1) {
        out->family = 4;
    } else if (inet_pton(AF_INET6, text, out->bytes) == 1) {
        out->family = 6;
    }
    return out->family != 0;
}

void address_text(const lp_address *address, char text[ADDRESS_TEXT_BYTES]) {
    char figures[INET6_ADDRSTRLEN] = "?";
    inet_ntop(address->family == 6 ? AF_INET6 : AF_INET, address->bytes, figures, sizeof figures);
    (void)snprintf(text, ADDRESS_TEXT_BYTES, address->family == 6 ? "[%s]:%u" : "%s:%u", figures,
                   (unsigned)address->tcp_port);
}
