/* SPDX-License-Identifier: Apache-2.0 */
/* What the program asks for of the sockets of its links; and whether a link that opens has it. */
#include "run.h"

#include "sim_socket.h"

#include <string.h>

lp_socket_options run_socket_options(void) {
    lp_socket_options options = {0};
    if (sim_chance(800)) {
        return options;
    }
    options.receive_buffer_bytes = sim_chance(500) ? 1 + sim_below(LP_SOCKET_BUFFER_MAX) : 0;
    options.send_buffer_bytes = sim_chance(500) ? 1 + sim_below(LP_SOCKET_BUFFER_MAX) : 0;
    if (sim_chance(500)) {
        options.keepalive_idle_seconds = 1 + sim_below(LP_KEEPALIVE_SECONDS_MAX);
        options.keepalive_interval_seconds = 1 + sim_below(LP_KEEPALIVE_SECONDS_MAX);
    }
    return options;
}

void run_socket_check(const run_link *l, const lp_socket_options *asked) {
    for (uint32_t i = 0; i < sim_socket_count(); i++) {
        const sim_socket *s = sim_socket_at(i);
        if (s->end == l->end) {
            SIM_RULE(memcmp(&s->options, asked, sizeof *asked) == 0, "a link without the socket options asked for");
        }
    }
}
