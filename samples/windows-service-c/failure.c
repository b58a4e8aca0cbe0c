/* SPDX-License-Identifier: Apache-2.0 */
#include "failure.h"

const char *failure_text(failure why) {
    static const char *const texts[] = {
        [FAILURE_NONE] = "no failure",
        [FAILURE_CONFIGURATION] = "the configuration is not usable",
        [FAILURE_ADDRESS_IN_USE] = "the address is in use",
        [FAILURE_ADDRESS] = "this machine has no such address",
        [FAILURE_ACCESS] = "the system forbids it",
        [FAILURE_RESOURCES] = "memory, handles or threads are used up",
        [FAILURE_SYSTEM] = "the system refused",
        [FAILURE_STOP_OVERDUE] = "the stop is overdue",
    };
    return texts[why];
}
