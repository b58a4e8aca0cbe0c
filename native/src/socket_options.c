/* SPDX-License-Identifier: Apache-2.0 */
#include "socket_options.h"

bool socket_options_valid(const lp_socket_options *options) {
    bool probes = options->keepalive_idle_seconds > 0;
    return options->receive_buffer_bytes <= LP_SOCKET_BUFFER_MAX &&
           options->send_buffer_bytes <= LP_SOCKET_BUFFER_MAX &&
           options->keepalive_idle_seconds <= LP_KEEPALIVE_SECONDS_MAX &&
           options->keepalive_interval_seconds <= LP_KEEPALIVE_SECONDS_MAX &&
           probes == (options->keepalive_interval_seconds > 0);
}

uint32_t socket_options_set(sys_socket socket, const lp_socket_options *options) {
    uint32_t error = 0;
    if (options->receive_buffer_bytes > 0) {
        error = sys_set_receive_buffer(socket, options->receive_buffer_bytes);
    }
    if (error == 0 && options->send_buffer_bytes > 0) {
        error = sys_set_send_buffer(socket, options->send_buffer_bytes);
    }
    if (error == 0 && options->keepalive_idle_seconds > 0) {
        error = sys_set_keepalive(socket, options->keepalive_idle_seconds, options->keepalive_interval_seconds);
    }
    return error;
}
