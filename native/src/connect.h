/* SPDX-License-Identifier: Apache-2.0 */
/* Connecting: from the command to an open link or LP_EVENT_CONNECT_FAILED. Owner thread only. */
#ifndef LP_CONNECT_H
#define LP_CONNECT_H

#include "link.h"

/* Whether a command is about a connect, and so names its worker and no link. Any thread. */
static inline bool connect_is_command(uint32_t kind) {
    return kind == LP_COMMAND_CONNECT || kind == LP_COMMAND_CANCEL_CONNECT;
}

void connect_begin(worker *w, const lp_command *command);

/* Gives up a connect under way. False if none has that cookie. */
bool connect_cancel(worker *w, uint64_t cookie);

/* Reports connects that found no slot, as far as there is room for events. */
void connect_report_refused(worker *w);

/* The connect operation of a link came back. */
void connect_completed(worker *w, link *l, uint32_t code);

#endif
