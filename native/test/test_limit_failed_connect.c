/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Attacks the place of a connect that failed: it must be free once the failure was reported, for a connect on any other
 * worker too. One thread steps both workers, so that the second acts before the first steps again.
 */
#include "support.h"

#include <string.h>

enum { EVENTS = 16, STEP_MILLIS = 1000 };

static lp_event step_until(lp_port *port, uint32_t worker, lp_command *command, uint32_t kind, uint32_t other) {
    static lp_event events[EVENTS];
    uint64_t deadline = rig_clock() + RIG_WAIT_MILLIS;
    for (uint32_t commands = command == NULL ? 0 : 1; rig_clock() < deadline; commands = 0) {
        int32_t count = lp_step(port, worker, command, commands, events, EVENTS, STEP_MILLIS);
        CHECK(count >= 0);
        for (int32_t i = 0; i < count; i++) {
            if (events[i].kind == kind || events[i].kind == other) {
                return events[i];
            }
        }
    }
    CHECK(!"the event did not come");
    return events[0];
}

/* A TCP port that is bound, so that nobody else gets it, and listens only if asked to. */
static SOCKET bound(bool listens, uint16_t *tcp_port_out) {
    struct sockaddr_in address;
    int size = sizeof address;
    SOCKET socket = WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, NULL, 0, 0);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(bind(socket, (struct sockaddr *)&address, sizeof address) == 0);
    CHECK(!listens || listen(socket, 4) == 0);
    CHECK(getsockname(socket, (struct sockaddr *)&address, &size) == 0);
    *tcp_port_out = ntohs(address.sin_port);
    return socket;
}

static lp_command connect_to(uint16_t tcp_port) {
    lp_command command;
    memset(&command, 0, sizeof command);
    command.kind = LP_COMMAND_CONNECT;
    command.millis = RIG_WAIT_MILLIS;
    command.address = loopback(tcp_port);
    return command;
}

int main(void) {
    support_start();
    lp_options options = rig_options(2, 0);
    lp_port *port = NULL;
    uint16_t silent_port = 0;
    uint16_t listening_port = 0;
    options.max_links = 1;
    CHECK(lp_create(&options, &port, NULL) == LP_OK);
    SOCKET silent = bound(false, &silent_port);
    SOCKET listening = bound(true, &listening_port);

    lp_command refused = connect_to(silent_port);
    lp_event failed = step_until(port, 0, &refused, LP_EVENT_CONNECT_FAILED, LP_EVENT_CONNECTED);
    CHECK_EQUAL(failed.kind, LP_EVENT_CONNECT_FAILED);
    CHECK_EQUAL(failed.status, LP_REASON_REFUSED);

    lp_command accepted = connect_to(listening_port);
    lp_event connected = step_until(port, 1, &accepted, LP_EVENT_CONNECTED, LP_EVENT_CONNECT_FAILED);
    CHECK_EQUAL(connected.status, LP_REASON_NONE);
    CHECK_EQUAL(connected.kind, LP_EVENT_CONNECTED);

    CHECK(lp_stop(port, 0) == LP_OK);
    step_until(port, 0, NULL, LP_EVENT_STOPPED, LP_EVENT_STOPPED);
    step_until(port, 1, NULL, LP_EVENT_STOPPED, LP_EVENT_STOPPED);
    CHECK(lp_destroy(port) == LP_OK);
    closesocket(silent);
    closesocket(listening);
    return 0;
}
