/* SPDX-License-Identifier: Apache-2.0 */
/* Attacks the time of the longest step: a wait is no part of it, the work of a step is. */
#include "support.h"

#include <string.h>

enum { WAIT_MILLIS = 500, TOLERANCE_MILLIS = 100, STEPS_MAX = 500 };

static lp_command commands[LP_COMMANDS_MAX];

static uint64_t longest(lp_port *port) {
    lp_stats s;
    CHECK_EQUAL(lp_stats_read(port, 0, &s, sizeof s), LP_OK);
    return s.longest_step_millis;
}

int main(void) {
    lp_options options = rig_options(1, 0);
    lp_port *port = NULL;
    lp_event event;
    support_start();
    CHECK_EQUAL(lp_create(&options, &port, NULL), LP_OK);

    uint64_t began = rig_clock();
    CHECK_EQUAL(lp_step(port, 0, NULL, 0, &event, 1, WAIT_MILLIS), 0);
    CHECK(longest(port) + WAIT_MILLIS <= rig_clock() - began + TOLERANCE_MILLIS);

    memset(commands, 0, sizeof commands); /* of no kind that exists: each is looked up, counted and dropped */
    began = rig_clock();
    for (uint32_t i = 0; longest(port) == 0; i++) {
        CHECK(i < STEPS_MAX);
        CHECK_EQUAL(lp_step(port, 0, commands, LP_COMMANDS_MAX, NULL, 0, 0), 0);
    }
    CHECK(longest(port) <= rig_clock() - began + TOLERANCE_MILLIS);

    CHECK_EQUAL(lp_stop(port, 0), LP_OK);
    CHECK_EQUAL(lp_step(port, 0, NULL, 0, &event, 1, 0), 1);
    CHECK_EQUAL(event.kind, LP_EVENT_STOPPED);
    CHECK_EQUAL(lp_destroy(port), LP_OK);
    return 0;
}
