/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is for links of other workers: bytes that are copied once, however many links they go to, and requests. Each is
 * one allocation, and a call of every worker that it concerns. Any thread.
 */
#ifndef LP_MESSAGE_H
#define LP_MESSAGE_H

#include "run.h"

/* Carried out as if a callback of the link's worker had asked for it. LP_STALE if there is no such worker. */
lp_status message_command(lp_run *run, const lp_command *command);

#endif
